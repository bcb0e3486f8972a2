//! A token that stays fresh in a file while a command runs.

use std::{future::Future, path::Path, pin::Pin, process::Command, time::Duration};

use tempfile::TempDir;
use tokio::time::{Instant, sleep_until};

use super::{Session, cannot_run, code_of, signals::Signals};
use crate::{
    config::secret_file::SecretFile,
    context::Context,
    courier::{self, Issued},
    error::Error,
    exit::Exit,
    inspect::duration::in_words,
    runtime,
    token::Jwt,
};

/// How much of its life a token has lived when it is replaced: time is left to try again.
const SHARE: f64 = 0.6;

/// The wait before another try after the first failure; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The longest wait as a share of a token's life.
const WAIT_SHARE: f64 = 0.1;

/// How long a token counts that lives longer than any duration.
const AGES: Duration = Duration::from_hours(24 * 365);

/// A renewal that is under way.
type Renewal<'s> = Pin<Box<dyn Future<Output = Result<Issued, courier::Error>> + 's>>;

/// Runs the command to its end with `COURIER_JWT_FILE` in its environment.
///
/// # Errors
/// When the file cannot be made or the command not be run.
pub(super) fn run(
    session: &Session,
    command: Command,
    name: &str,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let ours = |error: Error| Error::Exec(Box::new(error));
    let folder = folder().map_err(|source| ours(Error::Folder(source)))?;
    let path = folder.path().join("token");
    write(&path, &session.issued.jwt).map_err(ours)?;
    let runtime = runtime::new().map_err(|error| ours(Error::Runtime(error)))?;
    let code = runtime.block_on(async {
        let mut signals = Signals::new().map_err(|error| ours(Error::Runtime(error)))?;
        let mut command = tokio::process::Command::from(command);
        command.env("COURIER_JWT_FILE", &path);
        let mut child = command.spawn().map_err(|source| cannot_run(name, source))?;
        let mut clock = Clock::new(&session.issued);
        let mut renewal: Option<Renewal<'_>> = None;
        loop {
            tokio::select! {
                status = child.wait() => {
                    return status.map(code_of).map_err(|source| cannot_run(name, source));
                }
                signal = signals.next() => signal.send_to(child.id()),
                () = sleep_until(clock.due), if renewal.is_none() => {
                    renewal = Some(Box::pin(session.issue()));
                }
                issued = of(&mut renewal), if renewal.is_some() => {
                    renewal = None;
                    context.output.tell(session.courier.take_log());
                    let written = issued.map_err(Error::from).and_then(|issued| {
                        if context.environment.is_github_actions() {
                            context.output.mask(issued.jwt.expose());
                        }
                        write(&path, &issued.jwt)?;
                        Ok(issued)
                    });
                    match written {
                        Ok(issued) => clock = Clock::new(&issued),
                        Err(error) => context.output.complain(&clock.failed(&error)),
                    }
                }
            }
        }
    });
    // The folder and the token in it go with the command.
    drop(folder);
    code.map(Exit::Child)
}

/// The renewal, once it is there.
async fn of(renewal: &mut Option<Renewal<'_>>) -> Result<Issued, courier::Error> {
    match renewal {
        Some(renewal) => renewal.await,
        None => std::future::pending().await,
    }
}

/// When a token is to be replaced. Its life is measured by the server's clock, its age by this
/// machine's.
struct Clock {
    due: Instant,
    end: Instant,
    life: Duration,
    failures: u32,
}

impl Clock {
    /// For a token that was just issued.
    fn new(issued: &Issued) -> Self {
        let life = Duration::try_from_secs_f64(issued.exp - issued.iat).unwrap_or(AGES);
        let life = life.min(AGES);
        let now = Instant::now();
        Self {
            due: now + life.mul_f64(SHARE),
            end: now + life,
            life,
            failures: 0,
        }
    }

    /// Plans another try, soon enough for tokens that live so long, and says what is the matter.
    fn failed(&mut self, error: &Error) -> String {
        let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(self.failures));
        let longest = self
            .life
            .mul_f64(WAIT_SHARE)
            .clamp(FIRST_WAIT, LONGEST_WAIT);
        self.failures = self.failures.saturating_add(1);
        self.due = Instant::now() + doubled.min(longest);
        let left = self.end.saturating_duration_since(Instant::now());
        let state = if left.is_zero() {
            "the one in the file has expired".to_owned()
        } else {
            format!(
                "the one in the file lives for {}",
                in_words(left.as_secs_f64())
            )
        };
        format!("error: no new token, trying again: {error}; {state}")
    }
}

fn write(path: &Path, jwt: &Jwt) -> Result<(), Error> {
    let mut file = SecretFile::create(path.to_owned())?;
    file.write(jwt.expose().as_bytes())?;
    file.finish()?;
    Ok(())
}

/// A folder that nobody else can look into, whatever files are made as by default.
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
