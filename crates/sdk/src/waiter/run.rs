//! Looking until it is over.

use std::time::Duration;

use serde_json::Value;

use super::watch::{Verdict, Watch};
use super::{WaitProgress, Waiter};
use crate::core::Operation;
use crate::core::rt::encode_path;
use crate::dynamic::find;
use crate::{Error, ErrorKind, Problem};

/// What was just made may not be found for this long.
const UNLISTED: Duration = Duration::from_secs(30);
/// Looks are at most this far apart.
const LONGEST: Duration = Duration::from_secs(86_400);

impl<T> Waiter<T> {
    pub(super) async fn run(mut self) -> Result<Value, Error> {
        let operation = find(self.wait.operation)?;
        let place = self.place(operation);
        let (client, timer) = (self.client.clone(), self.client.timer().clone());
        let began = timer.monotonic();
        let mut watch = Watch::new(self.goal, began, client.moments().of(&place, began));
        let mut seen: Option<(Value, Option<String>)> = None;
        let mut trouble: Option<Error> = None;
        let mut missing_since = None;
        loop {
            let elapsed = timer.monotonic().saturating_sub(began);
            let left = self.deadline.saturating_sub(elapsed);
            if left.is_zero() {
                return match (seen, trouble) {
                    (Some((value, _)), _) if watch.is_likely() => Ok(value),
                    (_, Some(error)) if error.kind() == ErrorKind::NotFound => Err(error),
                    (seen, trouble) => {
                        Err(self.late(seen.and_then(|seen| seen.1), elapsed, trouble))
                    }
                };
            }
            let look = client.with_deadline(left);
            let outcome = look.core().call(operation, &self.arguments).await;
            let now = timer.monotonic();
            let elapsed = now.saturating_sub(began);
            let mut asked = Duration::ZERO;
            match outcome {
                Ok(reply) => {
                    (trouble, missing_since) = (None, None);
                    let value = self.result(reply.into_inner().into_value());
                    let status = self.text(&value, self.wait.status);
                    let uptime = self.goal.uptime.and_then(|key| value[key].as_u64());
                    self.progress.tell(WaitProgress {
                        status: status.clone(),
                        elapsed,
                    });
                    match watch.see(status.as_deref().unwrap_or_default(), uptime, now) {
                        Verdict::Done => {
                            client.moments().forget(&place);
                            return Ok(value);
                        }
                        Verdict::Failed => return Err(self.lost(status.as_deref())),
                        Verdict::Unseen => return Err(self.unseen(uptime, elapsed)),
                        Verdict::Wait => {}
                    }
                    seen = Some((value, status));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    let since = *missing_since.get_or_insert(now);
                    if now.saturating_sub(since) >= UNLISTED {
                        return Err(error);
                    }
                    trouble = Some(error);
                }
                // The call has been repeated already; waiting goes on as long as there is time.
                Err(error) if error.is_safe_to_repeat() => {
                    asked = error.retry_after().unwrap_or_default();
                    // That time ran out says less than what came before.
                    if trouble.is_none() || error.kind() != ErrorKind::Timeout {
                        trouble = Some(error);
                    }
                }
                Err(error) => return Err(error),
            }
            let left = self.deadline.saturating_sub(elapsed);
            if asked > left {
                let status = seen.and_then(|seen| seen.1);
                return Err(self
                    .late(status, elapsed, trouble)
                    .with_retry_after(Some(asked)));
            }
            let pause = self
                .every
                .min(left)
                .min(LONGEST)
                .mul_f64(0.8 + 0.4 * fastrand::f64())
                .max(asked);
            timer.sleep(pause.min(left)).await;
        }
    }

    /// The path of the thing.
    fn place(&self, operation: &Operation) -> String {
        let mut place = operation.path.to_owned();
        for (name, value) in &self.arguments.path {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            place = place.replace(&format!("{{{name}}}"), &encode_path(&text));
        }
        place
    }

    fn result(&self, mut answer: Value) -> Value {
        match self.wait.result {
            Some(part) => answer[part].take(),
            None => answer,
        }
    }

    fn text(&self, value: &Value, path: &str) -> Option<String> {
        let part = path.split('.').fold(value, |value, name| &value[name]);
        part.as_str().map(str::to_owned)
    }

    fn late(&self, status: Option<String>, elapsed: Duration, trouble: Option<Error>) -> Error {
        let (thing, goal) = (self.wait.thing, self.goal.name);
        let status = status.unwrap_or_else(|| "in no state that was seen".to_owned());
        let seconds = elapsed.as_secs();
        let mut text =
            format!("the {thing} is {status} after {seconds} s; it was waited for until {goal}");
        if let Some(trouble) = trouble {
            text.push_str(&format!("; the last look failed: {trouble}"));
        }
        Error::timeout(text)
    }

    fn lost(&self, status: Option<&str>) -> Error {
        let (thing, goal) = (self.wait.thing, self.goal.name);
        let status = status.unwrap_or("gone");
        let text = format!(
            "the {thing} is {status} and will not be {goal}, which it was waited for; \
             look at it in the portal, then ask for it again"
        );
        Error::portal(vec![Problem::from_text(&text)])
    }

    fn unseen(&self, uptime: Option<u64>, elapsed: Duration) -> Error {
        let (thing, uptime) = (self.wait.thing, uptime.unwrap_or_default());
        Error::timeout(format!(
            "the {thing} was running all of {} s and its uptime counts on ({uptime} s): neither that \
             it went away nor a new start was seen; either the reboot was not carried out, or it \
             kept the {thing}'s process: look inside it",
            elapsed.as_secs()
        ))
    }
}
