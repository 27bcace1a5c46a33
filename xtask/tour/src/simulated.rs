//! The whole tour, against the sandbox on a free port of this machine.

use std::path::PathBuf;
use std::time::Duration;

use viettel_idc::{Client, ErrorKind, Money};
use viettel_idc_sandbox::{Fault, FaultRule, Options, Portal, Server};

use crate::Step;
use crate::real::reads;
use crate::show::Show;

const SERVICE: &str = "292";
const VM: &str = "1201";
const HOSTING: &str = "333";

pub(crate) async fn walk(show: &mut Show) -> Step {
    let portal = Portal::new(Options::default());
    let server = Server::start(portal, "127.0.0.1:0".parse()?).await?;
    println!(
        "A simulated portal is listening on {}. Nothing here touches a real one.",
        server.url()
    );

    show.step(
        "Log in",
        "Client::builder().base_url(url).password(username, password).build()?",
    );
    let client = Client::builder()
        .base_url(&server.url())
        .password("linh.tran@example.com", "sandbox-password")
        .build()?;
    client.login().await?;
    show.say("a token and a refresh token are held; neither ever prints:");
    show.say(&format!("{:?}", client.tokens()));

    reads(show, &client).await?;
    invoice_pdf(show, &client).await?;
    machines(show, &client).await?;
    ticket(show, &client).await?;
    order(show, &client, &server).await?;
    expired_token(show, &client, &server).await?;
    lost_connection(show, &client, &server).await?;

    show.step("Log out", "client.logout().await?");
    client.logout().await?;
    server.shutdown().await;
    Ok(())
}

async fn invoice_pdf(show: &mut Show, client: &Client) -> Step {
    show.step(
        "An invoice as PDF",
        "client.billing().invoice_pdf(id).await?.save_to(path).await?",
    );
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tour-output");
    std::fs::create_dir_all(&folder)?;
    let file = client.billing().invoice_pdf("308976").await?;
    let saved = file.save_to(folder.join("invoice-308976.pdf")).await?;
    show.say(&format!(
        "{} bytes saved to tour-output/invoice-308976.pdf",
        saved.bytes
    ));
    Ok(())
}

async fn machines(show: &mut Show, client: &Client) -> Step {
    show.step("Virtual machines", "client.vms().list(service).await?");
    for (id, vm) in &*client.vms().list(SERVICE).await? {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let status = vm
            .status
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        show.say(&format!(
            "{id}  {:<8} {status:<10} {} MB  {}",
            text(&vm.label),
            vm.memory.unwrap_or_default(),
            text(&vm.ipv4)
        ));
    }
    show.step(
        "Reboot one, and wait until it runs again",
        "client.vms().reboot(service, vm).await?; client.vms().wait(service, vm).until_rebooted().on_progress(…).await?",
    );
    client.vms().reboot(SERVICE, VM).await?;
    let mut last = String::new();
    let vm = client
        .vms()
        .wait(SERVICE, VM)
        .until_rebooted()
        .every(Duration::from_millis(400))
        .deadline(Duration::from_secs(60))
        .on_progress(move |progress| {
            let status = progress
                .status
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            if status != last {
                println!("      {:>4.1} s  {status}", progress.elapsed.as_secs_f64());
                last = status;
            }
        })
        .await?;
    show.say(&format!("up for {} s", vm.uptime.unwrap_or_default()));
    Ok(())
}

async fn ticket(show: &mut Show, client: &Client) -> Step {
    show.step(
        "Open a ticket and answer it",
        "client.tickets().create(dept, subject, body).await?",
    );
    let departments = client.tickets().departments().await?;
    let department = departments
        .first()
        .and_then(|department| department.id.clone())
        .ok_or("no department")?;
    let number = client
        .tickets()
        .create(&department, "Backup window", "When do backups run?")
        .await?
        .into_inner();
    client
        .tickets()
        .reply(&number, "For the machine web-1, please.")
        .await?;
    let ticket = client.tickets().get(&number).await?;
    show.say(&format!(
        "ticket {number} holds {} answer(s)",
        ticket.replies.len()
    ));
    if ticket.replies.is_empty() {
        return Err("the answer is not in the ticket".into());
    }
    client.tickets().close(&number).await?;
    show.say("closed again");
    Ok(())
}

