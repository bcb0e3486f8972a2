//! `exec --refresh`: keeps a fresh token in a file while a command runs.

use std::{future::Future, pin::Pin, process::Command, time::Duration};

use chrono::{DateTime, Utc};
use tokio::time::{Instant, sleep_until};

use super::{TokenSource, set_variable};
use crate::{
    cli::ExecArgs,
    commands::shared::{
        child::{cannot_run, code_of},
        child_signals::Signals,
    },
    context::Context,
    courier::IssuedToken,
    env_vars,
    error::Error,
    exit::Exit,
    private_file::PrivateFolder,
    runtime,
    time::humanize,
    token::Jwt,
};

/// The share of a token's lifetime after which it is replaced. The rest is for retries.
const REFRESH_AT: f64 = 0.6;

/// The backoff after the first failure. It doubles with each further one.
const FIRST_BACKOFF: Duration = Duration::from_millis(500);

/// The maximum backoff.
const MAX_BACKOFF: Duration = Duration::from_secs(30);

/// The maximum backoff as a share of a token's lifetime.
const MAX_BACKOFF_SHARE: f64 = 0.1;

/// The timeout of one renewal, as a share of a token's lifetime.
const TIMEOUT_SHARE: f64 = 0.15;

/// The minimum timeout of one renewal.
const MIN_TIMEOUT: Duration = Duration::from_secs(1);

/// The interval of checks of the wall clock. The monotonic clock stops while the machine sleeps.
const WALL_CLOCK_CHECK: Duration = Duration::from_secs(30);

/// A renewal in progress.
type Renewal<'s> = Pin<Box<dyn Future<Output = Result<IssuedToken, Error>> + 's>>;

/// Runs the command to its end with `COURIER_JWT_FILE` in its environment.
///
/// # Errors
/// Returns an error if the file cannot be created or the command cannot be started.
pub(super) fn run(
    token_source: &TokenSource,
    mut command: Command,
    args: &ExecArgs,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let exec_error = |error: Error| Error::Exec(Box::new(error));
    let runtime = runtime::new().map_err(|error| exec_error(Error::Runtime(error)))?;
    let code = runtime.block_on(async {
        // From here on no signal ends this process before the token file is removed.
        let mut signals = Signals::new().map_err(|error| exec_error(Error::Runtime(error)))?;
        // The directory, with the token in it, is removed when it is dropped.
        let folder = PrivateFolder::create("token");
        let folder = folder.map_err(|source| exec_error(Error::TempDir(source)))?;
        let write_token = |jwt: &Jwt| folder.write(jwt.expose().as_bytes());
        write_token(&token_source.issued.jwt).map_err(|error| exec_error(error.into()))?;
        set_variable(
            &mut command,
            env_vars::JWT_FILE,
            Some(folder.file().as_os_str()),
            &args.names,
        );
        let failed = |source| cannot_run(&args.command, source);
        let mut child = tokio::process::Command::from(command)
            .spawn()
            .map_err(failed)?;
        if let Some(error) = child.id().and_then(|id| folder.set_reader(id).err()) {
            context.output.warn(&error.to_string());
        }
        let mut clock = RefreshClock::new(&token_source.issued, (context.now)());
        let mut renewal: Option<Renewal<'_>> = None;
        loop {
            tokio::select! {
                status = child.wait() => {
                    return status.map(code_of).map_err(failed);
                }
                signal = signals.next() => signal.send_to(child.id()),
                () = sleep_until(clock.next_check()), if renewal.is_none() => {
                    if clock.is_due((context.now)()) {
                        renewal = Some(Box::pin(renew(token_source, clock.timeout())));
                    }
                }
                issued = finished(&mut renewal), if renewal.is_some() => {
                    renewal = None;
                    let refreshed = issued.and_then(|issued| {
                        if context.env.is_github_actions() {
                            context.output.mask_in_github_log(issued.jwt.expose());
                        }
                        write_token(&issued.jwt)?;
                        Ok(issued)
                    });
                    match refreshed {
                        Ok(issued) => clock = RefreshClock::new(&issued, (context.now)()),
                        Err(error) => {
                            let text = clock.schedule_retry(&error, (context.now)());
                            context.output.error(&text);
                        }
                    }
                }
            }
        }
    });
    code.map(Exit::Child)
}

/// Issues a token within the timeout.
async fn renew(token_source: &TokenSource, timeout: Duration) -> Result<IssuedToken, Error> {
    match tokio::time::timeout(timeout, token_source.issue()).await {
        Ok(issued) => Ok(issued?),
        Err(_) => Err(Error::RenewalTimeout(timeout)),
    }
}

/// Waits for the renewal in progress, forever if there is none.
async fn finished(renewal: &mut Option<Renewal<'_>>) -> Result<IssuedToken, Error> {
    match renewal {
        Some(renewal) => renewal.await,
        None => std::future::pending().await,
    }
}

/// The time at which a token is replaced. Its lifetime is measured by the server's clock, its age by
/// the monotonic clock and the wall clock of this machine, whichever is ahead.
struct RefreshClock {
    lifetime: Duration,
    due: Instant,
    due_by_wall_clock: DateTime<Utc>,
    expiry: DateTime<Utc>,
    failures: u32,
}

impl RefreshClock {
    /// Starts with a token that was just issued.
    fn new(issued: &IssuedToken, now: DateTime<Utc>) -> Self {
        let lifetime = issued.lifetime();
        let mut clock = Self {
            lifetime,
            due: Instant::now(),
            due_by_wall_clock: now,
            expiry: now + lifetime,
            failures: 0,
        };
        clock.schedule(lifetime.mul_f64(REFRESH_AT).max(FIRST_BACKOFF), now);
        clock
    }

    fn schedule(&mut self, wait: Duration, now: DateTime<Utc>) {
        self.due = Instant::now() + wait;
        self.due_by_wall_clock = now + wait;
    }

    fn next_check(&self) -> Instant {
        self.due.min(Instant::now() + WALL_CLOCK_CHECK)
    }

    fn is_due(&self, now: DateTime<Utc>) -> bool {
        Instant::now() >= self.due || now >= self.due_by_wall_clock
    }

    /// Returns the timeout of a renewal.
    fn timeout(&self) -> Duration {
        self.lifetime.mul_f64(TIMEOUT_SHARE).max(MIN_TIMEOUT)
    }

    /// Schedules a retry before the token expires, and returns the error message.
    fn schedule_retry(&mut self, error: &Error, now: DateTime<Utc>) -> String {
        let doubled = FIRST_BACKOFF.saturating_mul(2_u32.saturating_pow(self.failures));
        let longest = self
            .lifetime
            .mul_f64(MAX_BACKOFF_SHARE)
            .clamp(FIRST_BACKOFF, MAX_BACKOFF);
        self.failures = self.failures.saturating_add(1);
        self.schedule(doubled.min(longest), now);
        let state = match (self.expiry - now).to_std() {
            Ok(left) if !left.is_zero() => {
                format!(
                    "the current token expires in {}",
                    humanize(left.as_secs_f64())
                )
            }
            _ => "the current token has expired".to_owned(),
        };
        format!("cannot refresh the token, retrying: {error}; {state}")
    }
}
