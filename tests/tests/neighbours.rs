//! Beside another user of reqwest, whose features are ours too: cargo builds a crate once. In a run of
//! the whole workspace the tests of the native transport run with them as well.

#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpListener;

use viettel_idc::{Client, TokenPair};

const PACKED: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x53, 0x0d, 0x70, 0x71, 0xd3, 0x35,
    0xd4, 0x33, 0x57, 0x48, 0xcc, 0x53, 0xc8, 0xcc, 0x2b, 0xcb, 0xcf, 0x4c, 0x4e, 0x05, 0x00, 0xc1,
    0xa2, 0xd5, 0xb6, 0x13, 0x00, 0x00, 0x00,
];

/// A server that packs its answers, whether anybody asked for it or not.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut piece = [0; 4096];
            while !request.ends_with(b"\r\n\r\n") {
                let count = stream.read(&mut piece).unwrap();
                request.extend_from_slice(&piece[..count]);
            }
            let asked = String::from_utf8_lossy(&request).to_lowercase();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Encoding: gzip\r\n\
                 X-Asked: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                asked.contains("accept-encoding"),
                PACKED.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(PACKED).unwrap();
        }
    });
    format!("http://{address}/api")
}

/// Core-review 13.
#[tokio::test]
async fn what_a_neighbour_switches_on_in_reqwest_changes_nothing_for_us() {
    // Theirs has none of its own here.
    rustls::crypto::ring::default_provider()
        .install_default()
        .unwrap();
    let url = server();
    let theirs = reqwest::get(format!("{url}/download/14")).await.unwrap();
    assert_eq!(
        theirs.headers()["x-asked"],
        "true",
        "their features are not on"
    );
    assert_eq!(theirs.bytes().await.unwrap(), &b"%PDF-1.7 an invoice"[..]);

    let client = Client::builder()
        .base_url(&url)
        .tokens(TokenPair::new("a.b.c", None))
        .build()
        .unwrap();
    let ours = client.downloads().get("14").await.unwrap();
    assert_eq!(ours.bytes().await.unwrap(), PACKED);
}