async fn order(show: &mut Show, client: &Client, server: &Server) -> Step {
    show.step(
        "What would it cost? A quote spends nothing",
        "client.orders().quote(items).await?",
    );
    let item =
        viettel_idc::types::OrderRequestItem::new("product", HOSTING).domain("shop.example.com");
    let quote = client.orders().quote([item]).await?;
    let total = quote
        .summary
        .as_ref()
        .and_then(|summary| summary.total)
        .ok_or("the quote has no total")?;
    show.say(&format!("{total} VND, exactly"));

    show.step(
        "Order it, and wait until it is active",
        "client.orders().create(product, pay_method).await?",
    );
    let options = viettel_idc::orders::CreateOptions::new()
        .domain("shop.example.com")
        .cycle("m");
    let order = client.orders().create_with(HOSTING, "10", options).await?;
    let service = order
        .items
        .first()
        .and_then(|item| item.id.clone())
        .ok_or("the order made no service")?;
    let invoice = order
        .invoice_id
        .clone()
        .ok_or("the order made no invoice")?;
    let billed: Money = order.total.unwrap_or_default();
    show.say(&format!(
        "service {service}, invoice {invoice} over {billed} VND"
    ));
    if billed != total {
        return Err(format!("quoted {total}, billed {billed}").into());
    }
    for _ in 0..40 {
        let status = client.services().get(&service).await?.status.clone();
        if status.is_some_and(|status| status == "Active") {
            show.say("the service is active");
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let orders = server
        .portal()
        .lock()
        .map_or(0, |portal| portal.orders().len());
    Err(format!("the service is still not active; the portal counts {orders} order(s)").into())
}

async fn expired_token(show: &mut Show, client: &Client, server: &Server) -> Step {
    show.step(
        "The token expires in the middle of work",
        "client.services().list().await?   // as ever",
    );
    inject(server, FaultRule::once(Fault::ExpiredToken))?;
    let services = client.services().list().await?;
    show.say(&format!(
        "refused once, renewed once, {} services listed: the caller saw nothing of it",
        services.len()
    ));
    Ok(())
}

async fn lost_connection(show: &mut Show, client: &Client, server: &Server) -> Step {
    show.step(
        "The connection breaks while reading",
        "client.billing().balance().await?",
    );
    inject(server, FaultRule::once(Fault::ResetAfter))?;
    let balance = client.billing().balance().await?;
    show.say(&format!(
        "reading is safe to repeat: sent {} times, answered",
        balance.attempts()
    ));

    show.step(
        "The connection breaks while ordering",
        "client.orders().create(product, pay_method).await",
    );
    let before = count_orders(server)?;
    inject(server, FaultRule::once(Fault::ResetAfter))?;
    let error = match client.orders().create(HOSTING, "10").await {
        Err(error) => error,
        Ok(_) => return Err("an order whose answer was lost looks like a success".into()),
    };
    show.say(&error.to_string());
    let sent = count_orders(server)? - before;
    show.say(&format!(
        "kind {:?}; the portal counts {sent} order: it was not sent again",
        error.kind()
    ));
    if error.kind() != ErrorKind::OutcomeUnknown || sent != 1 {
        return Err("an order must never be sent twice".into());
    }
    Ok(())
}

fn inject(server: &Server, rule: FaultRule) -> Step {
    let portal = server.portal();
    let mut portal = portal.lock().map_err(|_| "the sandbox is broken")?;
    portal.faults_mut().push(rule);
    Ok(())
}

fn count_orders(server: &Server) -> Result<usize, Box<dyn std::error::Error>> {
    Ok(server
        .portal()
        .lock()
        .map_err(|_| "the sandbox is broken")?
        .orders()
        .len())
}
