//! The invented customer's belongings.

use std::time::Duration;

use serde_json::{Value, json};

use super::orders::Service;
use super::vms::Machine;

/// 120 invoices, newest first; every eighth is unpaid.
pub(super) fn invoices() -> Vec<Value> {
    (0..120_u32).map(invoice).collect()
}

fn invoice(age: u32) -> Value {
    let (year, month) = (2026 - (age + 1) / 12, 12 - (age + 1) % 12);
    let is_paid = !age.is_multiple_of(8);
    let mut invoice = json!({
        "id": (308_977 - age).to_string(),
        "date": format!("{year}-{month:02}-02"),
        "dateorig": format!("{year}-{month:02}-02"),
        "duedate": format!("{year}-{month:02}-09"),
        "paybefore": format!("{year}-{month:02}-09"),
        "total": format!("{}.00", 638_000 + u64::from(age * 37 % 50) * 11_000),
        "status": if is_paid { "Paid" } else { "Unpaid" },
        "number": format!("{year}/{month:02}/1"),
        "currency": "VND",
        "_service": if age.is_multiple_of(2) { "292" } else { "301" },
    });
    invoice["datepaid"] = if is_paid {
        format!("{year}-{month:02}-05 12:40:47").into()
    } else {
        "0000-00-00 00:00:00".into()
    };
    invoice
}

/// 30 estimates.
pub(super) fn estimates() -> Vec<Value> {
    let estimate = |n: u32| {
        json!({
            "id": (100 - n).to_string(),
            "hash": format!("{:08x}", 0x0a1b_2c3d_u32.wrapping_mul(n + 1)),
            "status": "Invoiced",
            "total": format!("{}.00", 638_000 + n * 11_000),
            "date_expires": "2026-12-31",
            "currency_id": "1",
        })
    };
    (0..30).map(estimate).collect()
}

/// A service of each kind.
pub(super) fn services() -> Vec<Service> {
    let service = |id: &str,
                   product: &str,
                   name: &str,
                   domain: &str,
                   total: &str,
                   category: (&str, &str, &str)| Service {
        id: id.to_owned(),
        product: product.to_owned(),
        name: name.to_owned(),
        domain: domain.to_owned(),
        total: total.to_owned(),
        category: (
            category.0.to_owned(),
            category.1.to_owned(),
            category.2.to_owned(),
        ),
        created: "2025-10-30".to_owned(),
        active_from: Duration::ZERO,
    };
    vec![
        service(
            "292",
            "10",
            "Cloud VN #5",
            "cloud.example.com",
            "1250000.00",
            ("12", "Cloud VN", "cloud-vn"),
        ),
        service(
            "300",
            "25",
            "InstantSSL",
            "examplename.com",
            "650000.00",
            ("69", "SSL certificates", "sslcertificates"),
        ),
        service(
            "301",
            "333",
            "Starter Hosting",
            "examplename.com",
            "580000.00",
            ("4", "Hosting", "hosting"),
        ),
        service(
            "305",
            "41",
            "Colocation 1U",
            "rack.example.com",
            "3200000.00",
            ("20", "Colocation", "colocation"),
        ),
    ]
}

/// The two machines of the cloud service.
pub(super) fn machines() -> Vec<Machine> {
    vec![
        Machine::seed("1201", "web-1", "running", 4096, 60, 2, "192.0.2.21"),
        Machine::seed("1202", "db-1", "stopped", 8192, 120, 4, "192.0.2.22"),
    ]
}
