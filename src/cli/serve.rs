//! `hubstate serve`: a folder as a local web site, for looking at the built page.
//!
//! It listens on 127.0.0.1 only. Browsers ask again each time (`no-cache`) and get 304 where nothing
//! has changed, so that a rebuild shows at once.

use std::{
    fs::{self, File, Metadata},
    io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    thread,
    time::UNIX_EPOCH,
};

use tiny_http::{Header, Method, Request, Response, ResponseBox, Server};

/// How many ports after the wanted one are tried.
const NEIGHBORS: u16 = 20;

/// Enough that one slow reader keeps no other waiting.
const THREADS: usize = 4;

/// What `hubstate serve` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to serve
    #[arg(default_value = "dist")]
    dir: PathBuf,
    /// The port to listen on; the next free one where it is taken, any free one for 0
    #[arg(long, default_value_t = 8000)]
    port: u16,
}

/// Runs the command until it is interrupted: 1 where it cannot start.
pub fn run(args: Args) -> ExitCode {
    match serve(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("hubstate serve: {message}");
            ExitCode::from(1)
        }
    }
}

fn serve(args: &Args) -> Result<(), String> {
    let shown = args.dir.display();
    let root = fs::canonicalize(&args.dir).ok().filter(|root| root.is_dir());
    let root = root.ok_or_else(|| format!("{shown}: found no such folder, expected the built page; build it first"))?;
    let listener = listen(args.port)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let server = Server::from_listener(listener, None).map_err(|error| format!("{address}: {error}"))?;
    println!("http://{address}/");
    let server = Arc::new(server);
    let threads = [(); THREADS].map(|()| {
        let (server, root) = (Arc::clone(&server), root.clone());
        thread::spawn(move || server.incoming_requests().for_each(|request| answer(&root, request)))
    });
    for thread in threads {
        thread.join().map_err(|_| "a thread ended early; start again".to_owned())?;
    }
    Ok(())
}

fn listen(port: u16) -> Result<TcpListener, String> {
    let mut candidates = (port..=port.saturating_add(NEIGHBORS)).chain([0]);
    let found = candidates.find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok());
    found.ok_or_else(|| format!("--port {port}: found no free port on 127.0.0.1, there or anywhere; free one"))
}

fn answer(root: &Path, request: Request) {
    let response = match request.method() {
        Method::Get | Method::Head => page(root, &request),
        _ => text(405, "405: this server only reads").with_header(header("Allow", "GET, HEAD")),
    };
    let response = response
        .with_header(header("Cache-Control", "no-cache"))
        .with_header(header("X-Content-Type-Options", "nosniff"));
    // A reader that has gone away is no concern of the server.
    let _ = request.respond(response);
}

fn page(root: &Path, request: &Request) -> ResponseBox {
    let (path, query) = request.url().split_once('?').map_or((request.url(), ""), |(path, query)| (path, query));
    let found = segments(path).ok_or(io::ErrorKind::NotFound.into()).and_then(|names| find(root, &names, path));
    match found {
        Ok(Found::File(path)) => file(&path, request).unwrap_or_else(|error| missing(&error)),
        Ok(Found::Folder(mut address)) => {
            if !query.is_empty() {
                address = format!("{address}?{query}");
            }
            text(301, &address).with_header(header("Location", &address))
        }
        Err(error) => missing(&error),
    }
}

fn missing(error: &io::Error) -> ResponseBox {
    match error.kind() {
        io::ErrorKind::PermissionDenied => text(403, "403: this file may not be read"),
        _ => text(404, "404: there is no such file here"),
    }
}

enum Found {
    File(PathBuf),
    /// A folder asked for without its last slash, with which relative links would miss.
    Folder(String),
}

fn find(root: &Path, names: &[String], path: &str) -> io::Result<Found> {
    let mut found = fs::canonicalize(names.iter().fold(root.to_owned(), |folder, name| folder.join(name)))?;
    // Also after symbolic links.
    if !found.starts_with(root) {
        return Err(io::ErrorKind::NotFound.into());
    }
    if found.is_dir() {
        if !path.ends_with('/') {
            let path: Vec<String> = names.iter().map(|name| encode(name)).collect();
            return Ok(Found::Folder(format!("/{}/", path.join("/"))));
        }
        found = fs::canonicalize(found.join("index.html"))?;
    } else if path.ends_with('/') {
        return Err(io::ErrorKind::NotFound.into());
    }
    if found.starts_with(root) && found.is_file() {
        Ok(Found::File(found))
    } else {
        Err(io::ErrorKind::NotFound.into())
    }
}

fn file(path: &Path, request: &Request) -> io::Result<ResponseBox> {
    let file = File::open(path)?;
    let tag = tag(&file.metadata()?);
    let known = request.headers().iter().filter(|header| header.field.equiv("If-None-Match"));
    if known.flat_map(|header| header.value.as_str().split(',')).any(|known| known.trim() == tag) {
        return Ok(Response::empty(304).with_header(header("ETag", &tag)).boxed());
    }
    let response = Response::from_file(file).with_header(header("ETag", &tag));
    Ok(response.with_header(header("Content-Type", media_type(path))).boxed())
}

/// Length and time of change: weak, since two changes within a clock tick look alike.
fn tag(metadata: &Metadata) -> String {
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("W/\"{:x}-{:x}\"", metadata.len(), changed.as_nanos())
}

fn text(status: u16, text: &str) -> ResponseBox {
    Response::from_string(format!("{text}\n")).with_status_code(status).boxed()
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values are ASCII")
}

/// The names of a path, decoded; `None` where one of them would lead elsewhere.
fn segments(path: &str) -> Option<Vec<String>> {
    let names = path.split('/').filter(|name| !name.is_empty());
    names
        .map(|name| decode(name).filter(|name| name != ".." && name != "." && !name.contains(['/', '\\', ':', '\0'])))
        .collect()
}

fn decode(name: &str) -> Option<String> {
    let mut bytes = name.bytes();
    let mut out = Vec::with_capacity(name.len());
    while let Some(byte) = bytes.next() {
        out.push(if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            (digit()? * 16 + digit()?) as u8
        } else {
            byte
        });
    }
    String::from_utf8(out).ok()
}

fn encode(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// `application/wasm` matters most: without it browsers do not compile while they load.
fn media_type(path: &Path) -> &'static str {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "jsonl" => "application/jsonl",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "csv" => "text/csv; charset=utf-8",
        "md" | "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "webmanifest" => "application/manifest+json",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        assert_eq!(segments("/a//b%20c.js"), Some(vec!["a".to_owned(), "b c.js".to_owned()]));
        for path in ["/../x", "/%2e%2e/x", "/a%2f..%2fx", "/a\\..\\x", "/%00", "/%", "/%zz", "/%ff", "/C:/x", "/./x"] {
            assert_eq!(segments(path), None, "{path}");
        }
    }

    #[test]
    fn a_taken_port_gives_the_next_free_one() {
        let first = listen(0).expect("a free port");
        let taken = first.local_addr().expect("an address").port();
        let second = listen(taken).expect("another one");
        assert_ne!(second.local_addr().expect("an address").port(), taken);
    }

    #[test]
    fn types_go_by_the_ending() {
        assert_eq!(media_type(Path::new("a/core.WASM")), "application/wasm");
        assert_eq!(media_type(Path::new("LICENSE")), "application/octet-stream");
        assert_eq!(encode("é.x y"), "%C3%A9.x%20y");
    }
}
