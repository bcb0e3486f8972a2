//! `exec --refresh`: keeps a token fresh in a file while a command runs.

use std::{future::Future, path::Path, pin::Pin, process::Command, time::Duration};

use chrono::{DateTime, Utc};
use tempfile::TempDir;
use tokio::time::{Instant, sleep_until};

use super::TokenSource;
use crate::commands::shared::{
    child::{cannot_run, code_of},
    child_signals::Signals,
};
use crate::{
    context::Context, courier::IssuedToken, error::Error, exit::Exit, output::sanitize,
    private_file::PrivateFile, runtime, time::humanize, token::Jwt,
};

/// The share of its lifetime after which a token is replaced. The rest is time for retries.
const SHARE: f64 = 0.6;

/// The wait after the first failure. It doubles after each further failure.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The longest wait as a share of the lifetime.
const WAIT_SHARE: f64 = 0.1;

/// The time limit of one renewal as a share of the lifetime.
const PATIENCE: f64 = 0.15;

/// The lower bound of that time limit.
const LEAST_PATIENCE: Duration = Duration::from_secs(1);

/// The interval of wall-clock checks. The monotonic clock stops during system sleep.
const LOOK: Duration = Duration::from_secs(30);

/// A renewal in flight.
type Renewal<'s> = Pin<Box<dyn Future<Output = Result<IssuedToken, Error>> + 's>>;

/// Runs the command to its end with `COURIER_JWT_FILE` in its environment.
///
/// # Errors
/// Returns an error if the file cannot be written or the command cannot be started.
pub(super) fn run(
    token_source: &TokenSource,
    command: Command,
    name: &str,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let ours = |error: Error| Error::Exec(Box::new(error));
    let runtime = runtime::new().map_err(|error| ours(Error::Runtime(error)))?;
    let code = runtime.block_on(async {
        // From here on signals are forwarded, so that no signal ends the process before the token
        // file is removed.
        let mut signals = Signals::new().map_err(|error| ours(Error::Runtime(error)))?;
        // The directory and the token in it are removed when the command ends.
        let folder = folder().map_err(|source| ours(Error::TempDir(source)))?;
        let path = folder.path().join("token");
        write(&path, &token_source.issued.jwt).map_err(ours)?;
        let mut command = tokio::process::Command::from(command);
        command.env("COURIER_JWT_FILE", &path);
        let mut child = command.spawn().map_err(|source| cannot_run(name, source))?;
        let mut clock = Clock::new(&token_source.issued, (context.now)());
        let mut renewal: Option<Renewal<'_>> = None;
        loop {
            tokio::select! {
                status = child.wait() => {
                    return status.map(code_of).map_err(|source| cannot_run(name, source));
                }
                signal = signals.next() => signal.send_to(child.id()),
                () = sleep_until(clock.next_look()), if renewal.is_none() => {
                    if clock.is_due((context.now)()) {
                        renewal = Some(Box::pin(renew(token_source, clock.patience())));
                    }
                }
                issued = finished(&mut renewal), if renewal.is_some() => {
                    renewal = None;
                    let written = issued.and_then(|issued| {
                        if context.env.is_github_actions() {
                            context.output.mask_in_github_log(issued.jwt.expose());
                        }
                        write(&path, &issued.jwt)?;
                        Ok(issued)
                    });
                    match written {
                        Ok(issued) => clock = Clock::new(&issued, (context.now)()),
                        Err(error) => {
                            let text = clock.failed(&error, (context.now)());
                            context.output.print_error(&sanitize(&text));
                        }
                    }
                }
            }
        }
    });
    code.map(Exit::Child)
}

/// Issues a token. Gives up early enough for a retry while the present token is valid.
async fn renew(token_source: &TokenSource, patience: Duration) -> Result<IssuedToken, Error> {
    match tokio::time::timeout(patience, token_source.issue()).await {
        Ok(issued) => Ok(issued?),
        Err(_) => Err(Error::RenewalTimeout(patience)),
    }
}

/// Waits for the renewal in flight, forever if there is none.
async fn finished(renewal: &mut Option<Renewal<'_>>) -> Result<IssuedToken, Error> {
    match renewal {
        Some(renewal) => renewal.await,
        None => std::future::pending().await,
    }
}

/// The schedule of renewals. The lifetime is measured by the server's clock, the age by both clocks
/// of this machine.
struct Clock {
    life: Duration,
    due: Instant,
    due_on_the_wall: DateTime<Utc>,
    end_on_the_wall: DateTime<Utc>,
    failures: u32,
}

impl Clock {
    /// Returns the schedule of a token that was just issued.
    fn new(issued: &IssuedToken, now: DateTime<Utc>) -> Self {
        let life = issued.lifetime();
        let mut clock = Self {
            life,
            due: Instant::now(),
            due_on_the_wall: now,
            end_on_the_wall: now + life,
            failures: 0,
        };
        clock.wait(life.mul_f64(SHARE).max(FIRST_WAIT), now);
        clock
    }

    fn wait(&mut self, wait: Duration, now: DateTime<Utc>) {
        self.due = Instant::now() + wait;
        self.due_on_the_wall = now + wait;
    }

    fn next_look(&self) -> Instant {
        self.due.min(Instant::now() + LOOK)
    }

    fn is_due(&self, now: DateTime<Utc>) -> bool {
        Instant::now() >= self.due || now >= self.due_on_the_wall
    }

    /// Returns the time limit of a renewal.
    fn patience(&self) -> Duration {
        self.life.mul_f64(PATIENCE).max(LEAST_PATIENCE)
    }

    /// Schedules a retry, soon enough for the token's lifetime, and reports the failure.
    fn failed(&mut self, error: &Error, now: DateTime<Utc>) -> String {
        let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(self.failures));
        let longest = self
            .life
            .mul_f64(WAIT_SHARE)
            .clamp(FIRST_WAIT, LONGEST_WAIT);
        self.failures = self.failures.saturating_add(1);
        self.wait(doubled.min(longest), now);
        let state = match (self.end_on_the_wall - now).to_std() {
            Ok(left) if !left.is_zero() => {
                format!(
                    "the one in the file lives for {}",
                    humanize(left.as_secs_f64())
                )
            }
            _ => "the one in the file has expired".to_owned(),
        };
        format!("error: no new token, trying again: {error}; {state}")
    }
}

fn write(path: &Path, jwt: &Jwt) -> Result<(), Error> {
    let mut file = PrivateFile::create(path.to_owned())?;
    file.write(jwt.expose().as_bytes())?;
    file.finish()?;
    Ok(())
}

/// Creates a temporary directory that other users cannot read, whatever the umask.
fn folder() -> std::io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("courier-auth-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    builder.tempdir()
}
