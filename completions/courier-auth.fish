# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_courier_auth_global_optspecs
    string join \n json q/quiet v/verbose color= no-input h/help V/version
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
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "issue" -d 'Issue a user token (JWT) at Courier and print it'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "exec" -d 'Run a command with a fresh user token in its environment'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "inspect" -d 'Decode user tokens, and say what is wrong with them and how to mend that'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "can" -d 'Say whether a token may do something, and why not'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "explain" -d 'Explain a rule of `inspect`, or list them all'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "scopes" -d 'List the scopes and features of Courier user tokens'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "exit-codes" -d 'List the exit codes and what they mean'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "hmac" -d 'Compute the legacy HMAC signature of a user id, or check one'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "messages" -d 'List the messages in a user\'s Inbox, newest first'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "mark-read" -d 'Mark Inbox messages read, or unread, opened or archived'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "doctor" -d 'Walk the whole way to a user\'s Inbox, and say which link of it is broken'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "serve" -d 'Be the backend that gives your app its user tokens, for development'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "sandbox" -d 'Run a local Courier for development and tests'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "demo" -d 'See it all work against a local Courier, without an account'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "profile" -d 'Keep workspaces under names: where they are, and where their API key is'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "man" -d 'Print the manual page of a command, or write all of them'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l user -d 'The id of the user the token is for, instead of the profile\'s; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l users-file -d 'Read user ids from this file, or from standard input if `-`, one a line' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l for -d 'What the app will do with it: the features whose scopes to ask for' -r -f -a "inbox\t'the Inbox: a list of messages that can be marked read'
toast\t'Toasts: messages that pop up as they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s look'
create\t'Courier Create: the embedded template editor'
sdk\t'all that Courier\'s SDKs can do, as in Courier\'s development example'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l scope -d 'A scope to ask for, instead of those of --for; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l tenant -d 'Ask for Courier Create\'s scopes of this tenant alone, not of all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l brand -d 'Ask for this brand alone, not for all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l expires-in -d 'How long it shall live: a number and its unit [default: 1 day, or the profile\'s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l format -d 'The form of the answer' -r -f -a "token\t'The token alone'
json\t'One document, as --json'
env\t'A line that a POSIX shell runs: export COURIER_JWT=...'
dotenv\t'A line of a dotenv file: COURIER_JWT=...'
header\t'The header: Authorization: Bearer ...'
curl\t'The next request to make, for curl, with $COURIER_JWT in the token\'s place'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l name -d 'The variable to set with --format env or dotenv, instead of COURIER_JWT' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l output -d 'Write the answer to this file, which only you can read, instead of standard output' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l concurrency -d 'How many requests are under way at once' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l resume -d 'Leave out users who have a token in this former answer that has not expired and holds what is asked for' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l timeout -d 'How long one request may take in all, in seconds [default: 30]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l no-preflight -d 'Ask even for what the rules say will fail; the lifetime must still be one'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l dry-run -d 'Send nothing: print the request, as JSON or with --format curl'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l no-newline -d 'End the answer without a line end'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l user -d 'The id of the user the token is for, instead of the profile\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l for -d 'What the app will do with it: the features whose scopes to ask for' -r -f -a "inbox\t'the Inbox: a list of messages that can be marked read'
toast\t'Toasts: messages that pop up as they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s look'
create\t'Courier Create: the embedded template editor'
sdk\t'all that Courier\'s SDKs can do, as in Courier\'s development example'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l scope -d 'A scope to ask for, instead of those of --for; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l tenant -d 'Ask for Courier Create\'s scopes of this tenant alone, not of all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l brand -d 'Ask for this brand alone, not for all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l expires-in -d 'How long it shall live: a number and its unit [default: 1 day, or the profile\'s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l timeout -d 'How long one request may take in all, in seconds [default: 30]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l no-preflight -d 'Ask even for what the rules say will fail; the lifetime must still be one'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l refresh -d 'Keep a fresh token in the file COURIER_JWT_FILE while the command runs'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l keep-api-key -d 'Leave the API key in the command\'s environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l file -d 'Read tokens from this file, or from standard input if `-`; may be repeated' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l for -d 'What the app does with it: the features it must be good for' -r -f -a "inbox\t'the Inbox: a list of messages that can be marked read'
toast\t'Toasts: messages that pop up as they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s look'
create\t'Courier Create: the embedded template editor'
sdk\t'all that Courier\'s SDKs can do, as in Courier\'s development example'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l user -d 'Whose token it must be' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l env -d 'Which environment it must be of: production, test, or an id' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l client-key -d 'The client key the app uses beside it' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l at -d 'Judge as of this time: RFC 3339, a date, seconds since 1970, or +2h, -1d from now' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l leeway -d 'Let pass what is late by less than this; Courier itself allows nothing' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l valid-for -d 'Fail on less than this left to live' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l max-lifetime -d 'Warn of a token that lives longer than this in all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l fail-on -d 'The mildest finding that makes a token bad' -r -f -a "error\t'Errors: what was asked for will fail'
warning\t'Warnings too: what works, but surely not as meant, or at a risk'
note\t'Notes too'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l allow -d 'Drop what a rule or family finds, such as CA202, no-expiry or CA2' -r -f -a "not-a-jwt\t'the text is not `header.payload.signature`'
api-key-as-token\t'this is an API key of the workspace, not a user token'
client-key-as-token\t'this is a client key, not a user token'
hmac-as-token\t'this is an HMAC signature, not a user token'
encrypted-token\t'the token has five parts: it is encrypted'
wrapped-token\t'something had to be taken off the text to find the token in it'
bad-encoding\t'a part of the token is not base64url without padding'
bad-json\t'the token\'s header or payload is not a JSON object'
unsigned\t'the token has no signature'
wrong-alg\t'the token is signed with an algorithm that Courier does not take'
duplicate-claim\t'a name stands twice in the token\'s header or payload'
placeholder-token\t'this is what stood in the place of a token'
oversized-token\t'the token is longer than servers and proxies take in a header'
bad-signature-length\t'the signature has not the length of its algorithm'
expired\t'the token has expired'
no-expiry\t'the token never expires'
milliseconds-lifetime\t'the token lives a thousandth of what was meant'
expires-soon\t'the token is about to expire'
long-lived\t'the token lives longer than a token should'
exp-in-milliseconds\t'`exp` lies beyond any date that can be meant'
exp-not-a-number\t'`exp` is not a number'
born-expired\t'the token expires before it was issued'
issued-in-future\t'the token was issued at a time that is still to come'
not-yet-valid\t'the token is not valid yet'
no-scope\t'the token has no scope'
scope-not-a-string\t'`scope` is not a string'
scope-elsewhere\t'the scopes stand in another claim than `scope`'
bad-separator\t'something else than a space stands between scopes'
missing-scope\t'a feature that the app uses lacks a scope'
unknown-scope\t'the token holds a scope that Courier does not know'
undocumented-scope\t'the token holds a scope that only Courier\'s source code names'
legacy-messages-scope\t'`read:messages` does not open the Inbox'
placeholder-scope\t'a scope has a gap that was to be filled'
duplicate-scope\t'a scope stands in the token twice'
scope-case\t'a scope is right but for its case'
mixed-tenant-scope\t'singular and plural are mixed up in a tenant\'s scope'
broad-scope\t'the token may change what belongs to the whole workspace'
extra-space\t'the scope has spaces that separate nothing'
no-user\t'the token names no user'
empty-user\t'nothing stands behind `user_id:`'
several-users\t'the token names more than one user'
placeholder-user\t'the user id is what stood in the place of one'
user-mismatch\t'the token is another user\'s'
unsafe-user-id\t'the user id has characters that SDKs do not encode'
split-user-id\t'the user id seems to have a space in it'
user-only\t'the token names a user and allows nothing'
no-workspace\t'the token does not say which workspace it is of'
client-key-override\t'`client_key` in the token wins over `tenant_id`'
environment-mismatch\t'the token is of another environment'
draft-environment\t'the token was issued with a draft key'
workspace-disagrees\t'`tenant_id` and `tenant_scope` are of different environments'
request-field-leaked\t'a field of the request became a claim and had no effect'
extra-claim\t'the token holds a claim that Courier does not look at'
other-key\t'the token was not signed with the given key'
client-key-mismatch\t'the app\'s client key is of another workspace or environment'
sandbox-token\t'the token was issued by a sandbox'
CA101\t'the text is not `header.payload.signature`'
CA102\t'this is an API key of the workspace, not a user token'
CA103\t'this is a client key, not a user token'
CA104\t'this is an HMAC signature, not a user token'
CA105\t'the token has five parts: it is encrypted'
CA106\t'something had to be taken off the text to find the token in it'
CA107\t'a part of the token is not base64url without padding'
CA108\t'the token\'s header or payload is not a JSON object'
CA109\t'the token has no signature'
CA110\t'the token is signed with an algorithm that Courier does not take'
CA111\t'a name stands twice in the token\'s header or payload'
CA112\t'this is what stood in the place of a token'
CA113\t'the token is longer than servers and proxies take in a header'
CA114\t'the signature has not the length of its algorithm'
CA201\t'the token has expired'
CA202\t'the token never expires'
CA203\t'the token lives a thousandth of what was meant'
CA204\t'the token is about to expire'
CA205\t'the token lives longer than a token should'
CA206\t'`exp` lies beyond any date that can be meant'
CA207\t'`exp` is not a number'
CA208\t'the token expires before it was issued'
CA209\t'the token was issued at a time that is still to come'
CA210\t'the token is not valid yet'
CA301\t'the token has no scope'
CA302\t'`scope` is not a string'
CA303\t'the scopes stand in another claim than `scope`'
CA304\t'something else than a space stands between scopes'
CA305\t'a feature that the app uses lacks a scope'
CA306\t'the token holds a scope that Courier does not know'
CA307\t'the token holds a scope that only Courier\'s source code names'
CA308\t'`read:messages` does not open the Inbox'
CA309\t'a scope has a gap that was to be filled'
CA310\t'a scope stands in the token twice'
CA311\t'a scope is right but for its case'
CA312\t'singular and plural are mixed up in a tenant\'s scope'
CA313\t'the token may change what belongs to the whole workspace'
CA314\t'the scope has spaces that separate nothing'
CA401\t'the token names no user'
CA402\t'nothing stands behind `user_id:`'
CA403\t'the token names more than one user'
CA404\t'the user id is what stood in the place of one'
CA405\t'the token is another user\'s'
CA406\t'the user id has characters that SDKs do not encode'
CA407\t'the user id seems to have a space in it'
CA408\t'the token names a user and allows nothing'
CA501\t'the token does not say which workspace it is of'
CA502\t'`client_key` in the token wins over `tenant_id`'
CA503\t'the token is of another environment'
CA504\t'the token was issued with a draft key'
CA505\t'`tenant_id` and `tenant_scope` are of different environments'
CA506\t'a field of the request became a claim and had no effect'
CA507\t'the token holds a claim that Courier does not look at'
CA508\t'the token was not signed with the given key'
CA509\t'the app\'s client key is of another workspace or environment'
CA510\t'the token was issued by a sandbox'
CA1\t'its form: is it a token at all?'
CA2\t'its time: does it live, and as long as was meant?'
CA3\t'its scopes: may it do what the app needs?'
CA4\t'its user: whose is it?'
CA5\t'its workspace, and what else it says'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l warn -d 'Make what a rule or family finds a warning' -r -f -a "not-a-jwt\t'the text is not `header.payload.signature`'
api-key-as-token\t'this is an API key of the workspace, not a user token'
client-key-as-token\t'this is a client key, not a user token'
hmac-as-token\t'this is an HMAC signature, not a user token'
encrypted-token\t'the token has five parts: it is encrypted'
wrapped-token\t'something had to be taken off the text to find the token in it'
bad-encoding\t'a part of the token is not base64url without padding'
bad-json\t'the token\'s header or payload is not a JSON object'
unsigned\t'the token has no signature'
wrong-alg\t'the token is signed with an algorithm that Courier does not take'
duplicate-claim\t'a name stands twice in the token\'s header or payload'
placeholder-token\t'this is what stood in the place of a token'
oversized-token\t'the token is longer than servers and proxies take in a header'
bad-signature-length\t'the signature has not the length of its algorithm'
expired\t'the token has expired'
no-expiry\t'the token never expires'
milliseconds-lifetime\t'the token lives a thousandth of what was meant'
expires-soon\t'the token is about to expire'
long-lived\t'the token lives longer than a token should'
exp-in-milliseconds\t'`exp` lies beyond any date that can be meant'
exp-not-a-number\t'`exp` is not a number'
born-expired\t'the token expires before it was issued'
issued-in-future\t'the token was issued at a time that is still to come'
not-yet-valid\t'the token is not valid yet'
no-scope\t'the token has no scope'
scope-not-a-string\t'`scope` is not a string'
scope-elsewhere\t'the scopes stand in another claim than `scope`'
bad-separator\t'something else than a space stands between scopes'
missing-scope\t'a feature that the app uses lacks a scope'
unknown-scope\t'the token holds a scope that Courier does not know'
undocumented-scope\t'the token holds a scope that only Courier\'s source code names'
legacy-messages-scope\t'`read:messages` does not open the Inbox'
placeholder-scope\t'a scope has a gap that was to be filled'
duplicate-scope\t'a scope stands in the token twice'
scope-case\t'a scope is right but for its case'
mixed-tenant-scope\t'singular and plural are mixed up in a tenant\'s scope'
broad-scope\t'the token may change what belongs to the whole workspace'
extra-space\t'the scope has spaces that separate nothing'
no-user\t'the token names no user'
empty-user\t'nothing stands behind `user_id:`'
several-users\t'the token names more than one user'
placeholder-user\t'the user id is what stood in the place of one'
user-mismatch\t'the token is another user\'s'
unsafe-user-id\t'the user id has characters that SDKs do not encode'
split-user-id\t'the user id seems to have a space in it'
user-only\t'the token names a user and allows nothing'
no-workspace\t'the token does not say which workspace it is of'
client-key-override\t'`client_key` in the token wins over `tenant_id`'
environment-mismatch\t'the token is of another environment'
draft-environment\t'the token was issued with a draft key'
workspace-disagrees\t'`tenant_id` and `tenant_scope` are of different environments'
request-field-leaked\t'a field of the request became a claim and had no effect'
extra-claim\t'the token holds a claim that Courier does not look at'
other-key\t'the token was not signed with the given key'
client-key-mismatch\t'the app\'s client key is of another workspace or environment'
sandbox-token\t'the token was issued by a sandbox'
CA101\t'the text is not `header.payload.signature`'
CA102\t'this is an API key of the workspace, not a user token'
CA103\t'this is a client key, not a user token'
CA104\t'this is an HMAC signature, not a user token'
CA105\t'the token has five parts: it is encrypted'
CA106\t'something had to be taken off the text to find the token in it'
CA107\t'a part of the token is not base64url without padding'
CA108\t'the token\'s header or payload is not a JSON object'
CA109\t'the token has no signature'
CA110\t'the token is signed with an algorithm that Courier does not take'
CA111\t'a name stands twice in the token\'s header or payload'
CA112\t'this is what stood in the place of a token'
CA113\t'the token is longer than servers and proxies take in a header'
CA114\t'the signature has not the length of its algorithm'
CA201\t'the token has expired'
CA202\t'the token never expires'
CA203\t'the token lives a thousandth of what was meant'
CA204\t'the token is about to expire'
CA205\t'the token lives longer than a token should'
CA206\t'`exp` lies beyond any date that can be meant'
CA207\t'`exp` is not a number'
CA208\t'the token expires before it was issued'
CA209\t'the token was issued at a time that is still to come'
CA210\t'the token is not valid yet'
CA301\t'the token has no scope'
CA302\t'`scope` is not a string'
CA303\t'the scopes stand in another claim than `scope`'
CA304\t'something else than a space stands between scopes'
CA305\t'a feature that the app uses lacks a scope'
CA306\t'the token holds a scope that Courier does not know'
CA307\t'the token holds a scope that only Courier\'s source code names'
CA308\t'`read:messages` does not open the Inbox'
CA309\t'a scope has a gap that was to be filled'
CA310\t'a scope stands in the token twice'
CA311\t'a scope is right but for its case'
CA312\t'singular and plural are mixed up in a tenant\'s scope'
CA313\t'the token may change what belongs to the whole workspace'
CA314\t'the scope has spaces that separate nothing'
CA401\t'the token names no user'
CA402\t'nothing stands behind `user_id:`'
CA403\t'the token names more than one user'
CA404\t'the user id is what stood in the place of one'
CA405\t'the token is another user\'s'
CA406\t'the user id has characters that SDKs do not encode'
CA407\t'the user id seems to have a space in it'
CA408\t'the token names a user and allows nothing'
CA501\t'the token does not say which workspace it is of'
CA502\t'`client_key` in the token wins over `tenant_id`'
CA503\t'the token is of another environment'
CA504\t'the token was issued with a draft key'
CA505\t'`tenant_id` and `tenant_scope` are of different environments'
CA506\t'a field of the request became a claim and had no effect'
CA507\t'the token holds a claim that Courier does not look at'
CA508\t'the token was not signed with the given key'
CA509\t'the app\'s client key is of another workspace or environment'
CA510\t'the token was issued by a sandbox'
CA1\t'its form: is it a token at all?'
CA2\t'its time: does it live, and as long as was meant?'
CA3\t'its scopes: may it do what the app needs?'
CA4\t'its user: whose is it?'
CA5\t'its workspace, and what else it says'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l deny -d 'Make what a rule or family finds an error' -r -f -a "not-a-jwt\t'the text is not `header.payload.signature`'
api-key-as-token\t'this is an API key of the workspace, not a user token'
client-key-as-token\t'this is a client key, not a user token'
hmac-as-token\t'this is an HMAC signature, not a user token'
encrypted-token\t'the token has five parts: it is encrypted'
wrapped-token\t'something had to be taken off the text to find the token in it'
bad-encoding\t'a part of the token is not base64url without padding'
bad-json\t'the token\'s header or payload is not a JSON object'
unsigned\t'the token has no signature'
wrong-alg\t'the token is signed with an algorithm that Courier does not take'
duplicate-claim\t'a name stands twice in the token\'s header or payload'
placeholder-token\t'this is what stood in the place of a token'
oversized-token\t'the token is longer than servers and proxies take in a header'
bad-signature-length\t'the signature has not the length of its algorithm'
expired\t'the token has expired'
no-expiry\t'the token never expires'
milliseconds-lifetime\t'the token lives a thousandth of what was meant'
expires-soon\t'the token is about to expire'
long-lived\t'the token lives longer than a token should'
exp-in-milliseconds\t'`exp` lies beyond any date that can be meant'
exp-not-a-number\t'`exp` is not a number'
born-expired\t'the token expires before it was issued'
issued-in-future\t'the token was issued at a time that is still to come'
not-yet-valid\t'the token is not valid yet'
no-scope\t'the token has no scope'
scope-not-a-string\t'`scope` is not a string'
scope-elsewhere\t'the scopes stand in another claim than `scope`'
bad-separator\t'something else than a space stands between scopes'
missing-scope\t'a feature that the app uses lacks a scope'
unknown-scope\t'the token holds a scope that Courier does not know'
undocumented-scope\t'the token holds a scope that only Courier\'s source code names'
legacy-messages-scope\t'`read:messages` does not open the Inbox'
placeholder-scope\t'a scope has a gap that was to be filled'
duplicate-scope\t'a scope stands in the token twice'
scope-case\t'a scope is right but for its case'
mixed-tenant-scope\t'singular and plural are mixed up in a tenant\'s scope'
broad-scope\t'the token may change what belongs to the whole workspace'
extra-space\t'the scope has spaces that separate nothing'
no-user\t'the token names no user'
empty-user\t'nothing stands behind `user_id:`'
several-users\t'the token names more than one user'
placeholder-user\t'the user id is what stood in the place of one'
user-mismatch\t'the token is another user\'s'
unsafe-user-id\t'the user id has characters that SDKs do not encode'
split-user-id\t'the user id seems to have a space in it'
user-only\t'the token names a user and allows nothing'
no-workspace\t'the token does not say which workspace it is of'
client-key-override\t'`client_key` in the token wins over `tenant_id`'
environment-mismatch\t'the token is of another environment'
draft-environment\t'the token was issued with a draft key'
workspace-disagrees\t'`tenant_id` and `tenant_scope` are of different environments'
request-field-leaked\t'a field of the request became a claim and had no effect'
extra-claim\t'the token holds a claim that Courier does not look at'
other-key\t'the token was not signed with the given key'
client-key-mismatch\t'the app\'s client key is of another workspace or environment'
sandbox-token\t'the token was issued by a sandbox'
CA101\t'the text is not `header.payload.signature`'
CA102\t'this is an API key of the workspace, not a user token'
CA103\t'this is a client key, not a user token'
CA104\t'this is an HMAC signature, not a user token'
CA105\t'the token has five parts: it is encrypted'
CA106\t'something had to be taken off the text to find the token in it'
CA107\t'a part of the token is not base64url without padding'
CA108\t'the token\'s header or payload is not a JSON object'
CA109\t'the token has no signature'
CA110\t'the token is signed with an algorithm that Courier does not take'
CA111\t'a name stands twice in the token\'s header or payload'
CA112\t'this is what stood in the place of a token'
CA113\t'the token is longer than servers and proxies take in a header'
CA114\t'the signature has not the length of its algorithm'
CA201\t'the token has expired'
CA202\t'the token never expires'
CA203\t'the token lives a thousandth of what was meant'
CA204\t'the token is about to expire'
CA205\t'the token lives longer than a token should'
CA206\t'`exp` lies beyond any date that can be meant'
CA207\t'`exp` is not a number'
CA208\t'the token expires before it was issued'
CA209\t'the token was issued at a time that is still to come'
CA210\t'the token is not valid yet'
CA301\t'the token has no scope'
CA302\t'`scope` is not a string'
CA303\t'the scopes stand in another claim than `scope`'
CA304\t'something else than a space stands between scopes'
CA305\t'a feature that the app uses lacks a scope'
CA306\t'the token holds a scope that Courier does not know'
CA307\t'the token holds a scope that only Courier\'s source code names'
CA308\t'`read:messages` does not open the Inbox'
CA309\t'a scope has a gap that was to be filled'
CA310\t'a scope stands in the token twice'
CA311\t'a scope is right but for its case'
CA312\t'singular and plural are mixed up in a tenant\'s scope'
CA313\t'the token may change what belongs to the whole workspace'
CA314\t'the scope has spaces that separate nothing'
CA401\t'the token names no user'
CA402\t'nothing stands behind `user_id:`'
CA403\t'the token names more than one user'
CA404\t'the user id is what stood in the place of one'
CA405\t'the token is another user\'s'
CA406\t'the user id has characters that SDKs do not encode'
CA407\t'the user id seems to have a space in it'
CA408\t'the token names a user and allows nothing'
CA501\t'the token does not say which workspace it is of'
CA502\t'`client_key` in the token wins over `tenant_id`'
CA503\t'the token is of another environment'
CA504\t'the token was issued with a draft key'
CA505\t'`tenant_id` and `tenant_scope` are of different environments'
CA506\t'a field of the request became a claim and had no effect'
CA507\t'the token holds a claim that Courier does not look at'
CA508\t'the token was not signed with the given key'
CA509\t'the app\'s client key is of another workspace or environment'
CA510\t'the token was issued by a sandbox'
CA1\t'its form: is it a token at all?'
CA2\t'its time: does it live, and as long as was meant?'
CA3\t'its scopes: may it do what the app needs?'
CA4\t'its user: whose is it?'
CA5\t'its workspace, and what else it says'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l format -d 'The form of the answer' -r -f -a "text\t'For people'
json\t'One document, as --json'
jsonl\t'One document a token, each on its line'
github\t'Annotations of a GitHub Actions run'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l field -d 'Print one field of the JSON answer alone, such as claims.exp or findings.0.code' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l verify -d 'Check the signature with the API key'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l strict -d 'Fail on warnings too: the same as --fail-on warning'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l exit-zero -d 'Exit 0 whatever the verdict'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l fix-scope -d 'Print the corrected scope string alone'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l user -d 'For which user' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l at -d 'As of this time: RFC 3339, a date, seconds since 1970, or +2h, -1d from now' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l list -d 'List every action, its scope and where SDKs ask for it'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l all -d 'Explain every rule'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l user -d 'A user id, taken as it is, instead of the profile\'s; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l batch -d 'Sign any number of user ids from standard input, one a line; --json writes a line for each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -s 0 -l null -d 'As --batch, with ids that a zero byte ends, as `find -print0` writes them'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -a "check" -d 'Say whether a signature is the one of a user, and if not, what was done instead'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l user -d 'The user id, taken as it is, instead of the profile\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l also-key-file -d 'Try the key in this file too, such as that of the test environment; may be repeated' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from help" -f -a "check" -d 'Say whether a signature is the one of a user, and if not, what was done instead'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l user -d 'Whose Inbox' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l tag -d 'Only messages with this tag; of several, with one of them' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l tenant -d 'Only messages of this tenant' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l since -d 'Only messages since then: RFC 3339, a date, seconds since 1970, or -2h, -7d from now' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l limit -d 'How many messages at the most, or `all`' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l timeout -d 'How long one request may take in all, in seconds [default: 30]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l inbox-url -d 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l token-file -d 'Use the user token in this file, or on standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l client-key -d 'Get in by this client key and a signature made with the API key, as old apps do' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l unread -d 'Only messages that are unread'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l read -d 'Only messages that were read'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l archived -d 'Archived messages, instead of those that are not'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l jsonl -d 'A line of JSON for each message'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l ids -d 'Their ids alone, one a line'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l count -d 'How many there are, and nothing else'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l ids-file -d 'Read ids from this file, one a line, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l tag -d 'Only messages with this tag; of several, with one of them' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l tenant -d 'Only messages of this tenant' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l before -d 'Only messages before then: RFC 3339, a date, seconds since 1970, or -2h, -7d from now' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l as -d 'What to mark them as' -r -f -a "read\t'As read'
unread\t'As unread, as --undo does'
opened\t'As opened, that is seen in a list'
archived\t'As archived, so that no list shows it but that of archived ones'
unarchived\t'As not archived'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l user -d 'Whose messages they are' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l failed-to -d 'Keep in this file the ids that are not marked, for --ids-file' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l batch -d 'How many messages go into one request' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l concurrency -d 'How many requests are under way at once' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l timeout -d 'How long one request may take in all, in seconds [default: 30]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l inbox-url -d 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l token-file -d 'Use the user token in this file, or on standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l client-key -d 'Get in by this client key and a signature made with the API key, as old apps do' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l all -d 'All messages of the user that are not archived; with --as unarchived, those that are'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l undo -d 'Mark them unread'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l dry-run -d 'List what would be marked, and mark nothing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s y -l yes -d 'Do not ask, where messages are not named one by one'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l verify -d 'Look before which are marked already, and afterwards whether the list says the same'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l user -d 'Whose Inbox; without it the profile\'s user, or the token\'s, or one who is nobody' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l tenant -d 'The tenant that the app shows messages of' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l for -d 'What the app does: the features that the token must be good for' -r -f -a "inbox\t'the Inbox: a list of messages that can be marked read'
toast\t'Toasts: messages that pop up as they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s look'
create\t'Courier Create: the embedded template editor'
sdk\t'all that Courier\'s SDKs can do, as in Courier\'s development example'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l env -d 'Which environment the token must be of: production, test, or an id' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l token-file -d 'Diagnose the user token in this file, or on standard input if `-`, instead of a new one' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l client-key -d 'Look too at what an app gets that shows this client key, or that of COURIER_CLIENT_KEY' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l inbox-url -d 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l timeout -d 'How long each step may take, in seconds [default: 10]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 0]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l try-other-region -d 'If Courier refuses the key here, send it to the other region too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l user -d 'Give tokens of this user alone, whoever asks; without it of every user who is named' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l allow-user -d 'Give tokens of this user, if that one is asked for; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l allow-origin -d 'Let pages of this origin read the answer; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l min-ttl -d 'Give no token away that lives shorter than this' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l path -d 'Where tokens are asked for' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l port -d 'The port to listen on; 0 takes a free one' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l host -d 'The address to listen on; another machine\'s reach takes --i-know too' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l for -d 'What the app will do with it: the features whose scopes to ask for' -r -f -a "inbox\t'the Inbox: a list of messages that can be marked read'
toast\t'Toasts: messages that pop up as they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s look'
create\t'Courier Create: the embedded template editor'
sdk\t'all that Courier\'s SDKs can do, as in Courier\'s development example'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l scope -d 'A scope to ask for, instead of those of --for; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l tenant -d 'Ask for Courier Create\'s scopes of this tenant alone, not of all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l brand -d 'Ask for this brand alone, not for all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l expires-in -d 'How long it shall live: a number and its unit [default: 1 day, or the profile\'s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l timeout -d 'How long one request may take in all, in seconds [default: 30]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l i-know -d 'Whoever reaches the port may have tokens of my users'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l allow-production -d 'Take a key of production, whose tokens open the Inboxes of real users'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l no-preflight -d 'Ask even for what the rules say will fail; the lifetime must still be one'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -f -a "start" -d 'Start a local Courier and keep it running until Ctrl-C'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -f -a "exec" -d 'Run a command with a local Courier of its own'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -f -a "env" -d 'Print the variables that lead to a sandbox that runs'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -f -a "status" -d 'Tell whether a sandbox runs, and what is in it; exits 1 if none does'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -f -a "stop" -d 'Stop a sandbox that runs; that none does is fine'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l port -d 'The port to listen on; 0 takes a free one' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l ready-file -d 'Write the ready line, as JSON, to this file too; it is gone when this process is' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l seed -d 'Begin with the users and messages of this file' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l fault -d 'Fail on purpose, as `issue-token:429,retry-after=2,times=1`; may be given again' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l latency -d 'Let each answer wait, in milliseconds' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l domain -d 'Let them in from pages of this origin only, a regular expression; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l jwt-required -d 'Refuse them, as a workspace does that enforces JWT'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l hmac-required -d 'Ask for the user\'s signature, as a workspace does that enforces HMAC'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l no-draft-key -d 'Have no draft API key, without which a client key is good for nothing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l port -d 'The port to listen on; 0 takes a free one' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l seed -d 'Begin with the users and messages of this file' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l fault -d 'Fail on purpose, as `issue-token:429,retry-after=2,times=1`; may be given again' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l latency -d 'Let each answer wait, in milliseconds' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l domain -d 'Let them in from pages of this origin only, a regular expression; may be repeated' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l name -d 'Give a variable under another name too, as `COURIER_BASE_URL=VITE_COURIER_URL`' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l jwt-required -d 'Refuse them, as a workspace does that enforces JWT'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l hmac-required -d 'Ask for the user\'s signature, as a workspace does that enforces HMAC'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l no-draft-key -d 'Have no draft API key, without which a client key is good for nothing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l format -d 'How they are written' -r -f -a "sh\t'`export NAME=\'value\'`'
fish\t'`set -gx NAME \'value\'`'
pwsh\t'`$env:NAME = \'value\'`'
dotenv\t'`NAME=value`'
json\t'An object'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l name -d 'Print a variable under another name, as `COURIER_BASE_URL=VITE_COURIER_URL`' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l port -d 'The port that it listens on' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l port -d 'The port that it listens on' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l port -d 'The port that it listens on' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "start" -d 'Start a local Courier and keep it running until Ctrl-C'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "exec" -d 'Run a command with a local Courier of its own'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "env" -d 'Print the variables that lead to a sandbox that runs'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "status" -d 'Tell whether a sandbox runs, and what is in it; exits 1 if none does'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop a sandbox that runs; that none does is fine'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -f -a "add" -d 'Add a profile, with questions on a terminal'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -f -a "list" -d 'List the profiles; a star marks the one in use'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -f -a "show" -d 'Show the settings in effect, and with --origin where each comes from'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -f -a "use" -d 'Use a profile from now on where nothing names another'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -f -a "remove" -d 'Remove a profile, and its key from the keyring'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l key-from -d 'Where the key is: keyring, command:LINE, shell:LINE, env:NAME or file:PATH' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-key-file -d 'Read the key to be kept from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l env -d 'Refuse keys of another environment than this: production, test, or an id' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l user -d 'The user where a command names none' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l expires-in -d 'The lifetime of tokens where a command names none' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l inbox-url -d 'The address of the Inbox API, instead of the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l timeout -d 'How long one request may take in all, in seconds [default: 30]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l insecure-storage -d 'Keep the key itself in the configuration file, which is not encrypted'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l check -d 'Check the key first: issue a token that lives for five seconds'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l use -d 'Use it from now on where nothing names another'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l replace -d 'Change the profile of that name; what is not given stays as it is'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l inbox-url -d 'The address of the Inbox API, instead of COURIER_INBOX_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l profile -d 'Use this profile, whatever the environment says' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l region -d 'The region of the workspace' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l api-url -d 'The address of the REST API, instead of COURIER_BASE_URL or the region\'s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'How long one request may take in all, in seconds [default: 30]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l retries -d 'How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l debug-http -d 'Write all requests and answers to this file, which only you can read, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l origin -d 'Tell where each value comes from, and what it shadows'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l any-environment -d 'Use the key even if the profile expects one of another environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l none -d 'Use none'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do not ask'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l keep-key -d 'Leave its key in the keyring'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a profile, with questions on a terminal'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the profiles; a star marks the one in use'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the settings in effect, and with --origin where each comes from'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "use" -d 'Use a profile from now on where nothing names another'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a profile, and its key from the keyring'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l dir -d 'Write the page of each command into this folder' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l json -d 'Answer in JSON, one document; errors and notes too, a line each'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -s v -l verbose -d 'Say what was sent and what came of it; -vv with headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "issue" -d 'Issue a user token (JWT) at Courier and print it'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "exec" -d 'Run a command with a fresh user token in its environment'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "inspect" -d 'Decode user tokens, and say what is wrong with them and how to mend that'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "can" -d 'Say whether a token may do something, and why not'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "explain" -d 'Explain a rule of `inspect`, or list them all'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "scopes" -d 'List the scopes and features of Courier user tokens'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "exit-codes" -d 'List the exit codes and what they mean'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "hmac" -d 'Compute the legacy HMAC signature of a user id, or check one'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "messages" -d 'List the messages in a user\'s Inbox, newest first'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "mark-read" -d 'Mark Inbox messages read, or unread, opened or archived'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "doctor" -d 'Walk the whole way to a user\'s Inbox, and say which link of it is broken'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "serve" -d 'Be the backend that gives your app its user tokens, for development'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "sandbox" -d 'Run a local Courier for development and tests'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "demo" -d 'See it all work against a local Courier, without an account'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "profile" -d 'Keep workspaces under names: where they are, and where their API key is'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "man" -d 'Print the manual page of a command, or write all of them'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue exec inspect can explain scopes exit-codes hmac messages mark-read doctor serve sandbox demo profile completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
