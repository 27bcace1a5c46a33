//! Read-only steps, for any portal.

use std::collections::BTreeMap;

use viettel_idc::billing::InvoicesOptions;
use viettel_idc::{Client, Money};

use crate::Step;
use crate::dotenv::Portal;
use crate::show::Show;

pub(crate) async fn walk(show: &mut Show, portal: &Portal) -> Step {
    println!("Walking through {}, reading only.", portal.url);
    show.step(
        "Log in",
        "Client::builder().base_url(url).password(username, password).build()?",
    );
    let client = Client::builder()
        .base_url(&portal.url)
        .password(&portal.username, portal.password.as_str())
        .build()?;
    client.login().await?;
    reads(show, &client).await?;
    client.logout().await?;
    Ok(())
}

/// Who am I, balance, open invoices, services. Also the first part of the simulated tour.
pub(crate) async fn reads(show: &mut Show, client: &Client) -> Step {
    show.step("Who am I?", "client.account().details().await?");
    let me = client.account().details().await?;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    show.say(&format!(
        "{} {} <{}>",
        text(&me.firstname),
        text(&me.lastname),
        text(&me.email)
    ));

    show.step("Balance", "client.billing().balance().await?");
    let balance = client.billing().balance().await?;
    let currency = balance.currency.clone().unwrap_or_default();
    let amount = |money: &Option<Money>| money.unwrap_or_default();
    show.say(&format!(
        "{} {currency}, and {} {currency} of credit",
        amount(&balance.acc_balance),
        amount(&balance.acc_credit)
    ));

    show.step(
        "Every open invoice, page by page",
        "client.billing().invoices_with(InvoicesOptions::new().filter_status(\"Unpaid\")).per_page(10)",
    );
    let mut invoices = client
        .billing()
        .invoices_with(InvoicesOptions::new().filter_status("Unpaid"))
        .per_page(10);
    let mut totals: BTreeMap<String, (usize, Money)> = BTreeMap::new();
    while let Some(invoice) = invoices.next().await {
        let invoice = invoice?;
        let total = totals
            .entry(invoice.currency.clone().unwrap_or_else(|| currency.clone()))
            .or_default();
        total.0 += 1;
        total.1 += invoice.total.unwrap_or_default();
    }
    for (currency, (count, total)) in &totals {
        show.say(&format!("{count} open invoices, {total} {currency} in all"));
    }
    let report = invoices.report();
    show.say(&format!(
        "{} pages were fetched, {} changes seen while walking",
        report.pages,
        report.drift.len()
    ));
    Ok(())
}
