
use builtin;
use str;

set edit:completion:arg-completer[courier-auth] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'courier-auth'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'courier-auth'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand issue 'Issue a user token (JWT) at Courier and print it'
            cand exec 'Run a command with a fresh user token in its environment'
            cand inspect 'Decode user tokens, and say what is wrong with them and how to mend that'
            cand can 'Say whether a token may do something, and why not'
            cand explain 'Explain a rule of `inspect`, or list them all'
            cand scopes 'List the scopes and features of Courier user tokens'
            cand exit-codes 'List the exit codes and what they mean'
            cand hmac 'Compute the legacy HMAC signature of a user id, or check one'
            cand messages 'List the messages in a user''s Inbox, newest first'
            cand mark-read 'Mark Inbox messages read, or unread, opened or archived'
            cand doctor 'Walk the whole way to a user''s Inbox, and say which link of it is broken'
            cand serve 'Be the backend that gives your app its user tokens, for development'
            cand sandbox 'Run a local Courier for development and tests'
            cand demo 'See it all work against a local Courier, without an account'
            cand profile 'Keep workspaces under names: where they are, and where their API key is'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;issue'= {
            cand --color 'When to use colour'
            cand --user 'The id of the user the token is for, instead of the profile''s; may be repeated'
            cand --users-file 'Read user ids from this file, or from standard input if `-`, one a line'
            cand --for 'What the app will do with it: the features whose scopes to ask for'
            cand --scope 'A scope to ask for, instead of those of --for; may be repeated'
            cand --tenant 'Ask for Courier Create''s scopes of this tenant alone, not of all'
            cand --brand 'Ask for this brand alone, not for all'
            cand --expires-in 'How long it shall live: a number and its unit [default: 1 day, or the profile''s]'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --format 'The form of the answer'
            cand --name 'The variable to set with --format env or dotenv, instead of COURIER_JWT'
            cand --output 'Write the answer to this file, which only you can read, instead of standard output'
            cand --concurrency 'How many requests are under way at once'
            cand --resume 'Leave out users who have a token in this former answer that has not expired and holds what is asked for'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds [default: 30]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --no-preflight 'Ask even for what the rules say will fail; the lifetime must still be one'
            cand --dry-run 'Send nothing: print the request, as JSON or with --format curl'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand --no-newline 'End the answer without a line end'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;exec'= {
            cand --color 'When to use colour'
            cand --user 'The id of the user the token is for, instead of the profile''s'
            cand --for 'What the app will do with it: the features whose scopes to ask for'
            cand --scope 'A scope to ask for, instead of those of --for; may be repeated'
            cand --tenant 'Ask for Courier Create''s scopes of this tenant alone, not of all'
            cand --brand 'Ask for this brand alone, not for all'
            cand --expires-in 'How long it shall live: a number and its unit [default: 1 day, or the profile''s]'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds [default: 30]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --no-preflight 'Ask even for what the rules say will fail; the lifetime must still be one'
            cand --refresh 'Keep a fresh token in the file COURIER_JWT_FILE while the command runs'
            cand --keep-api-key 'Leave the API key in the command''s environment'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;inspect'= {
            cand --color 'When to use colour'
            cand --file 'Read tokens from this file, or from standard input if `-`; may be repeated'
            cand --for 'What the app does with it: the features it must be good for'
            cand --user 'Whose token it must be'
            cand --env 'Which environment it must be of: production, test, or an id'
            cand --client-key 'The client key the app uses beside it'
            cand --at 'Judge as of this time: RFC 3339, a date, seconds since 1970, or +2h, -1d from now'
            cand --leeway 'Let pass what is late by less than this; Courier itself allows nothing'
            cand --valid-for 'Fail on less than this left to live'
            cand --max-lifetime 'Warn of a token that lives longer than this in all'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --fail-on 'The mildest finding that makes a token bad'
            cand --allow 'Drop what a rule or family finds, such as CA202, no-expiry or CA2'
            cand --warn 'Make what a rule or family finds a warning'
            cand --deny 'Make what a rule or family finds an error'
            cand --format 'The form of the answer'
            cand --field 'Print one field of the JSON answer alone, such as claims.exp or findings.0.code'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --verify 'Check the signature with the API key'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand --strict 'Fail on warnings too: the same as --fail-on warning'
            cand --exit-zero 'Exit 0 whatever the verdict'
            cand --fix-scope 'Print the corrected scope string alone'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;can'= {
            cand --color 'When to use colour'
            cand --user 'For which user'
            cand --at 'As of this time: RFC 3339, a date, seconds since 1970, or +2h, -1d from now'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --list 'List every action, its scope and where SDKs ask for it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;explain'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --all 'Explain every rule'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;scopes'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;exit-codes'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;hmac'= {
            cand --color 'When to use colour'
            cand --user 'A user id, taken as it is, instead of the profile''s; may be repeated'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --batch 'Sign any number of user ids from standard input, one a line; --json writes a line for each'
            cand -0 'As --batch, with ids that a zero byte ends, as `find -print0` writes them'
            cand --null 'As --batch, with ids that a zero byte ends, as `find -print0` writes them'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand check 'Say whether a signature is the one of a user, and if not, what was done instead'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;hmac;check'= {
            cand --color 'When to use colour'
            cand --user 'The user id, taken as it is, instead of the profile''s'
            cand --also-key-file 'Try the key in this file too, such as that of the test environment; may be repeated'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;hmac;help'= {
            cand check 'Say whether a signature is the one of a user, and if not, what was done instead'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;hmac;help;check'= {
        }
        &'courier-auth;hmac;help;help'= {
        }
        &'courier-auth;messages'= {
            cand --color 'When to use colour'
            cand --user 'Whose Inbox'
            cand --tag 'Only messages with this tag; of several, with one of them'
            cand --tenant 'Only messages of this tenant'
            cand --since 'Only messages since then: RFC 3339, a date, seconds since 1970, or -2h, -7d from now'
            cand --limit 'How many messages at the most, or `all`'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds [default: 30]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --inbox-url 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region''s'
            cand --token-file 'Use the user token in this file, or on standard input if `-`'
            cand --client-key 'Get in by this client key and a signature made with the API key, as old apps do'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --unread 'Only messages that are unread'
            cand --read 'Only messages that were read'
            cand --archived 'Archived messages, instead of those that are not'
            cand --jsonl 'A line of JSON for each message'
            cand --ids 'Their ids alone, one a line'
            cand --count 'How many there are, and nothing else'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;mark-read'= {
            cand --color 'When to use colour'
            cand --ids-file 'Read ids from this file, one a line, or from standard input if `-`'
            cand --tag 'Only messages with this tag; of several, with one of them'
            cand --tenant 'Only messages of this tenant'
            cand --before 'Only messages before then: RFC 3339, a date, seconds since 1970, or -2h, -7d from now'
            cand --as 'What to mark them as'
            cand --user 'Whose messages they are'
            cand --failed-to 'Keep in this file the ids that are not marked, for --ids-file'
            cand --batch 'How many messages go into one request'
            cand --concurrency 'How many requests are under way at once'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds [default: 30]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --inbox-url 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region''s'
            cand --token-file 'Use the user token in this file, or on standard input if `-`'
            cand --client-key 'Get in by this client key and a signature made with the API key, as old apps do'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --all 'All messages of the user that are not archived; with --as unarchived, those that are'
            cand --undo 'Mark them unread'
            cand --dry-run 'List what would be marked, and mark nothing'
            cand -y 'Do not ask, where messages are not named one by one'
            cand --yes 'Do not ask, where messages are not named one by one'
            cand --verify 'Look before which are marked already, and afterwards whether the list says the same'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;doctor'= {
            cand --color 'When to use colour'
            cand --user 'Whose Inbox; without it the profile''s user, or the token''s, or one who is nobody'
            cand --tenant 'The tenant that the app shows messages of'
            cand --for 'What the app does: the features that the token must be good for'
            cand --env 'Which environment the token must be of: production, test, or an id'
            cand --token-file 'Diagnose the user token in this file, or on standard input if `-`, instead of a new one'
            cand --client-key 'Look too at what an app gets that shows this client key, or that of COURIER_CLIENT_KEY'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --inbox-url 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region''s'
            cand --timeout 'How long each step may take, in seconds [default: 10]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 0]'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --try-other-region 'If Courier refuses the key here, send it to the other region too'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;serve'= {
            cand --color 'When to use colour'
            cand --user 'Give tokens of this user alone, whoever asks; without it of every user who is named'
            cand --allow-user 'Give tokens of this user, if that one is asked for; may be repeated'
            cand --allow-origin 'Let pages of this origin read the answer; may be repeated'
            cand --min-ttl 'Give no token away that lives shorter than this'
            cand --path 'Where tokens are asked for'
            cand --port 'The port to listen on; 0 takes a free one'
            cand --host 'The address to listen on; another machine''s reach takes --i-know too'
            cand --for 'What the app will do with it: the features whose scopes to ask for'
            cand --scope 'A scope to ask for, instead of those of --for; may be repeated'
            cand --tenant 'Ask for Courier Create''s scopes of this tenant alone, not of all'
            cand --brand 'Ask for this brand alone, not for all'
            cand --expires-in 'How long it shall live: a number and its unit [default: 1 day, or the profile''s]'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds [default: 30]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --i-know 'Whoever reaches the port may have tokens of my users'
            cand --allow-production 'Take a key of production, whose tokens open the Inboxes of real users'
            cand --no-preflight 'Ask even for what the rules say will fail; the lifetime must still be one'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand start 'Start a local Courier and keep it running until Ctrl-C'
            cand exec 'Run a command with a local Courier of its own'
            cand env 'Print the variables that lead to a sandbox that runs'
            cand status 'Tell whether a sandbox runs, and what is in it; exits 1 if none does'
            cand stop 'Stop a sandbox that runs; that none does is fine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;sandbox;start'= {
            cand --color 'When to use colour'
            cand --port 'The port to listen on; 0 takes a free one'
            cand --ready-file 'Write the ready line, as JSON, to this file too; it is gone when this process is'
            cand --seed 'Begin with the users and messages of this file'
            cand --fault 'Fail on purpose, as `issue-token:429,retry-after=2,times=1`; may be given again'
            cand --latency 'Let each answer wait, in milliseconds'
            cand --domain 'Let them in from pages of this origin only, a regular expression; may be repeated'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --jwt-required 'Refuse them, as a workspace does that enforces JWT'
            cand --hmac-required 'Ask for the user''s signature, as a workspace does that enforces HMAC'
            cand --no-draft-key 'Have no draft API key, without which a client key is good for nothing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox;exec'= {
            cand --color 'When to use colour'
            cand --port 'The port to listen on; 0 takes a free one'
            cand --seed 'Begin with the users and messages of this file'
            cand --fault 'Fail on purpose, as `issue-token:429,retry-after=2,times=1`; may be given again'
            cand --latency 'Let each answer wait, in milliseconds'
            cand --domain 'Let them in from pages of this origin only, a regular expression; may be repeated'
            cand --name 'Give a variable under another name too, as `COURIER_BASE_URL=VITE_COURIER_URL`'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --jwt-required 'Refuse them, as a workspace does that enforces JWT'
            cand --hmac-required 'Ask for the user''s signature, as a workspace does that enforces HMAC'
            cand --no-draft-key 'Have no draft API key, without which a client key is good for nothing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox;env'= {
            cand --color 'When to use colour'
            cand --format 'How they are written'
            cand --name 'Print a variable under another name, as `COURIER_BASE_URL=VITE_COURIER_URL`'
            cand --port 'The port that it listens on'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox;status'= {
            cand --color 'When to use colour'
            cand --port 'The port that it listens on'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox;stop'= {
            cand --color 'When to use colour'
            cand --port 'The port that it listens on'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox;help'= {
            cand start 'Start a local Courier and keep it running until Ctrl-C'
            cand exec 'Run a command with a local Courier of its own'
            cand env 'Print the variables that lead to a sandbox that runs'
            cand status 'Tell whether a sandbox runs, and what is in it; exits 1 if none does'
            cand stop 'Stop a sandbox that runs; that none does is fine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;sandbox;help;start'= {
        }
        &'courier-auth;sandbox;help;exec'= {
        }
        &'courier-auth;sandbox;help;env'= {
        }
        &'courier-auth;sandbox;help;status'= {
        }
        &'courier-auth;sandbox;help;stop'= {
        }
        &'courier-auth;sandbox;help;help'= {
        }
        &'courier-auth;demo'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;profile'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand add 'Add a profile, with questions on a terminal'
            cand list 'List the profiles; a star marks the one in use'
            cand show 'Show the settings in effect, and with --origin where each comes from'
            cand use 'Use a profile from now on where nothing names another'
            cand remove 'Remove a profile, and its key from the keyring'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;profile;add'= {
            cand --color 'When to use colour'
            cand --key-from 'Where the key is: keyring, command:LINE, shell:LINE, env:NAME or file:PATH'
            cand --api-key-file 'Read the key to be kept from this file, or from standard input if `-`'
            cand --env 'Refuse keys of another environment than this: production, test, or an id'
            cand --user 'The user where a command names none'
            cand --expires-in 'The lifetime of tokens where a command names none'
            cand --inbox-url 'The address of the Inbox API, instead of the region''s'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds [default: 30]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --insecure-storage 'Keep the key itself in the configuration file, which is not encrypted'
            cand --check 'Check the key first: issue a token that lives for five seconds'
            cand --use 'Use it from now on where nothing names another'
            cand --replace 'Change the profile of that name; what is not given stays as it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;profile;list'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;profile;show'= {
            cand --color 'When to use colour'
            cand --inbox-url 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region''s'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --profile 'Use this profile, whatever the environment says'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds [default: 30]'
            cand --retries 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]'
            cand --debug-http 'Write all requests and answers to this file, which only you can read, without secrets'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --origin 'Tell where each value comes from, and what it shadows'
            cand --any-environment 'Use the key even if the profile expects one of another environment'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;profile;use'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand --none 'Use none'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;profile;remove'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --keep-key 'Leave its key in the keyring'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;profile;help'= {
            cand add 'Add a profile, with questions on a terminal'
            cand list 'List the profiles; a star marks the one in use'
            cand show 'Show the settings in effect, and with --origin where each comes from'
            cand use 'Use a profile from now on where nothing names another'
            cand remove 'Remove a profile, and its key from the keyring'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;profile;help;add'= {
        }
        &'courier-auth;profile;help;list'= {
        }
        &'courier-auth;profile;help;show'= {
        }
        &'courier-auth;profile;help;use'= {
        }
        &'courier-auth;profile;help;remove'= {
        }
        &'courier-auth;profile;help;help'= {
        }
        &'courier-auth;completions'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;man'= {
            cand --color 'When to use colour'
            cand --dir 'Write the page of each command into this folder'
            cand --json 'Answer in JSON, one document; errors and notes too, a line each'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand -v 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --verbose 'Say what was sent and what came of it; -vv with headers and bodies'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;help'= {
            cand issue 'Issue a user token (JWT) at Courier and print it'
            cand exec 'Run a command with a fresh user token in its environment'
            cand inspect 'Decode user tokens, and say what is wrong with them and how to mend that'
            cand can 'Say whether a token may do something, and why not'
            cand explain 'Explain a rule of `inspect`, or list them all'
            cand scopes 'List the scopes and features of Courier user tokens'
            cand exit-codes 'List the exit codes and what they mean'
            cand hmac 'Compute the legacy HMAC signature of a user id, or check one'
            cand messages 'List the messages in a user''s Inbox, newest first'
            cand mark-read 'Mark Inbox messages read, or unread, opened or archived'
            cand doctor 'Walk the whole way to a user''s Inbox, and say which link of it is broken'
            cand serve 'Be the backend that gives your app its user tokens, for development'
            cand sandbox 'Run a local Courier for development and tests'
            cand demo 'See it all work against a local Courier, without an account'
            cand profile 'Keep workspaces under names: where they are, and where their API key is'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;help;issue'= {
        }
        &'courier-auth;help;exec'= {
        }
        &'courier-auth;help;inspect'= {
        }
        &'courier-auth;help;can'= {
        }
        &'courier-auth;help;explain'= {
        }
        &'courier-auth;help;scopes'= {
        }
        &'courier-auth;help;exit-codes'= {
        }
        &'courier-auth;help;hmac'= {
        }
        &'courier-auth;help;messages'= {
        }
        &'courier-auth;help;mark-read'= {
        }
        &'courier-auth;help;doctor'= {
        }
        &'courier-auth;help;serve'= {
        }
        &'courier-auth;help;sandbox'= {
        }
        &'courier-auth;help;demo'= {
        }
        &'courier-auth;help;profile'= {
        }
        &'courier-auth;help;completions'= {
        }
        &'courier-auth;help;man'= {
        }
        &'courier-auth;help;help'= {
        }
    ]
    $completions[$command]
}
