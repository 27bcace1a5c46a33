//! Quotes, orders, and the services they make.

use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{Made, Portal, clock, lists};
use crate::router::{Call, text};

/// Something that can be ordered.
struct Product {
    id: &'static str,
    name: &'static str,
    /// Id, name and short name.
    category: (&'static str, &'static str, &'static str),
    /// Price of a year in VND, without tax.
    price: i64,
}

const PRODUCTS: &[Product] = &[
    Product {
        id: "333",
        name: "Starter Hosting",
        category: ("4", "Hosting", "hosting"),
        price: 580_000,
    },
    Product {
        id: "334",
        name: "Business Hosting",
        category: ("4", "Hosting", "hosting"),
        price: 1_160_000,
    },
    Product {
        id: "10",
        name: "Cloud VN #5",
        category: ("12", "Cloud VN", "cloud-vn"),
        price: 15_000_000,
    },
    Product {
        id: "25",
        name: "InstantSSL",
        category: ("69", "SSL certificates", "sslcertificates"),
        price: 650_000,
    },
];

const PAY_METHODS: &[&str] = &["1", "10"];

/// An order the portal took.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Order {
    /// Its number.
    pub number: u64,
    /// The product.
    pub product: String,
    /// The service it made.
    pub service: String,
    /// The invoice it made.
    pub invoice: String,
    /// What is to be paid for it, in VND.
    pub total: Decimal,
}

/// A service of the customer.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) id: String,
    pub(super) product: String,
    pub(super) name: String,
    pub(super) domain: String,
    pub(super) total: String,
    pub(super) category: (String, String, String),
    pub(super) created: String,
    pub(super) active_from: Duration,
}

impl Service {
    fn status(&self, now: Duration) -> &'static str {
        if now >= self.active_from {
            "Active"
        } else {
            "Pending"
        }
    }

    fn row(&self, now: Duration) -> Value {
        json!({
            "id": self.id,
            "domain": self.domain,
            "total": self.total,
            "status": self.status(now),
            "billingcycle": "Monthly",
            "next_due": "2026-12-30",
            "category": self.category.1,
            "category_url": self.category.2,
            "name": self.name,
        })
    }

    fn details(&self, now: Duration) -> Value {
        json!({
            "id": self.id,
            "date_created": self.created,
            "domain": self.domain,
            "firstpayment": self.total,
            "total": self.total,
            "billingcycle": "Monthly",
            "next_due": "2026-12-30",
            "next_invoice": "2026-12-23",
            "expires": "2026-12-30",
            "status": self.status(now),
            "username": "examplen",
            "password": "example-password",
            "name": self.name,
        })
    }

    fn in_category(&self, now: Duration) -> Value {
        let mut row = self.row(now);
        row["product_id"] = self.product.clone().into();
        row["catname"] = self.category.1.clone().into();
        row["slug"] = self.category.2.clone().into();
        if let Some(row) = row.as_object_mut() {
            row.remove("category");
            row.remove("category_url");
        }
        row
    }
}

/// Something wanted: the product with its price for a cycle.
struct Line {
    product: &'static Product,
    domain: String,
    cycle: (&'static str, &'static str),
    price: Decimal,
}

impl Line {
    fn of(product: &str, item: &Map<String, Value>) -> Result<Self, (&'static str, &'static str)> {
        let product = PRODUCTS
            .iter()
            .find(|known| known.id == product)
            .ok_or(("product_id", "There is no such product"))?;
        let field = |name: &str| item.get(name).map(text).unwrap_or_default();
        let (cycle, name, months) = match field("cycle").as_str() {
            "" | "m" => ("m", "Monthly", 1),
            "q" => ("q", "Quarterly", 3),
            "s" => ("s", "Semi-Annually", 6),
            "a" => ("a", "Annually", 12),
            _ => return Err(("cycle", "This product is not sold for that time")),
        };
        let price =
            (Decimal::from(product.price) * Decimal::from(months) / Decimal::from(12)).round_dp(0);
        Ok(Self {
            product,
            domain: field("domain"),
            cycle: (cycle, name),
            price,
        })
    }

    fn total(&self) -> Decimal {
        self.price + self.tax()
    }

    fn tax(&self) -> Decimal {
        (self.price / Decimal::TEN).round_dp(0)
    }
}

fn amount(value: Decimal) -> String {
    format!("{value:.2}")
}

fn rejected((field, message): (&str, &str)) -> Made {
    Made::Json(
        json!({ "error": [[field, { "code": format!("invalid_{field}"), "message": message }]] }),
    )
}

impl Portal {
    pub(super) fn service(&mut self, call: &Call, now: Duration) -> Option<Made> {
        let rows = |row: fn(&Service, Duration) -> Value| {
            self.services.iter().map(move |service| row(service, now))
        };
        Some(match call.operation.verb {
            "list" => Made::Json(json!({ "services": rows(Service::row).collect::<Value>() })),
            "active" => {
                let active = rows(Service::row).filter(|row| row["status"] == "Active");
                Made::Json(json!({ "services": active.collect::<Value>() }))
            }
            "in_category" => {
                let category = call.path("cid");
                let status = call.query("filter[status]");
                let inside = self
                    .services
                    .iter()
                    .filter(|s| s.category.0 == category || s.category.2 == category);
                let rows: Vec<Value> = inside
                    .filter(|service| {
                        status.is_none_or(|status| service.status(now).eq_ignore_ascii_case(status))
                    })
                    .map(|service| service.in_category(now))
                    .collect();
                Made::Json(lists::page(call, "services", &rows))
            }
            "get" => match self
                .services
                .iter()
                .find(|service| service.id == call.path("id"))
            {
                Some(service) => Made::Json(json!({ "service": service.details(now) })),
                None => Made::refusal("not_found"),
            },
            _ => return None,
        })
    }

