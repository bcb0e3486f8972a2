//! A token that stays fresh in a file while a command runs.

use std::{path::Path, process::Command, time::Duration};

use tokio::time::{Instant, sleep_until};

use super::{Session, cannot_run, code_of, signals::Signals};
use crate::{
    config::secret_file::SecretFile, context::Context, courier::Issued, error::Error, exit::Exit,
    runtime, token::Jwt,
};

/// How much of its life a token has lived when it is replaced: time is left to try again.
const SHARE: f64 = 0.6;

/// The wait before another try after the first failure; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

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
    let folder = tempfile::Builder::new().prefix("courier-auth-").tempdir();
    let folder = folder.map_err(|source| ours(Error::Folder(source)))?;
    let path = folder.path().join("token");
    write(&path, &session.issued.jwt).map_err(ours)?;
    let runtime = runtime::new().map_err(|error| ours(Error::Runtime(error)))?;
    let code = runtime.block_on(async {
        let mut signals =
            Signals::new(context.stdin.is_terminal).map_err(|error| ours(Error::Runtime(error)))?;
        let mut command = tokio::process::Command::from(command);
        command.env("COURIER_JWT_FILE", &path);
        let mut child = command.spawn().map_err(|source| cannot_run(name, source))?;
        let mut due = due(&session.issued);
        let mut failures = 0;
        loop {
            tokio::select! {
                status = child.wait() => {
                    return status.map(code_of).map_err(|source| cannot_run(name, source));
                }
                signal = signals.next() => signal.send_to(child.id()),
                () = sleep_until(due) => match renew(session, &path).await {
                    Ok(issued) => {
                        failures = 0;
                        due = self::due(&issued);
                    }
                    Err(error) => {
                        let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(failures));
                        failures += 1;
                        due = Instant::now() + wait.min(LONGEST_WAIT);
                        let text = format!("the token could not be renewed, trying again: {error}");
                        context.output.note(&text);
                    }
                },
            }
        }
    });
    // The folder and the token in it go with the command.
    drop(folder);
    code.map(Exit::Child)
}

async fn renew(session: &Session, path: &Path) -> Result<Issued, Error> {
    let Session {
        courier,
        key,
        plan,
        scopes,
        ..
    } = session;
    let issued = courier.issue_token(key, scopes, &plan.expires_in).await?;
    courier.take_log();
    write(path, &issued.jwt)?;
    Ok(issued)
}

fn write(path: &Path, jwt: &Jwt) -> Result<(), Error> {
    let mut file = SecretFile::create(path.to_owned())?;
    file.write(jwt.expose().as_bytes())?;
    file.finish()?;
    Ok(())
}

/// When a token that was just issued is to be replaced. Its life is measured by the server's
/// clock, its age by this machine's.
fn due(issued: &Issued) -> Instant {
    let life = Duration::try_from_secs_f64((issued.exp - issued.iat) * SHARE);
    // What lives longer than any duration need not be replaced while a command runs.
    Instant::now()
        + life
            .unwrap_or(LONGEST_WAIT)
            .min(Duration::from_hours(24 * 365))
}
