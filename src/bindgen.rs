//! Writes the JavaScript glue for the compiled wasm: `hubstate-bindgen INPUT.wasm OUT_DIR`.
//!
//! The format is an ES module, which esbuild folds into the page's one classic script.

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [input, out] = args.as_slice() else {
        eprintln!("usage: hubstate-bindgen INPUT.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    let result = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .out_name("hubstate")
        .web(true)
        .map(|bindgen| bindgen.omit_default_module_path(true).reset_state_function(true).typescript(true))
        .and_then(|bindgen| bindgen.generate(out));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{input}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
