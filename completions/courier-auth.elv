
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
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand issue 'Issue a user token (JWT) at Courier and print it'
            cand inspect 'Decode a user token, and say what is wrong with it and how to mend that'
            cand explain 'Explain a rule of `inspect`, or list them all'
            cand scopes 'List the scopes and features of Courier user tokens'
            cand hmac 'Compute the legacy HMAC signature of a user id'
            cand messages 'List the messages in a user''s Inbox, newest first'
            cand mark-read 'Mark Inbox messages read'
            cand sandbox 'Run a local Courier for development and tests'
            cand demo 'See it all work against a local Courier, without an account'
            cand completions 'Print the completion script of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;issue'= {
            cand --user 'The id of the user the token is for'
            cand --for 'What the app will do with it: the features whose scopes to ask for'
            cand --scope 'A scope to ask for, instead of those of --for; may be repeated'
            cand --expires-in 'How long it shall live: a number and its unit'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds'
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;inspect'= {
            cand --for 'What the app does with it: the features it must be good for'
            cand --at 'Judge it as of this time: RFC 3339, or seconds since 1970'
            cand --color 'When to use colour'
            cand --strict 'Fail on warnings too'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;explain'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;scopes'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;hmac'= {
            cand --user 'A user id, taken as it is; may be repeated'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;messages'= {
            cand --user 'Whose Inbox'
            cand --limit 'How many messages at the most'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds'
            cand --inbox-url 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region''s'
            cand --token-file 'Use the user token in this file, or on standard input if `-`'
            cand --color 'When to use colour'
            cand --unread 'Only messages that are unread'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;mark-read'= {
            cand --user 'Whose messages they are'
            cand --api-key-file 'Read the API key from this file, or from standard input if `-`'
            cand --region 'The region of the workspace'
            cand --api-url 'The address of the REST API, instead of COURIER_BASE_URL or the region''s'
            cand --timeout 'How long one request may take in all, in seconds'
            cand --inbox-url 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region''s'
            cand --token-file 'Use the user token in this file, or on standard input if `-`'
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand start 'Start a local Courier and keep it running until Ctrl-C'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;sandbox;start'= {
            cand --port 'The port to listen on; 0 takes a free one'
            cand --seed 'Begin with the users and messages of this file'
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;sandbox;help'= {
            cand start 'Start a local Courier and keep it running until Ctrl-C'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;sandbox;help;start'= {
        }
        &'courier-auth;sandbox;help;help'= {
        }
        &'courier-auth;demo'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;completions'= {
            cand --color 'When to use colour'
            cand --json 'Answer in JSON, one document; errors too'
            cand -q 'Say nothing but the answer and errors'
            cand --quiet 'Say nothing but the answer and errors'
            cand --no-input 'Never ask; fail and say what is missing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'courier-auth;help'= {
            cand issue 'Issue a user token (JWT) at Courier and print it'
            cand inspect 'Decode a user token, and say what is wrong with it and how to mend that'
            cand explain 'Explain a rule of `inspect`, or list them all'
            cand scopes 'List the scopes and features of Courier user tokens'
            cand hmac 'Compute the legacy HMAC signature of a user id'
            cand messages 'List the messages in a user''s Inbox, newest first'
            cand mark-read 'Mark Inbox messages read'
            cand sandbox 'Run a local Courier for development and tests'
            cand demo 'See it all work against a local Courier, without an account'
            cand completions 'Print the completion script of a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'courier-auth;help;issue'= {
        }
        &'courier-auth;help;inspect'= {
        }
        &'courier-auth;help;explain'= {
        }
        &'courier-auth;help;scopes'= {
        }
        &'courier-auth;help;hmac'= {
        }
        &'courier-auth;help;messages'= {
        }
        &'courier-auth;help;mark-read'= {
        }
        &'courier-auth;help;sandbox'= {
            cand start 'Start a local Courier and keep it running until Ctrl-C'
        }
        &'courier-auth;help;sandbox;start'= {
        }
        &'courier-auth;help;demo'= {
        }
        &'courier-auth;help;completions'= {
        }
        &'courier-auth;help;help'= {
        }
    ]
    $completions[$command]
}
