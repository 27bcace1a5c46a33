//! The methods people call, beside the calls by name.

use viettel_idc::orders::CreateOptions;
use viettel_idc::services::UpgradeOptions;
use viettel_idc::{Client, Error};

/// Operations that are also called by their own method.
pub(crate) const SAMPLE: [&str; 14] = [
    "account_details",
    "account_update_details",
    "billing_add_funds",
    "billing_balance",
    "billing_invoice",
    "billing_invoice_pdf",
    "billing_redeem_voucher",
    "orders_create",
    "services_set_label",
    "services_upgrade",
    "tickets_create",
    "tickets_reply",
    "vms_reboot",
    "vms_rebuild",
];

/// Calls one of [`SAMPLE`] by its method.
pub(crate) async fn call(client: &Client, id: &str) -> Result<(), Error> {
    match id {
        "account_details" => client.account().details().await.map(drop),
        "account_update_details" => client.account().update_details().await.map(drop),
        "billing_add_funds" => {
            let amount = "500000".parse::<viettel_idc::Money>().unwrap();
            client.billing().add_funds(amount, "10").await.map(drop)
        }
        "billing_balance" => client.billing().balance().await.map(drop),
        "billing_invoice" => client.billing().invoice("308976").await.map(drop),
        "billing_invoice_pdf" => {
            let file = client.billing().invoice_pdf("308976").await?;
            file.bytes().await.map(drop)
        }
        "billing_redeem_voucher" => client.billing().redeem_voucher("CODE").await.map(drop),
        "orders_create" => {
            let options = CreateOptions::new().domain("example.com").cycle("a");
            let order = client.orders().create_with("333", "1", options).await;
            order.map(drop)
        }
        "services_set_label" => client.services().set_label("292", "shop").await.map(drop),
        "services_upgrade" => {
            let options = UpgradeOptions::new().cycle("m").send(true);
            client
                .services()
                .upgrade_with("301", options)
                .await
                .map(drop)
        }
        "tickets_create" => client
            .tickets()
            .create("1", "Backups", "When?")
            .await
            .map(drop),
        "tickets_reply" => client
            .tickets()
            .reply("736633", "Thank you.")
            .await
            .map(drop),
        "vms_reboot" => client.vms().reboot("292", "1201").await.map(drop),
        "vms_rebuild" => client
            .vms()
            .rebuild("292", "1201", "debian-12")
            .await
            .map(drop),
        other => panic!("{other} is not in the sample"),
    }
}
