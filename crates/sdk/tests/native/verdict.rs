//! An error in place of a file is an error, whatever its type and its first bytes. The verdict is
//! core's.

use std::io::Write;
use std::time::{Duration, Instant};

use viettel_idc::{Error, ErrorKind};

use crate::support::{Listener, typed};

/// What a caller gets for this answer: the whole file, or the error.
async fn outcome(media: &'static str, body: Vec<u8>) -> Result<Vec<u8>, Error> {
    let server = Listener::start(move |stream, _| {
        typed(
            stream,
            media,
            &format!("Content-Length: {}\r\n", body.len()),
        );
        let _ = stream.write_all(&body);
    });
    let client = server.client().with_timeout(Duration::from_secs(10));
    let file = client.billing().invoice_pdf("308976").await?;
    Ok(file.bytes().await?.to_vec())
}

/// F17 (4), (5).
#[tokio::test]
async fn the_portals_own_error_is_read_behind_whatever_stands_before_it() {
    let error = r#"{"error":["Invoice not found"]}"#;
    let padded = format!("{}{error}", " \r\n".repeat(40));
    for media in [
        "application/pdf",
        "application/octet-stream",
        "application/json",
        "text/html",
    ] {
        for body in [error, &format!("\u{feff}{error}"), &padded] {
            let refused = outcome(media, body.as_bytes().to_vec()).await.unwrap_err();
            let text = refused.to_string();
            assert!(
                text.contains("refused by the portal: Invoice not found"),
                "{media} {body:?}: {text}"
            );
        }
        let list = br#"[{"error":"Invoice not found"}]"#.to_vec();
        assert!(outcome(media, list).await.is_err(), "{media}");
    }
}

/// F17 (3): an error, or the PDF alone.
#[tokio::test]
async fn a_notice_in_front_of_a_pdf_does_not_get_into_the_file() {
    let body = b"<br />\n<b>Deprecated</b>: x in <b>/srv/hb/a.php</b> on line 7<br />\n%PDF-1.7 an invoice";
    match outcome("application/pdf", body.to_vec()).await {
        Ok(file) => assert_eq!(file, b"%PDF-1.7 an invoice"),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Transport, "{error}"),
    }
}

#[tokio::test]
async fn a_web_page_is_no_file_whatever_its_type() {
    let page = "<!DOCTYPE html><html><title>Maintenance</title></html>";
    for media in ["application/pdf", "application/octet-stream", "text/html"] {
        let error = outcome(media, page.into()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{media}: {error}");
    }
}

/// Core-review 18: the beginning that is looked at has an end.
#[tokio::test]
async fn white_space_without_end_is_not_read_without_end() {
    let server = Listener::start(|stream, _| {
        typed(stream, "application/pdf", "");
        let spaces = [b' '; 4096];
        while stream.write_all(&spaces).is_ok() {}
    });
    let client = server.client().with_timeout(Duration::from_secs(20));
    let started = Instant::now();
    // A file of white space, for all we know, or an error; but at once.
    let _ = client.billing().invoice_pdf("308976").await;
    assert!(started.elapsed() < Duration::from_secs(5));
}
