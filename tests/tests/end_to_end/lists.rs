//! Paged lists.

use futures_util::StreamExt;
use viettel_idc::Money;
use viettel_idc::billing::InvoicesOptions;
use viettel_idc::services::InCategoryOptions;
use viettel_idc_sandbox::Fault;

use super::scene::scene;

#[tokio::test]
async fn all_120_invoices_come_once_whatever_the_page_size() {
    let scene = scene().await;
    let whole = scene.client.billing().all_invoices().await.unwrap();
    let sum: Money = whole.iter().map(|invoice| invoice.total.unwrap()).sum();
    for size in [1, 7, 25, 60, 120, 500] {
        let invoices = scene
            .client
            .billing()
            .invoices()
            .per_page(size)
            .collect()
            .await
            .unwrap();
        assert_eq!(invoices.len(), 120, "{size}");
        assert_eq!(
            invoices
                .iter()
                .filter_map(|invoice| invoice.total)
                .sum::<Money>(),
            sum
        );
    }
}

#[tokio::test]
async fn filters_reach_the_portal_and_breaks_in_between_are_mended() {
    let scene = scene().await;
    let unpaid = InvoicesOptions::new().filter_status("Unpaid");
    let mut invoices = scene.client.billing().invoices_with(unpaid).per_page(4);
    let mut count = 0;
    while let Some(invoice) = invoices.next().await {
        if count == 5 {
            scene.once(Fault::Truncated);
        }
        assert_eq!(invoice.unwrap().status.unwrap().as_str(), "Unpaid");
        count += 1;
    }
    assert_eq!((count, invoices.report().pages), (15, 4));
    assert_eq!(
        scene
            .client
            .billing()
            .due_invoices()
            .collect()
            .await
            .unwrap()
            .len(),
        15
    );
}

#[tokio::test]
async fn the_other_paged_lists_page_too() {
    let scene = scene().await;
    let pages: Vec<usize> = scene
        .client
        .billing()
        .estimates()
        .per_page(20)
        .pages()
        .map(|page| page.unwrap().items.len())
        .collect()
        .await;
    assert_eq!(pages, [20, 10]);
    let cloud = scene
        .client
        .services()
        .in_category("cloud-vn")
        .collect()
        .await
        .unwrap();
    assert_eq!(cloud.len(), 1);
    let options = InCategoryOptions::new().filter_status("Pending");
    assert!(
        scene
            .client
            .services()
            .in_category_with("12", options)
            .collect()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn calls_by_name_give_what_the_typed_ones_give() {
    use viettel_idc::core::Arguments;

    let scene = scene().await;
    let typed = scene.client.vms().list("292").await.unwrap();
    let mut arguments = Arguments::default();
    arguments.path.insert("id".into(), 292.into());
    let named = scene.client.call("vms_list", &arguments).await.unwrap();
    assert_eq!(
        serde_json::to_value(&*typed).unwrap()["1201"]["label"],
        named["vms"]["1201"]["label"]
    );
    arguments.path.clear();
    assert!(
        scene
            .client
            .call("vms_list", &arguments)
            .await
            .unwrap_err()
            .to_string()
            .contains("id is missing")
    );
    assert!(scene.client.call("nothing", &arguments).await.is_err());
    assert!(scene.client.download("vms_list", &arguments).await.is_err());
    assert!(scene.client.pages("vms_list", arguments.clone()).is_err());
    arguments
        .query
        .insert("filter[status]".into(), "Unpaid".into());
    let unpaid = scene
        .client
        .pages("billing_invoices", arguments)
        .unwrap()
        .per_page(4)
        .collect()
        .await
        .unwrap();
    assert_eq!(unpaid.len(), 15);
}
