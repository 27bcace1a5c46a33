//! Calls by the operation's name: what the packages of other languages are made of.

use serde_json::Value;
use viettel_idc_pagination::{PageRequest, Pager};

use crate::core::{Arguments, Operation, Untyped};
use crate::{Client, Download, Error, Reply};

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
        self.core()
            .call_file(operation, arguments)
            .await
            .map(Download::new)
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
}

fn find(operation_id: &str) -> Result<&'static Operation, Error> {
    Operation::find(operation_id)
        .ok_or_else(|| Error::invalid_request(format!("there is no operation {operation_id:?}")))
}
