//! Downloads.

use futures_util::TryStreamExt;
use viettel_idc::ErrorKind;
use viettel_idc_sandbox::Fault;

use super::scene::scene;

#[tokio::test]
async fn a_pdf_comes_whole_as_bytes_as_a_stream_and_as_a_file() {
    let scene = scene().await;
    let pdf = scene.client.billing().invoice_pdf("308976").await.unwrap();
    assert_eq!(pdf.content_type(), Some("application/pdf"));
    assert_eq!(pdf.file_name().as_deref(), Some("invoice-308976.pdf"));
    let size = pdf.size().unwrap();
    let bytes = pdf.bytes().await.unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.len() as u64 == size);

    let stream = scene
        .client
        .billing()
        .invoice_pdf("308976")
        .await
        .unwrap()
        .stream();
    let pieces: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), bytes);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    std::fs::write(&path, "what was there before").unwrap();
    let saved = scene
        .client
        .billing()
        .invoice_pdf("308976")
        .await
        .unwrap()
        .save_to(&path)
        .await
        .unwrap();
    assert_eq!(saved.bytes, size);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_what_was_there() {
    let scene = scene().await;
    scene.client.login().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    std::fs::write(&path, "what was there before").unwrap();
    scene.once(Fault::Truncated);
    let error = match scene
        .client
        .with_max_attempts(1)
        .billing()
        .invoice_pdf("308976")
        .await
    {
        Ok(download) => download.save_to(&path).await.unwrap_err(),
        Err(error) => error,
    };
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), b"what was there before");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "a temporary file was left"
    );
    let nowhere = folder.path().join("no such folder/invoice.pdf");
    let error = scene
        .client
        .billing()
        .invoice_pdf("308976")
        .await
        .unwrap()
        .save_to(nowhere)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("cannot be written"), "{error}");
}

#[tokio::test]
async fn a_web_page_in_place_of_a_file_is_no_file() {
    let scene = scene().await;
    scene.client.login().await.unwrap();
    scene.once(Fault::HtmlPage);
    let error = scene
        .client
        .with_max_attempts(1)
        .billing()
        .invoice_pdf("308976")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("web page"), "{error}");
}
