//! Support tickets.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Made, Portal, clock};
use crate::router::Call;

const DEPARTMENTS: &[(&str, &str)] = &[("1", "Billing"), ("2", "Technical support")];

/// A ticket.
#[derive(Debug)]
pub(super) struct Ticket {
    number: u64,
    department: &'static str,
    subject: String,
    body: String,
    date: String,
    status: &'static str,
    replies: Vec<Reply>,
}

#[derive(Debug)]
struct Reply {
    id: u64,
    name: &'static str,
    kind: &'static str,
    date: String,
    body: String,
}

impl Ticket {
    pub(super) fn seed() -> Self {
        Self {
            number: 736_633,
            department: "Billing",
            subject: "Question about an invoice".to_owned(),
            body: "Which service is this invoice for?".to_owned(),
            date: "2026-10-30 12:48:13".to_owned(),
            status: "Answered",
            replies: vec![Reply {
                id: 929,
                name: "Support Staff",
                kind: "Admin",
                date: "2026-10-30 12:51:04".to_owned(),
                body: "It is for examplename.com.".to_owned(),
            }],
        }
    }

    fn row(&self) -> Value {
        json!({
            "ticket_number": self.number.to_string(),
            "date": self.date,
            "deptname": self.department,
            "subject": self.subject,
            "status": self.status,
            "lastreply": self.replies.last().map_or(&self.date, |reply| &reply.date),
            "client_read": true,
        })
    }

    fn details(&self) -> Value {
        let reply = |reply: &Reply| {
            json!({
                "id": reply.id.to_string(),
                "name": reply.name,
                "date": reply.date,
                "body": reply.body,
                "status": "Sent",
                "type": reply.kind,
            })
        };
        let mut ticket = self.row();
        ticket["name"] = "Linh Tran".into();
        ticket["email"] = "linh.tran@example.com".into();
        ticket["body"] = self.body.clone().into();
        if let Some(ticket) = ticket.as_object_mut() {
            ticket.remove("lastreply");
        }
        json!({ "ticket": ticket, "replies": self.replies.iter().map(reply).collect::<Value>(), "attachments": {} })
    }
}

impl Portal {
    pub(super) fn ticket(&mut self, call: &Call, now: Duration) -> Option<Made> {
        Some(match call.operation.verb {
            "list" => Made::Json(
                json!({ "tickets": self.tickets.iter().map(Ticket::row).collect::<Value>() }),
            ),
            "departments" => {
                let row = |(id, name): &(&str, &str)| json!({ "id": id, "name": name });
                Made::Json(json!({ "departments": DEPARTMENTS.iter().map(row).collect::<Value>() }))
            }
            "create" => self.open_ticket(call, now),
            "get" | "reply" | "close" | "open" | "reopen" => {
                let number = call.path("number");
                let Some(ticket) = self
                    .tickets
                    .iter_mut()
                    .find(|ticket| ticket.number.to_string() == number)
                else {
                    return Some(Made::refusal("not_found"));
                };
                match call.operation.verb {
                    "get" => Made::Json(ticket.details()),
                    "reply" => reply(ticket, call, now),
                    verb => {
                        ticket.status = if verb == "close" { "Closed" } else { "Open" };
                        Made::Json(json!({ "status": true }))
                    }
                }
            }
            _ => return None,
        })
    }

    fn open_ticket(&mut self, call: &Call, now: Duration) -> Made {
        let department = DEPARTMENTS
            .iter()
            .find(|(id, _)| *id == call.field("dept_id"));
        let missing = ["subject", "body"]
            .into_iter()
            .find(|field| call.field(field).trim().is_empty());
        let (Some((_, department)), None) = (department, missing) else {
            // Form validation answers in tuples.
            let field = missing.unwrap_or("dept_id");
            return Made::Json(
                json!({ "error": [[format!("Please fill in {field}"), [], field]] }),
            );
        };
        let number = self
            .tickets
            .iter()
            .map(|ticket| ticket.number)
            .max()
            .unwrap_or_default()
            + 1;
        self.tickets.push(Ticket {
            number,
            department,
            subject: call.field("subject"),
            body: call.field("body"),
            date: clock::time(now),
            status: "Open",
            replies: Vec::new(),
        });
        // A number, where every other route has text.
        Made::Whole(crate::answer::json_answer(&json!({ "ticket": number })))
    }
}

fn reply(ticket: &mut Ticket, call: &Call, now: Duration) -> Made {
    let body = call.field("body");
    if body.trim().is_empty() {
        return Made::Json(json!({ "error": [["Please write something", [], "body"]] }));
    }
    let id = 930 + ticket.replies.len() as u64;
    ticket.replies.push(Reply {
        id,
        name: "Linh Tran",
        kind: "Client",
        date: clock::time(now),
        body,
    });
    ticket.status = "Open";
    Made::Json(json!({ "info": [["reply_added"]] }))
}
