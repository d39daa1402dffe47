//! `hubstate serve`: what a browser gets, and what nobody gets.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(dir: &Path, port: &str) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
        let mut child = command.arg("serve").arg(dir).args(["--port", port]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        Server { child, address }
    }

    /// Sends a request line as it is, which no browser would do.
    fn ask(&self, line: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", self.address).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn check(answer: &str, status: u16, says: &[&str]) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    for word in says {
        // The names of headers know no case.
        let holds = answer.to_ascii_lowercase().contains(&word.to_ascii_lowercase());
        assert!(holds, "expected {word:?} in: {answer}");
    }
}

#[test]
fn a_folder_becomes_a_site_and_nothing_outside_of_it() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve");
    let _ = fs::remove_dir_all(&folder);
    let site = folder.join("site");
    fs::create_dir_all(site.join("a b")).unwrap();
    fs::create_dir_all(site.join("empty")).unwrap();
    fs::write(folder.join("secret.txt"), "secret").unwrap();
    fs::write(site.join("index.html"), "<title>home</title>").unwrap();
    fs::write(site.join("a b/index.html"), "<title>below</title>").unwrap();
    fs::write(site.join("core.wasm"), "\0asm").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.join("secret.txt"), site.join("link.txt")).unwrap();

    let server = Server::start(&site, "0");
    check(
        &server.ask("GET /", ""),
        200,
        &["<title>home", "text/html; charset=utf-8", "Cache-Control: no-cache", "ETag: W/"],
    );
    check(&server.ask("GET /core.wasm?v=1", ""), 200, &["Content-Type: application/wasm"]);
    check(&server.ask("GET /a%20b?embed=x", ""), 301, &["Location: /a%20b/?embed=x"]);
    // What could not stand in the answer's header is refused before it comes there.
    check(&server.ask("GET /a%20b?\x7f", ""), 400, &[]);
    check(&server.ask("GET /a%20b?lang=é", ""), 301, &["Location: /a%20b/?lang=é\r\n"]);
    check(&server.ask("GET /a%20b/", ""), 200, &["<title>below"]);
    let head = server.ask("HEAD /", "");
    check(&head, 200, &[]);
    assert!(!head.contains("<title>"));
    check(&server.ask("POST /", "Content-Length: 0\r\n"), 405, &["Allow: GET, HEAD"]);
    for path in [
        "/nothing",
        "/empty/",
        "/core.wasm/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/link.txt",
        "//../secret.txt",
    ] {
        let answer = server.ask(&format!("GET {path}"), "");
        check(&answer, 404, &["404: there is no such file here"]);
        assert!(!answer.contains("secret\n") && !answer.ends_with("secret"));
    }

    let answer = server.ask("GET /", "");
    let (_, tag) = answer.lines().find(|line| line.to_ascii_lowercase().starts_with("etag: ")).unwrap().split_at(6);
    check(&server.ask("GET /", &format!("If-None-Match: {tag}\r\n")), 304, &[]);
    fs::write(site.join("index.html"), "<title>home again</title>").unwrap();
    check(&server.ask("GET /", &format!("If-None-Match: {tag}\r\n")), 200, &["home again"]);

    let taken = server.address.rsplit_once(':').unwrap().1.to_owned();
    let second = Server::start(&site, &taken);
    assert_ne!(second.address, server.address);
    check(&second.ask("GET /", ""), 200, &[]);
}

/// A browser opens several connections at once and keeps all of them.
#[test]
fn no_connection_waits_for_another_one_to_end() {
    let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve-many");
    fs::create_dir_all(&site).unwrap();
    fs::write(site.join("index.html"), "<title>home</title>").unwrap();
    let server = Server::start(&site, "0");
    for round in 0..40 {
        let mut kept: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(&server.address).unwrap()).collect();
        for stream in &mut kept {
            write!(stream, "GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
        }
        for stream in &mut kept {
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            let mut begin = [0; 15];
            stream.read_exact(&mut begin).unwrap_or_else(|error| panic!("round {round}: {error}"));
            assert_eq!(&begin, b"HTTP/1.1 200 OK");
        }
    }
}

#[test]
fn a_missing_folder_is_an_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubstate"));
    let output = command.args(["serve", "no-such-folder"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("hubstate serve: no-such-folder: found no such folder, expected"), "{text}");
}
