//! What the architecture forbids, held by a test: who may import whom, and what the core may not touch.
//!
//! Files are parsed with `syn`, since a text scan misses the second name inside `use crate::{a::X, b::Y}`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use hubstate::{lenses, lenses::LENSES, output::OUTPUTS, sections::SECTIONS};
use syn::{
    Item, ItemMod, ItemUse, Macro, UseTree,
    visit::{self, Visit},
};

/// Which folder may import which; nothing else may.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("stats", &[]),
    ("report", &["model"]),
    ("text", &["model", "report"]),
    ("reference", &["model"]),
    ("sample", &[]),
    ("input", &["model", "reference", "report"]),
    ("basket", &["model", "reference", "stats"]),
    ("sections", &["basket", "model", "reference", "report", "stats", "text"]),
    ("draw", &["report", "stats", "text"]),
    ("output", &["draw", "model", "reference", "report", "text"]),
    ("lenses", &["basket", "model", "reference", "report", "sections", "stats", "text"]),
    ("web", &["basket", "draw", "input", "lenses", "model", "output", "reference", "report", "sections", "text"]),
];

/// What the core may not name: it does no I/O, reads no clock and knows no browser.
const FORBIDDEN: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_net",
];
const FORBIDDEN_MACROS: &[&str] = &["println", "print", "eprintln", "eprint", "dbg", "todo", "unimplemented"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[derive(Default)]
struct Names {
    paths: BTreeSet<String>,
    macros: BTreeSet<String>,
    unwraps: usize,
}

impl Names {
    fn tree(&mut self, prefix: &str, tree: &UseTree) {
        let join = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
        match tree {
            UseTree::Path(path) => self.tree(&join(&path.ident.to_string()), &path.tree),
            UseTree::Name(name) => drop(self.paths.insert(join(&name.ident.to_string()))),
            UseTree::Rename(name) => drop(self.paths.insert(join(&name.ident.to_string()))),
            UseTree::Glob(_) => drop(self.paths.insert(prefix.to_owned())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(prefix, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree("", &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.paths.insert(names.join("::"));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.macros.insert(mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default());
        visit::visit_macro(self, mac);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.unwraps += usize::from(call.method == "unwrap");
        visit::visit_expr_method_call(self, call);
    }

    // Tests may do what the core may not.
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// The files that some `#[cfg(test)] mod name;` mounts.
fn test_files(file: &Path, parsed: &syn::File) -> Vec<PathBuf> {
    let folder = if file.file_name().is_some_and(|name| name == "mod.rs" || name == "lib.rs") {
        file.parent().unwrap().to_owned()
    } else {
        file.with_extension("")
    };
    parsed
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Mod(item) if item.content.is_none() && is_test(&item.attrs) => {
                Some(folder.join(format!("{}.rs", item.ident)))
            }
            _ => None,
        })
        .collect()
}

fn core_files() -> Vec<(String, PathBuf, Names)> {
    let mut out = Vec::new();
    let files = rust_files(&source());
    let parsed: Vec<syn::File> =
        files.iter().map(|file| syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap()).collect();
    let tests: Vec<PathBuf> = files.iter().zip(&parsed).flat_map(|(file, parsed)| test_files(file, parsed)).collect();
    for (file, parsed) in files.iter().zip(&parsed) {
        let inside = file.strip_prefix(source()).unwrap();
        let folder =
            inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if inside.components().count() == 1 || ["cli", "bindgen"].contains(&folder.as_str()) || tests.contains(file) {
            continue;
        }
        let mut names = Names::default();
        names.visit_file(parsed);
        out.push((folder, file.clone(), names));
    }
    out
}

#[test]
fn folders_import_only_what_the_diagram_allows() {
    let mut faults = Vec::new();
    for (folder, file, names) in core_files() {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == folder) else {
            faults.push(format!("{}: the folder `{folder}` is not in the diagram", file.display()));
            continue;
        };
        for path in &names.paths {
            let Some(target) = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next()) else { continue };
            if target != folder && !allowed.contains(&target) {
                faults.push(format!("{}: `{path}`, but {folder} may import only {allowed:?}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_core_does_no_io_and_knows_no_browser() {
    let mut faults = Vec::new();
    for (folder, file, names) in core_files() {
        if folder == "web" {
            continue;
        }
        let path = names.paths.iter().find(|path| FORBIDDEN.iter().any(|banned| path.starts_with(banned)));
        let mac = names.macros.iter().find(|name| FORBIDDEN_MACROS.contains(&name.as_str()));
        if names.unwraps > 0 {
            faults.push(format!("{}: `unwrap`; say with `expect` why it cannot happen", file.display()));
        }
        faults.extend(path.into_iter().chain(mac).map(|name| format!("{}: `{name}`", file.display())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_is_not_too_long() {
    let mut faults = Vec::new();
    for file in rust_files(&source()) {
        let text = fs::read_to_string(&file).unwrap();
        if !text.starts_with("//!") {
            faults.push(format!("{}: opens with no `//!`", file.display()));
        }
        let code = text.split("\n#[cfg(test)]\nmod tests").next().unwrap().lines().count();
        if code > 450 {
            faults.push(format!("{}: {code} lines without its tests; split it by meaning", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn ids_of_sections_and_outputs_are_the_contract_s_and_unique() {
    let ids: Vec<&str> = lenses::ids().collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len());
    assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')), "{ids:?}");
    assert!(SECTIONS.iter().all(|spec| spec.title.ends_with('?') && spec.min_n >= 1));
    assert!(LENSES.iter().all(|lens| lens.title.ends_with('?')));
    let outputs: Vec<&str> = OUTPUTS.iter().map(|output| output.id).collect();
    assert_eq!(outputs, ["json", "markdown", "html", "csv", "svg"]);
}

#[test]
fn nothing_else_stands_at_the_top() {
    let top = [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "build.sh",
        "docs",
        "index.html",
        "src",
        "tests",
        "www",
        "dist",
        "target",
    ];
    for entry in fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || top.contains(&name.as_str()), "`{name}` stands at the top");
    }
}
