//! Calls by the operation's name: what the packages of other languages are made of.

use serde_json::Value;
use viettel_idc_pagination::{PageRequest, Pager};

use crate::core::{Arguments, Operation, Untyped};
use crate::generated::WAITS;
use crate::{Client, Download, Error, Reply, Waiter};

impl Client {
    /// Calls an operation by its id; the answer is canonical JSON, wrapper included.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), viettel_idc::Error> {
    /// use viettel_idc::core::Arguments;
    ///
    /// let client = viettel_idc::Client::sandbox()?;
    /// let mut arguments = Arguments::default();
    /// arguments.path.insert("id".into(), "308976".into());
    /// let answer = client.call("billing_invoice", &arguments).await?;
    /// assert_eq!(answer["invoice"]["currency"], "VND");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As the method of the operation; [`crate::ErrorKind::InvalidRequest`] when there is no such
    /// operation.
    pub async fn call(
        &self,
        operation_id: &str,
        arguments: &Arguments,
    ) -> Result<Reply<Untyped>, Error> {
        self.core().call(find(operation_id)?, arguments).await
    }

    /// Calls an operation that answers with a file, by its id.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn download(
        &self,
        operation_id: &str,
        arguments: &Arguments,
    ) -> Result<Download, Error> {
        let operation = find(operation_id)?;
        if !operation.is_file() {
            return Err(
                Error::invalid_request("this operation does not answer with a file")
                    .with_operation(operation),
            );
        }
        let reply = self.core().call_file(operation, arguments).await?;
        Ok(Download::new(self, reply))
    }

    /// Walks a paged list by the id of its operation; the items are canonical JSON.
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidRequest`] when there is no such operation, or it does not page.
    pub fn pages(&self, operation_id: &str, arguments: Arguments) -> Result<Pager<Value>, Error> {
        let operation = find(operation_id)?;
        let paging = operation.paging.ok_or_else(|| {
            Error::invalid_request("this operation does not page").with_operation(operation)
        })?;
        let client = self.clone();
        Ok(Pager::new(
            move |request: PageRequest| {
                let (client, mut arguments) = (client.clone(), arguments.clone());
                arguments
                    .query
                    .insert(paging.page.to_owned(), request.page.into());
                arguments
                    .query
                    .insert(paging.per_page.to_owned(), request.per_page.into());
                Box::pin(async move {
                    let reply = client.core().call(operation, &arguments).await?;
                    Ok(crate::paging::page(reply, |answer| {
                        let mut answer = answer.into_value();
                        let items = match answer[paging.items].take() {
                            Value::Array(items) => items,
                            _ => Vec::new(),
                        };
                        (items, serde_json::from_value(answer["page"].take()).ok())
                    }))
                })
            },
            |item| item["id"].as_str().map(str::to_owned),
        ))
    }

    /// Waits by the id of the operation that reads a thing until it is as named by `until`, or by the
    /// first of its goals; it gives the thing as canonical JSON.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), viettel_idc::Error> {
    /// use viettel_idc::core::Arguments;
    ///
    /// let client = viettel_idc::Client::sandbox()?;
    /// let mut arguments = Arguments::default();
    /// arguments.path.insert("id".into(), "308976".into());
    /// let invoice = client.wait("billing_invoice", arguments, Some("paid"))?.await?;
    /// assert_eq!(invoice["status"], "Paid");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidRequest`] when nothing can be waited for by this operation, or not
    /// this.
    pub fn wait(
        &self,
        operation_id: &str,
        arguments: Arguments,
        until: Option<&str>,
    ) -> Result<Waiter<Value>, Error> {
        let operation = find(operation_id)?;
        let refuse = |text: String| Error::invalid_request(text).with_operation(operation);
        let wait = WAITS
            .iter()
            .find(|wait| wait.operation == operation_id)
            .ok_or_else(|| refuse("nothing can be waited for by this operation".to_owned()))?;
        let mut goals = wait.goals.iter();
        let goal = match until {
            None => goals.next(),
            Some(until) => goals.find(|goal| goal.name == until),
        };
        let goal = goal.ok_or_else(|| {
            let names: Vec<_> = wait.goals.iter().map(|goal| goal.name).collect();
            refuse(format!(
                "until is one of {}, not {:?}",
                names.join(", "),
                until.unwrap_or_default()
            ))
        })?;
        Ok(Waiter::new(self.clone(), wait, goal, arguments))
    }
}

pub(crate) fn find(operation_id: &str) -> Result<&'static Operation, Error> {
    Operation::find(operation_id)
        .ok_or_else(|| Error::invalid_request(format!("there is no operation {operation_id:?}")))
}
