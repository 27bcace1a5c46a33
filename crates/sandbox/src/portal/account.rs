//! Balance, invoices and estimates.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Made, Portal, lists, pdf};
use crate::answer::file;
use crate::router::{Call, text};

const CREDIT: &str = "300000.00";

impl Portal {
    pub(super) fn account(&mut self, call: &Call) -> Option<Made> {
        let is_unpaid = |invoice: &&Value| invoice["status"] == "Unpaid";
        Some(match call.operation.id {
            "billing_balance" => {
                let owed: Decimal = self.invoices.iter().filter(is_unpaid).map(total).sum();
                let details = json!({ "currency": "VND", "acc_balance": owed.to_string(), "acc_credit": CREDIT });
                Made::Json(json!({ "success": true, "details": details }))
            }
            "billing_all_invoices" => Made::Json(json!({ "invoices": public(&self.invoices) })),
            "billing_invoices" => {
                let wanted = |invoice: &&Value| {
                    let fits = |filter: &str, field: &str| {
                        call.query(filter)
                            .is_none_or(|wanted| text(&invoice[field]).eq_ignore_ascii_case(wanted))
                    };
                    fits("filter[status]", "status") && fits("filter[service]", "_service")
                };
                let rows: Vec<Value> = self.invoices.iter().filter(wanted).cloned().collect();
                Made::Json(lists::page(call, "invoices", &public(&rows)))
            }
            "billing_due_invoices" => {
                let rows: Vec<Value> = self.invoices.iter().filter(is_unpaid).cloned().collect();
                Made::Json(lists::page(call, "invoices", &public(&rows)))
            }
            "billing_estimates" => Made::Json(lists::page(call, "estimates", &self.estimates)),
            "billing_invoice" => match self.invoice(call.path("id")) {
                Some(invoice) => Made::Json(json!({ "invoice": details(invoice) })),
                None => Made::refusal("not_found"),
            },
            "billing_invoice_pdf" => match self.invoice(call.path("id")) {
                Some(invoice) => {
                    let id = text(&invoice["id"]);
                    let lines = [
                        format!("Invoice {}", text(&invoice["number"])),
                        format!(
                            "Date {}   Due {}",
                            text(&invoice["date"]),
                            text(&invoice["duedate"])
                        ),
                        format!(
                            "Total {} VND   {}",
                            text(&invoice["total"]),
                            text(&invoice["status"])
                        ),
                        "Made by a simulated portal.".to_owned(),
                    ];
                    Made::Whole(file(
                        pdf::of(&lines),
                        "application/pdf",
                        &format!("invoice-{id}.pdf"),
                    ))
                }
                None => Made::refusal("not_found"),
            },
            _ => return None,
        })
    }

    fn invoice(&self, id: &str) -> Option<&Value> {
        self.invoices.iter().find(|invoice| invoice["id"] == id)
    }
}

fn total(invoice: &Value) -> Decimal {
    text(&invoice["total"]).parse().unwrap_or_default()
}

/// Rows without what only the sandbox knows.
fn public(rows: &[Value]) -> Vec<Value> {
    let strip = |row: &Value| {
        let mut row = row.clone();
        if let Some(map) = row.as_object_mut() {
            map.remove("_service");
        }
        row
    };
    rows.iter().map(strip).collect()
}

fn details(invoice: &Value) -> Value {
    let [row] = public(std::slice::from_ref(invoice))
        .try_into()
        .unwrap_or([Value::Null]);
    let total = total(invoice);
    let net = (total / Decimal::new(11, 1)).round_dp(2);
    let mut row = row;
    row["subtotal"] = net.to_string().into();
    row["tax"] = (total - net).to_string().into();
    row["taxrate"] = "10".into();
    row["credit"] = "0".into();
    row["taxexempt"] = false.into();
    row["items"] = json!([{
        "id": format!("{}1", text(&invoice["id"])),
        "invoice_id": invoice["id"],
        "type": "Hosting",
        "item_id": invoice["_service"],
        "description": "One billing cycle",
        "amount": net.to_string(),
        "taxed": true,
        "qty": "1.00",
        "linetotal": net.to_string(),
    }]);
    row["client"] = json!({
        "id": "26",
        "email": "linh.tran@example.com",
        "firstname": "Linh",
        "lastname": "Tran",
        "country": "VN",
    });
    row
}
