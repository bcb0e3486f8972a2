//! `sandbox log`: the requests that a running sandbox received.

use std::collections::BTreeSet;

use super::control::sandbox_client;
use crate::{
    cli::{LogFormat, SandboxLogArgs},
    context::Context,
    courier::{SandboxClient, SandboxClientError, SandboxJournal},
    error::Error,
    exit::Exit,
    output::{RequestLine, StdoutError, json},
    request_summary::RequestSummary,
    runtime, signals,
};

pub(super) fn run(args: &SandboxLogArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let format = args.format.choose(context.json);
    let client = sandbox_client(args.sandbox.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(async {
        if args.follow {
            return follow(&client, args, format, context).await;
        }
        let journal = client.journal(0, None).await?;
        let requests = journal.requests.iter();
        let requests =
            requests.filter(|request| request.milliseconds.is_some() && is_wanted(request, args));
        if format == LogFormat::Json {
            let document = json::SandboxLog::of(requests.map(RequestLine::from));
            context.output.print_json(&document)?;
        } else {
            for request in requests {
                print(request, format, context)?;
            }
        }
        Ok(Exit::Ok)
    })
}

/// Prints the requests of the journal, then each further one once it has its response, until an
/// interrupt or the end of the sandbox.
async fn follow(
    client: &SandboxClient,
    args: &SandboxLogArgs,
    format: LogFormat,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let interrupt = signals::shutdown().map_err(Error::Runtime)?;
    let mut interrupt = std::pin::pin!(interrupt);
    let mut progress = Progress::default();
    let mut version = None;
    loop {
        let journal = tokio::select! {
            () = &mut interrupt => return Ok(Exit::Ok),
            journal = client.journal(progress.last_complete, version) => journal,
        };
        let journal = match journal {
            Ok(journal) => journal,
            // It stopped after the first response.
            Err(SandboxClientError::NotRunning(_) | SandboxClientError::NotASandbox(_))
                if version.is_some() =>
            {
                context.output.info("the sandbox has stopped");
                return Ok(Exit::Ok);
            }
            Err(error) => return Err(error.into()),
        };
        version = Some(journal.version);
        for request in progress.finished(journal) {
            if is_wanted(&request, args) {
                print(&request, format, context)?;
            }
        }
    }
}

/// The requests that were printed. They may end in another order than they began.
#[derive(Default)]
struct Progress {
    /// All requests up to this number have ended.
    last_complete: u64,
    /// The greater numbers of requests that have ended.
    ended: BTreeSet<u64>,
}

impl Progress {
    /// Returns the requests that have ended since the last call.
    fn finished(&mut self, journal: SandboxJournal) -> Vec<RequestSummary> {
        let first = journal.requests.first().map(|request| request.number);
        if first.is_none_or(|first| first > self.last_complete + 1) {
            // The requests before were dropped.
            self.last_complete = first.map_or(self.last_complete, |first| first - 1);
            self.ended = self.ended.split_off(&first.unwrap_or_default());
        }
        let mut finished = journal.requests;
        finished.retain(|request| {
            request.milliseconds.is_some()
                && request.number > self.last_complete
                && self.ended.insert(request.number)
        });
        while self.ended.remove(&(self.last_complete + 1)) {
            self.last_complete += 1;
        }
        finished
    }
}

fn is_wanted(request: &RequestSummary, args: &SandboxLogArgs) -> bool {
    let is_user = |user: &String| request.user.as_ref() == Some(user);
    args.user.as_ref().is_none_or(is_user)
        && args
            .status
            .is_none_or(|filter| filter.includes(request.status))
        && args
            .path
            .as_ref()
            .is_none_or(|path| request.path.starts_with(path))
}

fn print(
    request: &RequestSummary,
    format: LogFormat,
    context: &mut Context<'_>,
) -> Result<(), StdoutError> {
    let line = RequestLine::from(request);
    match format {
        LogFormat::Text => context
            .output
            .print(|out, palette| writeln!(out, "{}", line.render(palette))),
        LogFormat::Json | LogFormat::Jsonl => {
            let document = json::SandboxRequest::of(&line);
            let mut text = serde_json::to_vec(&document).map_err(std::io::Error::from)?;
            text.push(b'\n');
            context.output.print_json_lines(&text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(number: u64, has_ended: bool) -> RequestSummary {
        RequestSummary {
            number,
            milliseconds: has_ended.then_some(1),
            ..RequestSummary::default()
        }
    }

    #[test]
    fn each_request_is_printed_once_when_it_ends() {
        let mut progress = Progress::default();
        let mut finished = |requests: &[(u64, bool)]| {
            let requests = requests
                .iter()
                .filter(|(number, _)| *number > progress.last_complete)
                .map(|(number, has_ended)| request(*number, *has_ended))
                .collect();
            let version = 0;
            let journal = SandboxJournal { version, requests };
            let finished = progress.finished(journal);
            let numbers = finished.iter().map(|request| request.number);
            (numbers.collect::<Vec<_>>(), progress.last_complete)
        };
        assert_eq!(
            finished(&[(1, true), (2, false), (3, true)]),
            (vec![1, 3], 1)
        );
        assert_eq!(finished(&[(2, false), (3, true), (4, true)]), (vec![4], 1));
        assert_eq!(finished(&[(2, true), (3, true), (4, true)]), (vec![2], 4));
        assert_eq!(finished(&[]), (vec![], 4));
        // Requests 5 to 8 were dropped.
        assert_eq!(finished(&[(9, true), (10, false)]), (vec![9], 9));
    }
}
