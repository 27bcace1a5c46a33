//! Waiting until a virtual machine has done what it was told.

use std::fmt;
use std::time::Duration;

use crate::core::{BoxFuture, MaybeSend};
use crate::types::{Vm, VmStatus};
use crate::vms::Vms;
use crate::{Error, Id, Problem};

/// After a reboot was accepted, a machine may still be seen running for a while before it goes down.
const GRACE: Duration = Duration::from_secs(20);
/// Seen this often in a row, a state that was not wanted will not go away by itself.
const SETTLED: u32 = 3;

/// What was seen last.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VmProgress {
    /// The machine's state.
    pub status: Option<VmStatus>,
    /// Time since the waiting began.
    pub elapsed: Duration,
}

/// Waits for a virtual machine; made by [`Vms::wait`] and run by `.await`.
///
/// ```no_run
/// # async fn example(client: viettel_idc::Client) -> Result<(), viettel_idc::Error> {
/// use std::time::Duration;
///
/// client.vms().reboot("292", "1201").await?;
/// let vm = client
///     .vms()
///     .wait("292", "1201")
///     .after_reboot()
///     .deadline(Duration::from_secs(300))
///     .on_progress(|seen| println!("{:?} after {:?}", seen.status, seen.elapsed))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is waited for until it is awaited"]
pub struct VmWaiter {
    vms: Vms,
    service: Id,
    vm: Id,
    goal: Goal,
    every: Duration,
    deadline: Duration,
    progress: Box<dyn Progress>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    Running,
    Rebooted,
    Stopped,
}

/// A trait object cannot be bound by `MaybeSend` itself.
trait Progress: MaybeSend {
    fn tell(&mut self, progress: VmProgress);
}

impl<F: FnMut(VmProgress) + MaybeSend> Progress for F {
    fn tell(&mut self, progress: VmProgress) {
        self(progress);
    }
}

impl Vms {
    /// Waits until a machine runs; see [`VmWaiter`] for what else can be waited for.
    pub fn wait(&self, service: impl Into<Id>, vm: impl Into<Id>) -> VmWaiter {
        VmWaiter {
            vms: self.clone(),
            service: service.into(),
            vm: vm.into(),
            goal: Goal::Running,
            every: Duration::from_secs(3),
            deadline: Duration::from_secs(600),
            progress: Box::new(|_| {}),
        }
    }
}

impl VmWaiter {
    /// Waits until the machine runs. This is what it does when nothing else is said.
    pub fn until_running(mut self) -> Self {
        self.goal = Goal::Running;
        self
    }

    /// Waits until the machine runs again: one that was only not yet down does not count.
    pub fn after_reboot(mut self) -> Self {
        self.goal = Goal::Rebooted;
        self
    }

    /// Waits until the machine is switched off.
    pub fn until_stopped(mut self) -> Self {
        self.goal = Goal::Stopped;
        self
    }

    /// Looks about this often, 3 s when left out; a random part keeps many waiters apart.
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = interval;
        self
    }

    /// Gives up after this time, 600 s when left out.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Is told what is seen, every time.
    pub fn on_progress(mut self, tell: impl FnMut(VmProgress) + MaybeSend + 'static) -> Self {
        self.progress = Box::new(tell);
        self
    }

    async fn run(mut self) -> Result<Vm, Error> {
        let timer = self.vms.client.timer().clone();
        let started = timer.monotonic();
        let mut watch = Watch::new(self.goal);
        loop {
            let elapsed = timer.monotonic().saturating_sub(started);
            let left = self.deadline.saturating_sub(elapsed);
            if left.is_zero() {
                return Err(Error::timeout(format!(
                    "the machine is {} after {} s; it was waited for until {:?}",
                    watch
                        .last
                        .as_ref()
                        .map_or("in no known state", VmStatus::as_str),
                    elapsed.as_secs(),
                    self.goal,
                )));
            }
            let client = self.vms.client.with_deadline(left);
            match client.vms().get(&self.service, &self.vm).await {
                Ok(reply) => {
                    let vm = reply.into_inner();
                    let elapsed = timer.monotonic().saturating_sub(started);
                    self.progress.tell(VmProgress {
                        status: vm.status.clone(),
                        elapsed,
                    });
                    match watch.see(&vm, elapsed) {
                        Verdict::Done => return Ok(vm),
                        Verdict::Failed => return Err(self.failed(&vm)),
                        Verdict::Wait => {}
                    }
                }
                // The call has been repeated already; waiting goes on as long as there is time.
                Err(error) if error.is_safe_to_repeat() => {}
                Err(error) => return Err(error),
            }
            let pause = self
                .every
                .min(self.deadline)
                .mul_f64(0.8 + 0.4 * fastrand::f64());
            timer
                .sleep(
                    pause.min(
                        self.deadline
                            .saturating_sub(timer.monotonic().saturating_sub(started)),
                    ),
                )
                .await;
        }
    }

    fn failed(&self, vm: &Vm) -> Error {
        let status = vm.status.as_ref().map_or("gone", VmStatus::as_str);
        let text = format!(
            "the machine is {status} and will not be what it was waited for ({:?})",
            self.goal
        );
        Error::portal(vec![Problem::from_text(&text)])
    }
}

impl IntoFuture for VmWaiter {
    type Output = Result<Vm, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for VmWaiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VmWaiter")
            .field("service", &self.service)
            .field("vm", &self.vm)
            .field("goal", &self.goal)
            .finish_non_exhaustive()
    }
}

enum Verdict {
    Done,
    Failed,
    Wait,
}

/// What has been seen of a machine so far.
struct Watch {
    goal: Goal,
    last: Option<VmStatus>,
    was_away: bool,
    moved: bool,
    settled: u32,
}

impl Watch {
    fn new(goal: Goal) -> Self {
        Self {
            goal,
            last: None,
            was_away: false,
            moved: false,
            settled: 0,
        }
    }

    fn see(&mut self, vm: &Vm, elapsed: Duration) -> Verdict {
        let Some(status) = vm.status.clone() else {
            return Verdict::Wait;
        };
        self.moved |= self.last.as_ref().is_some_and(|last| *last != status);
        self.last = Some(status.clone());
        let (is_up, is_down) = (
            matches!(status, VmStatus::Running | VmStatus::Online),
            matches!(status, VmStatus::Stopped),
        );
        self.was_away |= !is_up;
        if matches!(&status, VmStatus::Unknown(text) if says_failure(text)) {
            return Verdict::Failed;
        }
        let is_done = match self.goal {
            Goal::Running => is_up,
            Goal::Stopped => is_down,
            Goal::Rebooted => is_up && (self.was_away || self.is_fresh(vm, elapsed)),
        };
        if is_done {
            return Verdict::Done;
        }
        // It moved, and came to rest where it should not.
        let is_wrong_rest = self.moved
            && (if self.goal == Goal::Stopped {
                is_up
            } else {
                is_down
            });
        self.settled = if is_wrong_rest { self.settled + 1 } else { 0 };
        if self.settled >= SETTLED {
            Verdict::Failed
        } else {
            Verdict::Wait
        }
    }

    /// Whether it was started after the waiting began; one that does not tell gets some time.
    fn is_fresh(&self, vm: &Vm, elapsed: Duration) -> bool {
        match vm.uptime.and_then(|seconds| u64::try_from(seconds).ok()) {
            Some(uptime) => uptime <= elapsed.as_secs(),
            None => elapsed >= GRACE,
        }
    }
}

fn says_failure(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["error", "fail", "crash"]
        .iter()
        .any(|word| text.contains(word))
}
