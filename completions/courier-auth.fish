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
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "inspect" -d 'Decode user tokens, and say what is wrong with them and how to mend that'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "can" -d 'Say whether a token may do something, and why not'
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
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l at -d 'Judge as of this time: RFC 3339, seconds since 1970, or `+2h`, `-1d` from now' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l leeway -d 'Let pass what is late by less than this; Courier itself allows nothing' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l valid-for -d 'Fail on less than this left to live' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l max-lifetime -d 'Warn of a token that lives longer than this in all' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l api-key-file -d 'Read the API key from this file, or from standard input if `-`' -r -F
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
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l verify -d 'Check the signature with the API key'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l strict -d 'Fail on warnings too: the same as --fail-on warning'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l exit-zero -d 'Exit 0 whatever the verdict'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l fix-scope -d 'Print the corrected scope string alone'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l user -d 'For which user' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l at -d 'As of this time: RFC 3339, seconds since 1970, or `+2h`, `-1d` from now' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l list -d 'List every action, its scope and where SDKs ask for it'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l json -d 'Answer in JSON, one document; errors too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s q -l quiet -d 'Say nothing but the answer and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l no-input -d 'Never ask; fail and say what is missing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s V -l version -d 'Print version'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l all -d 'Explain every rule'
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
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "issue" -d 'Issue a user token (JWT) at Courier and print it'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "inspect" -d 'Decode user tokens, and say what is wrong with them and how to mend that'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "can" -d 'Say whether a token may do something, and why not'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "explain" -d 'Explain a rule of `inspect`, or list them all'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "scopes" -d 'List the scopes and features of Courier user tokens'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "hmac" -d 'Compute the legacy HMAC signature of a user id'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "messages" -d 'List the messages in a user\'s Inbox, newest first'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "mark-read" -d 'Mark Inbox messages read'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "sandbox" -d 'Run a local Courier for development and tests'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "demo" -d 'See it all work against a local Courier, without an account'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and not __fish_seen_subcommand_from issue inspect can explain scopes hmac messages mark-read sandbox demo completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "start" -d 'Start a local Courier and keep it running until Ctrl-C'
