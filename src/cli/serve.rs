//! `hubstate serve`: a folder as a local web site, for looking at the built page.
//!
//! It listens on 127.0.0.1 only. Browsers ask again each time (`no-cache`) and get 304 where nothing
//! has changed, so that a rebuild shows at once.

use std::{
    convert::Infallible,
    fs::{self, Metadata},
    io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    thread,
    time::{Duration, UNIX_EPOCH},
};

use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{
        ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION,
        X_CONTENT_TYPE_OPTIONS,
    },
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;

/// How many ports after the wanted one are tried.
const NEIGHBORS: u16 = 20;

/// Enough that one slow disk keeps no other reader waiting.
const THREADS: usize = 4;

/// After a connection that could not be taken, such as for want of file handles.
const PAUSE: Duration = Duration::from_millis(50);

type Answer = Response<Full<Bytes>>;

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
    let failed = |error: io::Error| format!("{address}: {error}");
    listener.set_nonblocking(true).map_err(failed)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_io().build();
    let runtime = runtime.map_err(failed)?;
    println!("http://{address}/");
    runtime.block_on(take(listener, root.into())).map_err(failed)
}

/// Takes connections, each in a task of its own: a browser keeps many open and waits for answers on all of them.
async fn take(listener: TcpListener, root: Arc<Path>) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            thread::sleep(PAUSE);
            continue;
        };
        let root = Arc::clone(&root);
        let answers = service_fn(move |request: Request<Incoming>| {
            let response = answer(&root, &request);
            async { Ok::<_, Infallible>(response) }
        });
        tokio::spawn(async move {
            // A reader that has gone away is no concern of the server.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answers).await;
        });
    }
}

fn listen(port: u16) -> Result<TcpListener, String> {
    let mut candidates = (port..=port.saturating_add(NEIGHBORS)).chain([0]);
    let found = candidates.find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok());
    found.ok_or_else(|| format!("--port {port}: found no free port on 127.0.0.1, there or anywhere; free one"))
}

fn answer<B>(root: &Path, request: &Request<B>) -> Answer {
    let mut response = match *request.method() {
        Method::GET | Method::HEAD => page(root, request),
        _ => with(text(StatusCode::METHOD_NOT_ALLOWED, "405: this server only reads"), ALLOW, "GET, HEAD"),
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn page<B>(root: &Path, request: &Request<B>) -> Answer {
    let path = request.uri().path();
    let found = segments(path).ok_or(io::ErrorKind::NotFound.into()).and_then(|names| find(root, &names, path));
    match found {
        Ok(Found::File(path)) => file(&path, request).unwrap_or_else(|error| missing(&error)),
        Ok(Found::Folder(mut address)) => {
            if let Some(query) = request.uri().query() {
                address = format!("{address}?{query}");
            }
            with(text(StatusCode::MOVED_PERMANENTLY, &address), LOCATION, &address)
        }
        Err(error) => missing(&error),
    }
}

fn missing(error: &io::Error) -> Answer {
    match error.kind() {
        io::ErrorKind::PermissionDenied => text(StatusCode::FORBIDDEN, "403: this file may not be read"),
        _ => text(StatusCode::NOT_FOUND, "404: there is no such file here"),
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

fn file<B>(path: &Path, request: &Request<B>) -> io::Result<Answer> {
    let tag = tag(&fs::metadata(path)?);
    let known = request.headers().get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    if known.flat_map(|known| known.split(',')).any(|known| known.trim() == tag) {
        let mut response = Answer::default();
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(with(response, ETAG, &tag));
    }
    let response = Response::new(Full::new(fs::read(path)?.into()));
    Ok(with(with(response, ETAG, &tag), CONTENT_TYPE, media_type(path)))
}

/// Length and time of change: weak, since two changes within a clock tick look alike.
fn tag(metadata: &Metadata) -> String {
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("W/\"{:x}-{:x}\"", metadata.len(), changed.as_nanos())
}

fn text(status: StatusCode, text: &str) -> Answer {
    let mut response = Response::new(Full::new(format!("{text}\n").into()));
    *response.status_mut() = status;
    with(response, CONTENT_TYPE, "text/plain; charset=utf-8")
}

fn with(mut response: Answer, name: HeaderName, value: &str) -> Answer {
    let value = HeaderValue::from_str(value).expect("names are encoded, and a query was a header itself");
    response.headers_mut().insert(name, value);
    response
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