    pub(super) fn order(&mut self, call: &Call, now: Duration) -> Option<Made> {
        match call.operation.verb {
            "quote" => Some(quote(call)),
            "create" => {
                let line = match Line::of(call.path("product_id"), &call.body) {
                    Ok(line) => line,
                    Err(problem) => return Some(rejected(problem)),
                };
                Some(self.take(call, vec![line], now, false))
            }
            "create_many" => {
                let lines: Result<Vec<Line>, _> = items(call)
                    .map(|item| Line::of(&product(item), item))
                    .collect();
                Some(match lines {
                    Ok(lines) if lines.is_empty() => {
                        rejected(("items", "There is nothing to order"))
                    }
                    Ok(lines) => self.take(call, lines, now, true),
                    Err(problem) => rejected(problem),
                })
            }
            _ => None,
        }
    }

    fn take(&mut self, call: &Call, lines: Vec<Line>, now: Duration, is_list: bool) -> Made {
        if !PAY_METHODS.contains(&call.field("pay_method").as_str()) {
            return rejected(("pay_method", "There is no such way to pay"));
        }
        let total: Decimal = lines.iter().map(Line::total).sum();
        let number = 873_340_994 + self.orders.len() as u64;
        let invoice = self.next_invoice(total, now);
        let mut made = Vec::new();
        for line in &lines {
            let service = self.next_service(line, now);
            made.push(json!({ "type": "Hosting", "id": service, "name": line.domain, "product_id": line.product.id }));
            let (product, invoice) = (line.product.id.to_owned(), invoice.clone());
            self.orders.push(Order {
                number,
                product,
                service,
                invoice,
                total: line.total(),
            });
        }
        let mut answer = json!({ "invoice_id": invoice, "total": amount(total), "items": made });
        if is_list {
            answer["order_num_list"] = lines.iter().map(|_| number.to_string()).collect();
        } else {
            answer["order_num"] = number.to_string().into();
        }
        Made::Json(answer)
    }

    fn next_invoice(&mut self, total: Decimal, now: Duration) -> String {
        let id = 308_978 + self.invoices.len() - 120;
        let day = clock::day(now, 0);
        self.invoices.insert(
            0,
            json!({
                "id": id.to_string(),
                "date": day,
                "dateorig": day,
                "duedate": clock::day(now, 7),
                "paybefore": clock::day(now, 7),
                "total": amount(total),
                "datepaid": "0000-00-00 00:00:00",
                "status": "Unpaid",
                "number": format!("S/{id}"),
                "currency": "VND",
                "_service": format!("{}", 400 + self.services.len()),
            }),
        );
        id.to_string()
    }

    fn next_service(&mut self, line: &Line, now: Duration) -> String {
        let id = (400 + self.services.len()).to_string();
        let (category, slug) = (line.product.category.1, line.product.category.2);
        self.services.push(Service {
            id: id.clone(),
            product: line.product.id.to_owned(),
            name: line.product.name.to_owned(),
            domain: line.domain.clone(),
            total: amount(line.price),
            category: (
                line.product.category.0.to_owned(),
                category.to_owned(),
                slug.to_owned(),
            ),
            created: clock::day(now, 0),
            active_from: now + self.options.activation,
        });
        id
    }
}

fn items(call: &Call) -> impl Iterator<Item = &Map<String, Value>> {
    call.body
        .get("items")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
}

fn product(item: &Map<String, Value>) -> String {
    item.get("product_id").map(text).unwrap_or_default()
}

/// What it would cost. Items that cannot be ordered stay in the list with what is wrong.
fn quote(call: &Call) -> Made {
    let lines: Vec<_> = items(call)
        .map(|item| Line::of(&product(item), item))
        .collect();
    let good: Vec<&Line> = lines.iter().flatten().collect();
    let sum = |part: fn(&Line) -> Decimal| amount(good.iter().map(|line| part(line)).sum());
    let row = |(index, line): (usize, &Result<Line, (&str, &str)>)| match line {
        Ok(line) => json!({
            "product": {
                "id": line.product.id,
                "category_name": line.product.category.1,
                "category_id": line.product.category.0,
                "name": line.product.name,
                "domain": line.domain,
                "recurring": line.cycle.0,
                "price": amount(line.price),
                "recurring_price": amount(line.price),
                "setup": "0",
            },
            "domains": {}, "coupon": {}, "index": index, "valid": true, "info": [], "error": [],
        }),
        Err((field, message)) => json!({
            "domains": {}, "coupon": {}, "index": index, "valid": false, "info": [],
            "error": [{ "code": format!("invalid_{field}"), "message": message }],
        }),
    };
    let recurring = |line: &&Line| json!({ "title": line.cycle.1, "price": amount(line.price), "value": line.cycle.0 });
    Made::Json(json!({
        "summary": {
            "subtotal": sum(|line| line.price),
            "total": sum(Line::total),
            "credit": "0",
            "discount": "0",
            "cost": sum(|line| line.price),
            "recurring": good.iter().map(recurring).collect::<Value>(),
            "tax": [{ "name": "VAT", "tax": sum(Line::tax), "value": "10" }],
        },
        "items": lines.iter().enumerate().map(row).collect::<Value>(),
    }))
}
