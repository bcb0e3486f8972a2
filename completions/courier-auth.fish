# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_courier_auth_global_optspecs
    string join \n V/version h/help format= q/quiet v/verbose color= no-input strict-config json
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

complete -c courier-auth -n "__fish_courier_auth_needs_command" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s V -l version -d 'Print the version; -v adds the commit and the target'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "issue" -d 'Issue a user token (JWT) and print it'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "exec" -d 'Run a command with a new user token in its environment'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "inspect" -d 'Decode user tokens, report problems and suggest a fix'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "diff" -d 'Compare two user tokens'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "can" -d 'Check whether a token allows an action'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "explain" -d 'Explain rules of `inspect` and behaviors of Courier\'s clients'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "scopes" -d 'List the scopes and features of Courier user tokens'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "exit-codes" -d 'List the exit codes and what they mean'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "hmac" -d 'Compute or check the legacy HMAC signature of a user ID'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "messages" -d 'List the messages in a user\'s Inbox, newest first'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "mark-read" -d 'Mark Inbox messages as read, unread, opened or archived'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "doctor" -d 'Find out why a user\'s Inbox is empty or returns 401'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "serve" -d 'Run a local token endpoint for your app (development only)'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "sandbox" -d 'Run a local Courier for development and tests'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "demo" -d 'Take a tour with a local Courier; no account needed'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "profile" -d 'Manage profiles: region, API key source and default user'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "commands" -d 'Print the command tree'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "completions" -d 'Print a shell completion script'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "schema" -d 'Print the JSON Schema of a JSON document'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "help" -d 'Print the help of a command'
complete -c courier-auth -n "__fish_courier_auth_needs_command" -f -a "man" -d 'Print the manual page of a command, or write all pages'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l user -d 'User ID [default: from project or profile]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l users-file -d 'File with user IDs, one per line; `-` reads stdin' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l column -d 'Column with the user IDs, if --users-file is CSV or JSON' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l for -d 'Features to request scopes for [default: sdk]' -r -f -a "inbox\t'a list of messages that users can mark as read'
toast\t'messages that pop up when they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s colors and logo'
create\t'Courier Create, the embedded template editor'
sdk\t'everything that Courier\'s SDKs can do'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l scope -d 'Scopes to request, alone or with --for' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l tenant -d 'Limit Courier Create\'s scopes to this tenant' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l brand -d 'Limit the brand scopes to this brand' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l expires-in -d 'Lifetime, for example \'2 hours\' [default: 1 day]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l format -d 'token (default), json, jsonl, env, dotenv, header' -r -f -a "token\t'Only the token'
json\t'One JSON document; same as --json'
jsonl\t'One JSON document per line, which is the format for several users'
env\t'A line for a POSIX shell: export COURIER_JWT=...'
dotenv\t'A line for a dotenv file: COURIER_JWT=...'
header\t'An HTTP header: Authorization: Bearer ...'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l name -d 'Variable name for --format env and dotenv [default: COURIER_JWT]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l output -d 'Write to this file, which only you can read' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l concurrency -d 'Maximum number of requests at the same time' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l resume -d 'Skip users who have a valid token in this output' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l timeout -d 'Time limit for a request, for example 10s or 500ms [default: 30s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l no-preflight -d 'Skip the checks of user ID and scopes before the request'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l dry-run -d 'Print the request as JSON and send nothing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l curl -d 'Print a curl command and send nothing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand issue" -l no-newline -d 'Do not print a newline at the end'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l user -d 'User ID [default: from project or profile]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l for -d 'Features to request scopes for [default: sdk]' -r -f -a "inbox\t'a list of messages that users can mark as read'
toast\t'messages that pop up when they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s colors and logo'
create\t'Courier Create, the embedded template editor'
sdk\t'everything that Courier\'s SDKs can do'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l scope -d 'Scopes to request, alone or with --for' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l tenant -d 'Limit Courier Create\'s scopes to this tenant' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l brand -d 'Limit the brand scopes to this brand' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l expires-in -d 'Lifetime, for example \'2 hours\' [default: 1 day]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l name -d 'Another name for a variable; repeatable' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l timeout -d 'Time limit for a request, for example 10s or 500ms [default: 30s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l no-preflight -d 'Skip the checks of user ID and scopes before the request'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l refresh -d 'Keep a valid token in $COURIER_JWT_FILE'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l keep-api-key -d 'Pass the API key on to the command too'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exec" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l file -d 'File with tokens; `-` reads standard input; repeatable' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l for -d 'Features of the app [default: inbox]' -r -f -a "inbox\t'a list of messages that users can mark as read'
toast\t'messages that pop up when they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s colors and logo'
create\t'Courier Create, the embedded template editor'
sdk\t'everything that Courier\'s SDKs can do'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l user -d 'Require this user ID' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l env -d 'Require this environment: production or test' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l client-key -d 'Client key that the app uses with the token' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l at -d 'Check as of this time, for example +2h' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l leeway -d 'Accept tokens that expired less than this long ago' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l valid-for -d 'Fail if the token is valid for less than this' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l max-lifetime -d 'Warn if the lifetime is longer than this' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l fail-on -d 'Lowest severity that fails: error, warning or note' -r -f -a "error\t'Only errors: the token does not work for the app'
warning\t'Also warnings: the token works, but not as intended or at a risk'
note\t'Also notes'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l allow -d 'Ignore these rules, for example CA202, no-expiry or CA2' -r -f -a "not-a-jwt\t'the text is not a token of the form `header.payload.signature`'
api-key-as-token\t'the text is an API key, not a user token'
client-key-as-token\t'the text is a client key, not a user token'
hmac-as-token\t'the text is an HMAC signature, not a user token'
encrypted-token\t'the token is encrypted: it has five parts'
wrapped-token\t'the text contains more than the token, such as `Bearer` or quotes'
bad-encoding\t'a part of the token is not valid base64url'
bad-json\t'the header or the payload is not a JSON object'
unsigned\t'the token has no signature'
wrong-alg\t'the token uses a signature algorithm that Courier does not support'
duplicate-claim\t'the header or the payload contains a duplicate name'
placeholder-token\t'the text is a placeholder, not a token'
oversized-token\t'the token is too long for a request header'
bad-signature-length\t'the signature has the wrong length for its algorithm'
expired\t'the token has expired'
no-expiry\t'the token never expires'
milliseconds-lifetime\t'the lifetime is probably 1000 times too short, read as milliseconds'
expires-soon\t'the token expires soon'
long-lived\t'the lifetime of the token is too long'
exp-in-milliseconds\t'`exp` is in milliseconds or far in the future'
exp-not-a-number\t'`exp` is not a number'
born-expired\t'the token was never valid: `exp` is not later than `iat`'
issued-in-future\t'the issue time of the token (`iat`) is in the future'
not-yet-valid\t'the token is not valid yet (`nbf`)'
no-scope\t'the token has no scope'
scope-not-a-string\t'`scope` is not a string'
scope-elsewhere\t'the scopes are in a different claim than `scope`'
bad-separator\t'scopes are separated by something other than a space'
missing-scope\t'the token does not have a scope that the app needs'
unknown-scope\t'the token contains an unknown scope'
undocumented-scope\t'the token contains an undocumented scope'
legacy-messages-scope\t'`read:messages` does not open the Inbox'
placeholder-scope\t'a scope contains an unfilled placeholder'
duplicate-scope\t'a scope is listed twice'
scope-case\t'a scope has the wrong letter case'
mixed-tenant-scope\t'a tenant scope mixes singular and plural'
broad-scope\t'the token can change data of the whole workspace'
extra-space\t'the scope contains extra spaces'
missing-space\t'a space is missing in the scope'
wildcard-scope\t'a scope contains a wildcard'
made-for-create\t'the token was made for Courier Create'
no-user\t'the scope names no user'
empty-user\t'the user ID after `user_id:` is empty'
several-users\t'the scope names more than one user'
placeholder-user\t'the user ID is a placeholder or what a program prints for no value'
user-mismatch\t'the token belongs to a different user'
unsafe-user-id\t'the user ID contains characters that SDKs do not encode'
split-user-id\t'the user ID seems to contain a space'
user-only\t'the token names a user but allows nothing'
wrapped-user-id\t'the user ID contains quotes or other text around the ID'
no-workspace\t'the token does not name its workspace'
client-key-override\t'the claim `client_key` overrides `tenant_id`'
environment-mismatch\t'the token belongs to a different environment'
draft-environment\t'the token was issued with a draft API key'
workspace-disagrees\t'`tenant_id` and `tenant_scope` name different environments'
request-field-leaked\t'a request field became a claim and has no effect'
extra-claim\t'the token contains a claim that Courier ignores'
other-key\t'the token is not signed with the given API key'
client-key-mismatch\t'the client key belongs to a different workspace or environment'
sandbox-token\t'the token was issued by a sandbox'
login-provider-token\t'the token was issued by a login provider or another service, not by Courier'
CA101\t'the text is not a token of the form `header.payload.signature`'
CA102\t'the text is an API key, not a user token'
CA103\t'the text is a client key, not a user token'
CA104\t'the text is an HMAC signature, not a user token'
CA105\t'the token is encrypted: it has five parts'
CA106\t'the text contains more than the token, such as `Bearer` or quotes'
CA107\t'a part of the token is not valid base64url'
CA108\t'the header or the payload is not a JSON object'
CA109\t'the token has no signature'
CA110\t'the token uses a signature algorithm that Courier does not support'
CA111\t'the header or the payload contains a duplicate name'
CA112\t'the text is a placeholder, not a token'
CA113\t'the token is too long for a request header'
CA114\t'the signature has the wrong length for its algorithm'
CA201\t'the token has expired'
CA202\t'the token never expires'
CA203\t'the lifetime is probably 1000 times too short, read as milliseconds'
CA204\t'the token expires soon'
CA205\t'the lifetime of the token is too long'
CA206\t'`exp` is in milliseconds or far in the future'
CA207\t'`exp` is not a number'
CA208\t'the token was never valid: `exp` is not later than `iat`'
CA209\t'the issue time of the token (`iat`) is in the future'
CA210\t'the token is not valid yet (`nbf`)'
CA301\t'the token has no scope'
CA302\t'`scope` is not a string'
CA303\t'the scopes are in a different claim than `scope`'
CA304\t'scopes are separated by something other than a space'
CA305\t'the token does not have a scope that the app needs'
CA306\t'the token contains an unknown scope'
CA307\t'the token contains an undocumented scope'
CA308\t'`read:messages` does not open the Inbox'
CA309\t'a scope contains an unfilled placeholder'
CA310\t'a scope is listed twice'
CA311\t'a scope has the wrong letter case'
CA312\t'a tenant scope mixes singular and plural'
CA313\t'the token can change data of the whole workspace'
CA314\t'the scope contains extra spaces'
CA315\t'a space is missing in the scope'
CA316\t'a scope contains a wildcard'
CA317\t'the token was made for Courier Create'
CA401\t'the scope names no user'
CA402\t'the user ID after `user_id:` is empty'
CA403\t'the scope names more than one user'
CA404\t'the user ID is a placeholder or what a program prints for no value'
CA405\t'the token belongs to a different user'
CA406\t'the user ID contains characters that SDKs do not encode'
CA407\t'the user ID seems to contain a space'
CA408\t'the token names a user but allows nothing'
CA409\t'the user ID contains quotes or other text around the ID'
CA501\t'the token does not name its workspace'
CA502\t'the claim `client_key` overrides `tenant_id`'
CA503\t'the token belongs to a different environment'
CA504\t'the token was issued with a draft API key'
CA505\t'`tenant_id` and `tenant_scope` name different environments'
CA506\t'a request field became a claim and has no effect'
CA507\t'the token contains a claim that Courier ignores'
CA508\t'the token is not signed with the given API key'
CA509\t'the client key belongs to a different workspace or environment'
CA510\t'the token was issued by a sandbox'
CA511\t'the token was issued by a login provider or another service, not by Courier'
CA1\t'format: is the text a user token?'
CA2\t'lifetime: is the token valid now, and how long?'
CA3\t'scopes: does the token allow what the app needs?'
CA4\t'user: who is the token for?'
CA5\t'workspace and other claims'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l warn -d 'Report these rules as warnings' -r -f -a "not-a-jwt\t'the text is not a token of the form `header.payload.signature`'
api-key-as-token\t'the text is an API key, not a user token'
client-key-as-token\t'the text is a client key, not a user token'
hmac-as-token\t'the text is an HMAC signature, not a user token'
encrypted-token\t'the token is encrypted: it has five parts'
wrapped-token\t'the text contains more than the token, such as `Bearer` or quotes'
bad-encoding\t'a part of the token is not valid base64url'
bad-json\t'the header or the payload is not a JSON object'
unsigned\t'the token has no signature'
wrong-alg\t'the token uses a signature algorithm that Courier does not support'
duplicate-claim\t'the header or the payload contains a duplicate name'
placeholder-token\t'the text is a placeholder, not a token'
oversized-token\t'the token is too long for a request header'
bad-signature-length\t'the signature has the wrong length for its algorithm'
expired\t'the token has expired'
no-expiry\t'the token never expires'
milliseconds-lifetime\t'the lifetime is probably 1000 times too short, read as milliseconds'
expires-soon\t'the token expires soon'
long-lived\t'the lifetime of the token is too long'
exp-in-milliseconds\t'`exp` is in milliseconds or far in the future'
exp-not-a-number\t'`exp` is not a number'
born-expired\t'the token was never valid: `exp` is not later than `iat`'
issued-in-future\t'the issue time of the token (`iat`) is in the future'
not-yet-valid\t'the token is not valid yet (`nbf`)'
no-scope\t'the token has no scope'
scope-not-a-string\t'`scope` is not a string'
scope-elsewhere\t'the scopes are in a different claim than `scope`'
bad-separator\t'scopes are separated by something other than a space'
missing-scope\t'the token does not have a scope that the app needs'
unknown-scope\t'the token contains an unknown scope'
undocumented-scope\t'the token contains an undocumented scope'
legacy-messages-scope\t'`read:messages` does not open the Inbox'
placeholder-scope\t'a scope contains an unfilled placeholder'
duplicate-scope\t'a scope is listed twice'
scope-case\t'a scope has the wrong letter case'
mixed-tenant-scope\t'a tenant scope mixes singular and plural'
broad-scope\t'the token can change data of the whole workspace'
extra-space\t'the scope contains extra spaces'
missing-space\t'a space is missing in the scope'
wildcard-scope\t'a scope contains a wildcard'
made-for-create\t'the token was made for Courier Create'
no-user\t'the scope names no user'
empty-user\t'the user ID after `user_id:` is empty'
several-users\t'the scope names more than one user'
placeholder-user\t'the user ID is a placeholder or what a program prints for no value'
user-mismatch\t'the token belongs to a different user'
unsafe-user-id\t'the user ID contains characters that SDKs do not encode'
split-user-id\t'the user ID seems to contain a space'
user-only\t'the token names a user but allows nothing'
wrapped-user-id\t'the user ID contains quotes or other text around the ID'
no-workspace\t'the token does not name its workspace'
client-key-override\t'the claim `client_key` overrides `tenant_id`'
environment-mismatch\t'the token belongs to a different environment'
draft-environment\t'the token was issued with a draft API key'
workspace-disagrees\t'`tenant_id` and `tenant_scope` name different environments'
request-field-leaked\t'a request field became a claim and has no effect'
extra-claim\t'the token contains a claim that Courier ignores'
other-key\t'the token is not signed with the given API key'
client-key-mismatch\t'the client key belongs to a different workspace or environment'
sandbox-token\t'the token was issued by a sandbox'
login-provider-token\t'the token was issued by a login provider or another service, not by Courier'
CA101\t'the text is not a token of the form `header.payload.signature`'
CA102\t'the text is an API key, not a user token'
CA103\t'the text is a client key, not a user token'
CA104\t'the text is an HMAC signature, not a user token'
CA105\t'the token is encrypted: it has five parts'
CA106\t'the text contains more than the token, such as `Bearer` or quotes'
CA107\t'a part of the token is not valid base64url'
CA108\t'the header or the payload is not a JSON object'
CA109\t'the token has no signature'
CA110\t'the token uses a signature algorithm that Courier does not support'
CA111\t'the header or the payload contains a duplicate name'
CA112\t'the text is a placeholder, not a token'
CA113\t'the token is too long for a request header'
CA114\t'the signature has the wrong length for its algorithm'
CA201\t'the token has expired'
CA202\t'the token never expires'
CA203\t'the lifetime is probably 1000 times too short, read as milliseconds'
CA204\t'the token expires soon'
CA205\t'the lifetime of the token is too long'
CA206\t'`exp` is in milliseconds or far in the future'
CA207\t'`exp` is not a number'
CA208\t'the token was never valid: `exp` is not later than `iat`'
CA209\t'the issue time of the token (`iat`) is in the future'
CA210\t'the token is not valid yet (`nbf`)'
CA301\t'the token has no scope'
CA302\t'`scope` is not a string'
CA303\t'the scopes are in a different claim than `scope`'
CA304\t'scopes are separated by something other than a space'
CA305\t'the token does not have a scope that the app needs'
CA306\t'the token contains an unknown scope'
CA307\t'the token contains an undocumented scope'
CA308\t'`read:messages` does not open the Inbox'
CA309\t'a scope contains an unfilled placeholder'
CA310\t'a scope is listed twice'
CA311\t'a scope has the wrong letter case'
CA312\t'a tenant scope mixes singular and plural'
CA313\t'the token can change data of the whole workspace'
CA314\t'the scope contains extra spaces'
CA315\t'a space is missing in the scope'
CA316\t'a scope contains a wildcard'
CA317\t'the token was made for Courier Create'
CA401\t'the scope names no user'
CA402\t'the user ID after `user_id:` is empty'
CA403\t'the scope names more than one user'
CA404\t'the user ID is a placeholder or what a program prints for no value'
CA405\t'the token belongs to a different user'
CA406\t'the user ID contains characters that SDKs do not encode'
CA407\t'the user ID seems to contain a space'
CA408\t'the token names a user but allows nothing'
CA409\t'the user ID contains quotes or other text around the ID'
CA501\t'the token does not name its workspace'
CA502\t'the claim `client_key` overrides `tenant_id`'
CA503\t'the token belongs to a different environment'
CA504\t'the token was issued with a draft API key'
CA505\t'`tenant_id` and `tenant_scope` name different environments'
CA506\t'a request field became a claim and has no effect'
CA507\t'the token contains a claim that Courier ignores'
CA508\t'the token is not signed with the given API key'
CA509\t'the client key belongs to a different workspace or environment'
CA510\t'the token was issued by a sandbox'
CA511\t'the token was issued by a login provider or another service, not by Courier'
CA1\t'format: is the text a user token?'
CA2\t'lifetime: is the token valid now, and how long?'
CA3\t'scopes: does the token allow what the app needs?'
CA4\t'user: who is the token for?'
CA5\t'workspace and other claims'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l deny -d 'Report these rules as errors' -r -f -a "not-a-jwt\t'the text is not a token of the form `header.payload.signature`'
api-key-as-token\t'the text is an API key, not a user token'
client-key-as-token\t'the text is a client key, not a user token'
hmac-as-token\t'the text is an HMAC signature, not a user token'
encrypted-token\t'the token is encrypted: it has five parts'
wrapped-token\t'the text contains more than the token, such as `Bearer` or quotes'
bad-encoding\t'a part of the token is not valid base64url'
bad-json\t'the header or the payload is not a JSON object'
unsigned\t'the token has no signature'
wrong-alg\t'the token uses a signature algorithm that Courier does not support'
duplicate-claim\t'the header or the payload contains a duplicate name'
placeholder-token\t'the text is a placeholder, not a token'
oversized-token\t'the token is too long for a request header'
bad-signature-length\t'the signature has the wrong length for its algorithm'
expired\t'the token has expired'
no-expiry\t'the token never expires'
milliseconds-lifetime\t'the lifetime is probably 1000 times too short, read as milliseconds'
expires-soon\t'the token expires soon'
long-lived\t'the lifetime of the token is too long'
exp-in-milliseconds\t'`exp` is in milliseconds or far in the future'
exp-not-a-number\t'`exp` is not a number'
born-expired\t'the token was never valid: `exp` is not later than `iat`'
issued-in-future\t'the issue time of the token (`iat`) is in the future'
not-yet-valid\t'the token is not valid yet (`nbf`)'
no-scope\t'the token has no scope'
scope-not-a-string\t'`scope` is not a string'
scope-elsewhere\t'the scopes are in a different claim than `scope`'
bad-separator\t'scopes are separated by something other than a space'
missing-scope\t'the token does not have a scope that the app needs'
unknown-scope\t'the token contains an unknown scope'
undocumented-scope\t'the token contains an undocumented scope'
legacy-messages-scope\t'`read:messages` does not open the Inbox'
placeholder-scope\t'a scope contains an unfilled placeholder'
duplicate-scope\t'a scope is listed twice'
scope-case\t'a scope has the wrong letter case'
mixed-tenant-scope\t'a tenant scope mixes singular and plural'
broad-scope\t'the token can change data of the whole workspace'
extra-space\t'the scope contains extra spaces'
missing-space\t'a space is missing in the scope'
wildcard-scope\t'a scope contains a wildcard'
made-for-create\t'the token was made for Courier Create'
no-user\t'the scope names no user'
empty-user\t'the user ID after `user_id:` is empty'
several-users\t'the scope names more than one user'
placeholder-user\t'the user ID is a placeholder or what a program prints for no value'
user-mismatch\t'the token belongs to a different user'
unsafe-user-id\t'the user ID contains characters that SDKs do not encode'
split-user-id\t'the user ID seems to contain a space'
user-only\t'the token names a user but allows nothing'
wrapped-user-id\t'the user ID contains quotes or other text around the ID'
no-workspace\t'the token does not name its workspace'
client-key-override\t'the claim `client_key` overrides `tenant_id`'
environment-mismatch\t'the token belongs to a different environment'
draft-environment\t'the token was issued with a draft API key'
workspace-disagrees\t'`tenant_id` and `tenant_scope` name different environments'
request-field-leaked\t'a request field became a claim and has no effect'
extra-claim\t'the token contains a claim that Courier ignores'
other-key\t'the token is not signed with the given API key'
client-key-mismatch\t'the client key belongs to a different workspace or environment'
sandbox-token\t'the token was issued by a sandbox'
login-provider-token\t'the token was issued by a login provider or another service, not by Courier'
CA101\t'the text is not a token of the form `header.payload.signature`'
CA102\t'the text is an API key, not a user token'
CA103\t'the text is a client key, not a user token'
CA104\t'the text is an HMAC signature, not a user token'
CA105\t'the token is encrypted: it has five parts'
CA106\t'the text contains more than the token, such as `Bearer` or quotes'
CA107\t'a part of the token is not valid base64url'
CA108\t'the header or the payload is not a JSON object'
CA109\t'the token has no signature'
CA110\t'the token uses a signature algorithm that Courier does not support'
CA111\t'the header or the payload contains a duplicate name'
CA112\t'the text is a placeholder, not a token'
CA113\t'the token is too long for a request header'
CA114\t'the signature has the wrong length for its algorithm'
CA201\t'the token has expired'
CA202\t'the token never expires'
CA203\t'the lifetime is probably 1000 times too short, read as milliseconds'
CA204\t'the token expires soon'
CA205\t'the lifetime of the token is too long'
CA206\t'`exp` is in milliseconds or far in the future'
CA207\t'`exp` is not a number'
CA208\t'the token was never valid: `exp` is not later than `iat`'
CA209\t'the issue time of the token (`iat`) is in the future'
CA210\t'the token is not valid yet (`nbf`)'
CA301\t'the token has no scope'
CA302\t'`scope` is not a string'
CA303\t'the scopes are in a different claim than `scope`'
CA304\t'scopes are separated by something other than a space'
CA305\t'the token does not have a scope that the app needs'
CA306\t'the token contains an unknown scope'
CA307\t'the token contains an undocumented scope'
CA308\t'`read:messages` does not open the Inbox'
CA309\t'a scope contains an unfilled placeholder'
CA310\t'a scope is listed twice'
CA311\t'a scope has the wrong letter case'
CA312\t'a tenant scope mixes singular and plural'
CA313\t'the token can change data of the whole workspace'
CA314\t'the scope contains extra spaces'
CA315\t'a space is missing in the scope'
CA316\t'a scope contains a wildcard'
CA317\t'the token was made for Courier Create'
CA401\t'the scope names no user'
CA402\t'the user ID after `user_id:` is empty'
CA403\t'the scope names more than one user'
CA404\t'the user ID is a placeholder or what a program prints for no value'
CA405\t'the token belongs to a different user'
CA406\t'the user ID contains characters that SDKs do not encode'
CA407\t'the user ID seems to contain a space'
CA408\t'the token names a user but allows nothing'
CA409\t'the user ID contains quotes or other text around the ID'
CA501\t'the token does not name its workspace'
CA502\t'the claim `client_key` overrides `tenant_id`'
CA503\t'the token belongs to a different environment'
CA504\t'the token was issued with a draft API key'
CA505\t'`tenant_id` and `tenant_scope` name different environments'
CA506\t'a request field became a claim and has no effect'
CA507\t'the token contains a claim that Courier ignores'
CA508\t'the token is not signed with the given API key'
CA509\t'the client key belongs to a different workspace or environment'
CA510\t'the token was issued by a sandbox'
CA511\t'the token was issued by a login provider or another service, not by Courier'
CA1\t'format: is the text a user token?'
CA2\t'lifetime: is the token valid now, and how long?'
CA3\t'scopes: does the token allow what the app needs?'
CA4\t'user: who is the token for?'
CA5\t'workspace and other claims'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l format -d 'text (default), json, jsonl, github' -r -f -a "text\t'A report for people'
json\t'One JSON document; same as --json'
jsonl\t'One JSON document per line, one line per token'
github\t'Annotations for GitHub Actions'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l field -d 'JSON field to print, for example claims.exp' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l verify -d 'Check the signature with the API key'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l strict -d 'Fail on warnings too; same as --fail-on warning'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l exit-zero -d 'Exit 0 even if a token fails'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l raw -d 'Also show header and payload as JSON'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand inspect" -l fix-scope -d 'Print only the corrected scope string'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l file -d 'File with a token; repeatable; read after every TOKEN' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l for -d 'Features of the app [default: inbox]' -r -f -a "inbox\t'a list of messages that users can mark as read'
toast\t'messages that pop up when they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s colors and logo'
create\t'Courier Create, the embedded template editor'
sdk\t'everything that Courier\'s SDKs can do'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l user -d 'Require this user ID' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l env -d 'Require this environment: production or test' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l client-key -d 'Client key that the app uses with the token' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l at -d 'Check as of this time, for example +2h' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l leeway -d 'Accept tokens that expired less than this long ago' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l valid-for -d 'Fail if the token is valid for less than this' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l max-lifetime -d 'Warn if the lifetime is longer than this' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l verify -d 'Check both signatures with the API key'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand diff" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l user -d 'Require this user ID' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l at -d 'Check as of this time, for example +2h' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand can" -l list -d 'List all actions with their scopes and endpoints'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand explain" -l all -d 'Explain all rules'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand scopes" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand exit-codes" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l user -d 'User ID; repeatable [default: from project or profile]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l column -d 'Like --batch, for CSV or JSON with the user IDs in this column' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l format -d 'text (default), json, jsonl' -r -f -a "text\t'One signature per line'
json\t'One JSON document; same as --json'
jsonl\t'One JSON document per line, one line per user ID'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l batch -d 'Sign the user IDs on standard input, one per line'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -s 0 -l null -d 'Like --batch, with user IDs separated by NUL bytes'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and not __fish_seen_subcommand_from check" -a "check" -d 'Check a signature, and explain why it is wrong'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l user -d 'Signed user ID [default: from project or profile]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l also-key-file -d 'File with another API key to try; repeatable' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l format -d 'text (default), json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand hmac; and __fish_seen_subcommand_from check" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l user -d 'User ID whose Inbox to list' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l tag -d 'Only messages with this tag; repeatable' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l tenant -d 'Only messages of this tenant' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l since -d 'Only messages newer than this, for example 7d' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l limit -d 'Maximum number of messages, or `all`' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l format -d 'table (default), json, jsonl, ids, count' -r -f -a "table\t'A table for people'
json\t'One JSON document; same as --json'
jsonl\t'One JSON document per line, one line per message'
ids\t'Only the message IDs, one per line'
count\t'Only the number of messages'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l timeout -d 'Time limit for a request, for example 10s or 500ms [default: 30s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l inbox-url -d 'URL of the Inbox API [default: COURIER_INBOX_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l token-file -d 'File with the user token; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l client-key -d 'Client key to use with an HMAC signature instead of a token (deprecated)' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l unread -d 'Only unread messages'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l read -d 'Only read messages'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l archived -d 'Archived messages instead of the Inbox'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l jsonl -d 'Former spelling of --format jsonl, until 0.2'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l ids -d 'Former spelling of --format ids, until 0.2'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l count -d 'Former spelling of --format count, until 0.2'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand messages" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l ids-file -d 'File with message IDs, one per line; `-` reads stdin' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l column -d 'Column with the message IDs, if the list is CSV or JSON' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l tag -d 'Only messages with this tag; repeatable' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l tenant -d 'Only messages of this tenant' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l before -d 'Only messages older than this, for example 7d' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l as -d 'Mark as unread, opened, archived or unarchived' -r -f -a "read\t'The user has read the message'
unread\t'The user has not read the message; same as --undo'
opened\t'The user has seen the message in a list'
archived\t'The message is only in the list of archived messages'
unarchived\t'The message is back in the Inbox'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l user -d 'User ID that the messages belong to' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l failed-to -d 'Write the IDs that are not marked yet to this file' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l batch -d 'Maximum number of messages in a request' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l concurrency -d 'Maximum number of requests at the same time' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l timeout -d 'Time limit for a request, for example 10s or 500ms [default: 30s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l inbox-url -d 'URL of the Inbox API [default: COURIER_INBOX_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l token-file -d 'File with the user token; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l client-key -d 'Client key to use with an HMAC signature instead of a token (deprecated)' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l format -d 'ids (default), text (many on a terminal), json' -r -f -a "text\t'Only a summary, on standard error'
ids\t'The IDs of the marked messages, one per line, and the summary'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l all -d 'Mark all messages of the user that are not archived'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l undo -d 'Mark as unread; same as --as unread'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l dry-run -d 'List the messages, and change nothing'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -s y -l yes -d 'Do not ask for confirmation'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l verify -d 'Check the result in the message list'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand mark-read" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l user -d 'User ID of the Inbox to check' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l tenant -d 'Tenant ID that the app sets in the SDK' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l for -d 'Features of the app [default: inbox]' -r -f -a "inbox\t'a list of messages that users can mark as read'
toast\t'messages that pop up when they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s colors and logo'
create\t'Courier Create, the embedded template editor'
sdk\t'everything that Courier\'s SDKs can do'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l env -d 'Environment of the token: production, test or an ID' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l token-file -d 'File with the token to check; `-` reads stdin' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l client-key -d 'Also check access with this client key [default: COURIER_CLIENT_KEY]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l inbox-url -d 'URL of the Inbox API [default: COURIER_INBOX_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l timeout -d 'Time limit for a check, for example 10s or 500ms [default: 10s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 0]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l send -d 'Also send a test message, then archive it'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l try-other-region -d 'Also try the other region if the key is rejected'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l exit-zero -d 'Exit 0 even if a check fails'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand doctor" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l user -d 'Issue tokens for this user only' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l allow-user -d 'User ID that requests may name; repeatable' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l allow-origin -d 'Origin of your web app (CORS); repeatable' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l min-ttl -d 'Renew a token when less than this lifetime is left' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l path -d 'URL path' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l port -d 'Port; 0 chooses a free one' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l host -d 'Address to listen on; needs --allow-remote unless it is loopback' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l for -d 'Features to request scopes for [default: sdk]' -r -f -a "inbox\t'a list of messages that users can mark as read'
toast\t'messages that pop up when they arrive'
preferences\t'the Preferences page'
push\t'push notifications to a phone or browser'
brands\t'the brand\'s colors and logo'
create\t'Courier Create, the embedded template editor'
sdk\t'everything that Courier\'s SDKs can do'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l scope -d 'Scopes to request, alone or with --for' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l tenant -d 'Limit Courier Create\'s scopes to this tenant' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l brand -d 'Limit the brand scopes to this brand' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l expires-in -d 'Lifetime, for example \'2 hours\' [default: 1 day]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l timeout -d 'Time limit for a request, for example 10s or 500ms [default: 30s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l allow-remote -d 'Allow other machines to connect; anyone who can connect gets tokens'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l allow-production -d 'Accept a production API key; its tokens open real users\' Inboxes'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l no-preflight -d 'Skip the checks of user ID and scopes before the request'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand serve" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -f -a "start" -d 'Start a local Courier that runs until Ctrl-C'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -f -a "exec" -d 'Run a command with its own local Courier'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -f -a "env" -d 'Print the environment variables of a running sandbox'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -f -a "status" -d 'Show whether a sandbox is running; exits 1 if not'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -f -a "stop" -d 'Stop the sandbox, if one is running'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and not __fish_seen_subcommand_from start exec env status stop schema" -f -a "schema" -d 'Print the GraphQL schemas of the sandbox'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l port -d 'Port; 0 chooses a free one' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l ready-file -d 'Write the JSON ready line here; deleted on exit' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l seed -d 'JSON file with users and messages to start with' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l fault -d 'Simulate a failure, for example q:503,times=1' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l latency -d 'Delay every response, for example 200ms or 2s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l domain -d 'Accept client keys from matching origins only' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l jwt-required -d 'Reject client keys; only tokens are accepted'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l hmac-required -d 'Require an HMAC signature with client keys'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from start" -l no-draft-key -d 'Simulate a workspace without a draft API key'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l port -d 'Port; 0 chooses a free one' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l name -d 'Another name for a variable; repeatable' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l seed -d 'JSON file with users and messages to start with' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l fault -d 'Simulate a failure, for example q:503,times=1' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l latency -d 'Delay every response, for example 200ms or 2s' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l domain -d 'Accept client keys from matching origins only' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l jwt-required -d 'Reject client keys; only tokens are accepted'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l hmac-required -d 'Require an HMAC signature with client keys'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from exec" -l no-draft-key -d 'Simulate a workspace without a draft API key'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l format -d 'sh (default), fish, pwsh, dotenv, json' -r -f -a "sh\t'`export NAME=\'value\'`'
fish\t'`set -gx NAME \'value\'`'
pwsh\t'`$env:NAME = \'value\'`'
dotenv\t'`NAME=value`'
json\t'A JSON object'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l name -d 'Print a variable under another name; repeatable' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l port -d 'Port of the sandbox' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from env" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l port -d 'Port of the sandbox' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l port -d 'Port of the sandbox' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand sandbox; and __fish_seen_subcommand_from schema" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand demo" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -f -a "add" -d 'Add a profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -f -a "list" -d 'List the profiles, with the one in use marked'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -f -a "show" -d 'Show the settings in effect and where they come from'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -f -a "use" -d 'Set the default profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and not __fish_seen_subcommand_from add list show use remove" -f -a "remove" -d 'Remove a profile, and its API key from the keyring'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l key-from -d 'Where the API key is, for example env:COURIER_KEY' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-key-file -d 'File with the API key to store; `-` reads stdin' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l env -d 'Accepted environment: production, test or an ID' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l user -d 'Default user ID' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l expires-in -d 'Default token lifetime, for example \'2 hours\'' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l inbox-url -d 'URL of the Inbox API [default: the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l timeout -d 'Time limit for a request, for example 10s or 500ms [default: 30s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l insecure-storage -d 'Store the API key in the configuration file, unencrypted'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l check -d 'Check the API key first with a 5-second token'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l use -d 'Make this the default profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from add" -l replace -d 'Change an existing profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from list" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l api-key-file -d 'File with the API key; `-` reads standard input' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l profile -d 'Profile to use: workspace, user and API key' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l inbox-url -d 'URL of the Inbox API [default: COURIER_INBOX_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l region -d 'Region of the workspace: us or eu' -r -f -a "us\t'United States'
eu\t'European Union'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l api-url -d 'URL of the REST API [default: COURIER_BASE_URL, or the region\'s URL]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Time limit for a request, for example 10s or 500ms [default: 30s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Time limit for establishing a connection [default: 5s]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l ca-bundle -d 'PEM file with certificate authorities to trust instead of the system\'s' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l retries -d 'Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]' -r
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l debug-http -d 'Write all requests and responses to this file, without secrets' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l origin -d 'Show the source of each setting, and what it overrides'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from show" -l any-environment -d 'Accept an API key from a different environment than the profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from use" -l none -d 'Use no default profile'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do not ask for confirmation'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand profile; and __fish_seen_subcommand_from remove" -l keep-key -d 'Keep its API key in the keyring'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand commands" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand completions" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand schema" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand help" -l json -d 'Print JSON instead of text'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l format -d 'Output format: text or json' -r -f -a "text\t'Text for people'
json\t'One JSON document; same as --json'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l color -d 'When to use color: auto, always or never' -r -f -a "auto\t'On a terminal'
always\t'Everywhere'
never\t'Nowhere'"
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l dir -d 'Write the pages of all commands to this directory' -r -F
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -s h -l help -d 'Print help: -h is a summary, --help has everything'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -s q -l quiet -d 'Print only the result and errors'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -s v -l verbose -d 'Log each request and its outcome; -vv adds headers and bodies'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l no-input -d 'Never prompt; fail with the name of the missing option'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l strict-config -d 'Fail on unknown entries in config.toml and .courier-auth.toml'
complete -c courier-auth -n "__fish_courier_auth_using_subcommand man" -l json -d 'Print JSON instead of text'
