# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_courier_auth_global_optspecs
    string join \n json q/quiet color= no-input h/help V/version
end

function __fish_courier_auth_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_courier_auth_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_courier_auth_using_subcommand
    set -l cmd (__fish_courier_auth_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c courier-auth -n "__fish_courier_auth_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "issue" -d 'Issue a user token (JWT) at Courier and print it'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "inspect" -d 'Decode a user token, and say what is wrong with it and how to mend that'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "explain" -d 'Explain a rule of `inspect`, or list them all'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "scopes" -d 'List the scopes and features of Courier user tokens'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "hmac" -d 'Compute the legacy HMAC signature of a user id'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "messages" -d 'List the messages in a user\'s Inbox, newest first'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "mark-read" -d 'Mark Inbox messages read'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "sandbox" -d 'Run a local Courier for development and tests'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "demo" -d 'See it all work against a local Courier, without an account'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l user -d 'The id of the user the token is for' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l for -d 'What the app will do with it: the features whose scopes to ask for' -r -f -a "inbox\t'the Inbox: a list of messages that can be marked read'
toast\t'Toasts: messages that pop up as they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s look'
create\t'Courier Create: the embedded template editor'
sdk\t'all that Courier\'s SDKs can do, as in Courier\'s development example'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l scope -d 'A scope to ask for, instead of those of --for; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l expires-in -d 'How long it shall live: a number and its unit' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l timeout -d 'How long one request may take in all, in seconds' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l for -d 'What the app does with it: the features it must be good for' -r -f -a "inbox\t'the Inbox: a list of messages that can be marked read'
toast\t'Toasts: messages that pop up as they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s look'
create\t'Courier Create: the embedded template editor'
sdk\t'all that Courier\'s SDKs can do, as in Courier\'s development example'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l at -d 'Judge it as of this time: RFC 3339, or seconds since 1970' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l strict -d 'Fail on warnings too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -l user -d 'A user id, taken as it is; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l user -d 'Whose Inbox' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l limit -d 'How many messages at the most' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l timeout -d 'How long one request may take in all, in seconds' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l inbox-url -d 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l token-file -d 'Use the user token in this file, or on standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l unread -d 'Only messages that are unread'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l user -d 'Whose messages they are' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l timeout -d 'How long one request may take in all, in seconds' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l inbox-url -d 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l token-file -d 'Use the user token in this file, or on standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -f -a "start" -d 'Start a local Courier and keep it running until Ctrl-C'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l port -d 'The port to listen on; 0 takes a free one' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l seed -d 'Begin with the users and messages of this file' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "start" -d 'Start a local Courier and keep it running until Ctrl-C'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "issue" -d 'Issue a user token (JWT) at Courier and print it'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "inspect" -d 'Decode a user token, and say what is wrong with it and how to mend that'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "explain" -d 'Explain a rule of `inspect`, or list them all'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "scopes" -d 'List the scopes and features of Courier user tokens'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "hmac" -d 'Compute the legacy HMAC signature of a user id'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "messages" -d 'List the messages in a user\'s Inbox, newest first'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "mark-read" -d 'Mark Inbox messages read'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "sandbox" -d 'Run a local Courier for development and tests'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "demo" -d 'See it all work against a local Courier, without an account'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect explain scopes hmac messages mark-read sandbox demo completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "start" -d 'Start a local Courier and keep it running until Ctrl-C'
