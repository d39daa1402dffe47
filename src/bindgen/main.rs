//! What the build does to the compiled wasm.
//!
//! `hubstate-bindgen INPUT.wasm OUT_DIR` writes the JavaScript glue, as an ES module, which esbuild folds into the page's
//! one classic script. `hubstate-bindgen --order INPUT.wasm OUTPUT.wasm` names the functions in the order that packs best.

mod order;

use std::{env, fs, process::ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (input, result) = match args.as_slice() {
        ["--order", input, out] => (input, name(input, out)),
        [input, out] => (input, glue(input, out)),
        _ => {
            eprintln!(
                "usage: hubstate-bindgen INPUT.wasm OUT_DIR\n       hubstate-bindgen --order INPUT.wasm OUTPUT.wasm"
            );
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{input}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn glue(input: &str, out: &str) -> Result<(), String> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .out_name("hubstate")
        .web(true)
        .map(|bindgen| bindgen.omit_default_module_path(true).reset_state_function(true).typescript(true))
        .and_then(|bindgen| bindgen.generate(out))
        .map_err(|error| format!("{error:#}"))
}

fn name(input: &str, out: &str) -> Result<(), String> {
    let module = fs::read(input).map_err(|error| error.to_string())?;
    let named = order::named(&module).map_err(|error| error.to_string())?;
    fs::write(out, named).map_err(|error| format!("{out}: {error}"))
}
