//! Waiting until something has become what it should be.

mod moments;
mod run;
mod table;
mod watch;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::core::{Arguments, BoxFuture, MaybeSend};
use crate::{Client, Error};
pub(crate) use moments::{Moments, Noting};
pub(crate) use table::{Goal, Wait};

/// Looks are at least this far apart.
const SHORTEST: Duration = Duration::from_millis(100);

/// What was seen last.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WaitProgress {
    /// The status, as the portal wrote it.
    pub status: Option<String>,
    /// Time since the waiting began.
    pub elapsed: Duration,
}

/// Waits until a thing has become what it should be: a machine runs, a service is active, a ticket is
/// answered, a certificate is issued, an invoice is paid. It is made by methods such as
/// [`crate::vms::Vms::wait`] and run by `.await`.
///
/// ```no_run
/// # async fn example(client: viettel_idc::Client) -> Result<(), viettel_idc::Error> {
/// use std::time::Duration;
///
/// client.vms().reboot("292", "1201").await?;
/// let vm = client
///     .vms()
///     .wait("292", "1201")
///     .until_rebooted()
///     .deadline(Duration::from_secs(300))
///     .on_progress(|seen| println!("{:?} after {:?}", seen.status, seen.elapsed))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// The portal's words are compared without regard to case, spaces and signs; a word that is not
/// known is neither success nor failure, and stands in the progress and in the error at the deadline.
/// A state from which the goal cannot be reached ends the waiting with
/// [`crate::ErrorKind::Portal`], at once where it is final, else when it has lasted for 30 s (120 s
/// for a reboot). "Not found" is waited through for 30 s: what was just made may not be listed yet.
/// Calls that fail for a passing reason are made again until the deadline, and not before the time
/// the portal asks for.
///
/// A reboot is over when the machine was seen away and runs again, or when its uptime says that it
/// was started since the reboot was asked for. The client remembers when it asked itself; for a
/// reboot asked for elsewhere, a start in the five minutes before the waiting counts once the machine
/// has been seen running for 20 s, and so does one whose uptime the portal does not tell. A machine
/// that just runs on for a minute ends the waiting with an error that says so.
#[must_use = "nothing is waited for until it is awaited"]
pub struct Waiter<T> {
    client: Client,
    wait: &'static Wait,
    goal: &'static Goal,
    arguments: Arguments,
    every: Duration,
    deadline: Duration,
    progress: Box<dyn Progress>,
    result: PhantomData<fn() -> T>,
}

/// A trait object cannot be bound by `MaybeSend` itself.
trait Progress: MaybeSend {
    fn tell(&mut self, progress: WaitProgress);
}

impl<F: FnMut(WaitProgress) + MaybeSend> Progress for F {
    fn tell(&mut self, progress: WaitProgress) {
        self(progress);
    }
}

impl<T> Waiter<T> {
    pub(crate) fn new(
        client: Client,
        wait: &'static Wait,
        goal: &'static Goal,
        arguments: Arguments,
    ) -> Self {
        Self {
            client,
            wait,
            goal,
            arguments,
            every: Duration::from_secs(3),
            deadline: Duration::from_secs(600),
            progress: Box::new(|_| {}),
            result: PhantomData,
        }
    }

    pub(crate) fn goal(mut self, goal: &'static Goal) -> Self {
        self.goal = goal;
        self
    }

    /// Looks about this often, 3 s when left out and every 0.1 s at most; a random part keeps many
    /// waiters apart.
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = interval.max(SHORTEST);
        self
    }

    /// Gives up after this time, 600 s when left out.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Is told what is seen, every time.
    pub fn on_progress(mut self, tell: impl FnMut(WaitProgress) + MaybeSend + 'static) -> Self {
        self.progress = Box::new(tell);
        self
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for Waiter<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let value = self.run().await?;
            serde_json::from_value(value).map_err(|error| Error::decode("$", error.to_string()))
        })
    }
}

impl<T> fmt::Debug for Waiter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("operation", &self.wait.operation)
            .field("arguments", &self.arguments)
            .field("goal", &self.goal.name)
            .finish_non_exhaustive()
    }
}
