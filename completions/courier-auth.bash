_courier__auth() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="courier__auth"
                ;;
            courier__auth,can)
                cmd="courier__auth__subcmd__can"
                ;;
            courier__auth,commands)
                cmd="courier__auth__subcmd__commands"
                ;;
            courier__auth,completions)
                cmd="courier__auth__subcmd__completions"
                ;;
            courier__auth,demo)
                cmd="courier__auth__subcmd__demo"
                ;;
            courier__auth,diff)
                cmd="courier__auth__subcmd__diff"
                ;;
            courier__auth,doctor)
                cmd="courier__auth__subcmd__doctor"
                ;;
            courier__auth,exec)
                cmd="courier__auth__subcmd__exec"
                ;;
            courier__auth,exit-codes)
                cmd="courier__auth__subcmd__exit__subcmd__codes"
                ;;
            courier__auth,explain)
                cmd="courier__auth__subcmd__explain"
                ;;
            courier__auth,help)
                cmd="courier__auth__subcmd__help"
                ;;
            courier__auth,hmac)
                cmd="courier__auth__subcmd__hmac"
                ;;
            courier__auth,inspect)
                cmd="courier__auth__subcmd__inspect"
                ;;
            courier__auth,issue)
                cmd="courier__auth__subcmd__issue"
                ;;
            courier__auth,listen)
                cmd="courier__auth__subcmd__listen"
                ;;
            courier__auth,man)
                cmd="courier__auth__subcmd__man"
                ;;
            courier__auth,mark-read)
                cmd="courier__auth__subcmd__mark__subcmd__read"
                ;;
            courier__auth,messages)
                cmd="courier__auth__subcmd__messages"
                ;;
            courier__auth,profile)
                cmd="courier__auth__subcmd__profile"
                ;;
            courier__auth,sandbox)
                cmd="courier__auth__subcmd__sandbox"
                ;;
            courier__auth,scan)
                cmd="courier__auth__subcmd__scan"
                ;;
            courier__auth,schema)
                cmd="courier__auth__subcmd__schema"
                ;;
            courier__auth,scopes)
                cmd="courier__auth__subcmd__scopes"
                ;;
            courier__auth,serve)
                cmd="courier__auth__subcmd__serve"
                ;;
            courier__auth__subcmd__hmac,check)
                cmd="courier__auth__subcmd__hmac__subcmd__check"
                ;;
            courier__auth__subcmd__profile,add)
                cmd="courier__auth__subcmd__profile__subcmd__add"
                ;;
            courier__auth__subcmd__profile,list)
                cmd="courier__auth__subcmd__profile__subcmd__list"
                ;;
            courier__auth__subcmd__profile,remove)
                cmd="courier__auth__subcmd__profile__subcmd__remove"
                ;;
            courier__auth__subcmd__profile,show)
                cmd="courier__auth__subcmd__profile__subcmd__show"
                ;;
            courier__auth__subcmd__profile,use)
                cmd="courier__auth__subcmd__profile__subcmd__use"
                ;;
            courier__auth__subcmd__sandbox,clock)
                cmd="courier__auth__subcmd__sandbox__subcmd__clock"
                ;;
            courier__auth__subcmd__sandbox,env)
                cmd="courier__auth__subcmd__sandbox__subcmd__env"
                ;;
            courier__auth__subcmd__sandbox,exec)
                cmd="courier__auth__subcmd__sandbox__subcmd__exec"
                ;;
            courier__auth__subcmd__sandbox,export)
                cmd="courier__auth__subcmd__sandbox__subcmd__export"
                ;;
            courier__auth__subcmd__sandbox,fault)
                cmd="courier__auth__subcmd__sandbox__subcmd__fault"
                ;;
            courier__auth__subcmd__sandbox,log)
                cmd="courier__auth__subcmd__sandbox__subcmd__log"
                ;;
            courier__auth__subcmd__sandbox,reset)
                cmd="courier__auth__subcmd__sandbox__subcmd__reset"
                ;;
            courier__auth__subcmd__sandbox,schema)
                cmd="courier__auth__subcmd__sandbox__subcmd__schema"
                ;;
            courier__auth__subcmd__sandbox,seed)
                cmd="courier__auth__subcmd__sandbox__subcmd__seed"
                ;;
            courier__auth__subcmd__sandbox,send)
                cmd="courier__auth__subcmd__sandbox__subcmd__send"
                ;;
            courier__auth__subcmd__sandbox,start)
                cmd="courier__auth__subcmd__sandbox__subcmd__start"
                ;;
            courier__auth__subcmd__sandbox,status)
                cmd="courier__auth__subcmd__sandbox__subcmd__status"
                ;;
            courier__auth__subcmd__sandbox,stop)
                cmd="courier__auth__subcmd__sandbox__subcmd__stop"
                ;;
            courier__auth__subcmd__sandbox__subcmd__clock,advance)
                cmd="courier__auth__subcmd__sandbox__subcmd__clock__subcmd__advance"
                ;;
            courier__auth__subcmd__sandbox__subcmd__clock,freeze)
                cmd="courier__auth__subcmd__sandbox__subcmd__clock__subcmd__freeze"
                ;;
            courier__auth__subcmd__sandbox__subcmd__clock,reset)
                cmd="courier__auth__subcmd__sandbox__subcmd__clock__subcmd__reset"
                ;;
            courier__auth__subcmd__sandbox__subcmd__clock,set)
                cmd="courier__auth__subcmd__sandbox__subcmd__clock__subcmd__set"
                ;;
            courier__auth__subcmd__sandbox__subcmd__clock,show)
                cmd="courier__auth__subcmd__sandbox__subcmd__clock__subcmd__show"
                ;;
            courier__auth__subcmd__sandbox__subcmd__clock,unfreeze)
                cmd="courier__auth__subcmd__sandbox__subcmd__clock__subcmd__unfreeze"
                ;;
            courier__auth__subcmd__sandbox__subcmd__fault,add)
                cmd="courier__auth__subcmd__sandbox__subcmd__fault__subcmd__add"
                ;;
            courier__auth__subcmd__sandbox__subcmd__fault,clear)
                cmd="courier__auth__subcmd__sandbox__subcmd__fault__subcmd__clear"
                ;;
            courier__auth__subcmd__sandbox__subcmd__fault,list)
                cmd="courier__auth__subcmd__sandbox__subcmd__fault__subcmd__list"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        courier__auth)
            opts="-V -h -q -v --version --help --format --quiet --verbose --color --no-input --strict-config --json issue exec inspect diff can scan explain scopes exit-codes hmac messages listen mark-read doctor serve sandbox demo profile commands completions schema help man"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__can)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --user --at --list list count listen mark-read mark-unread mark-opened mark-clicked archive unarchive mark-all-read archive-read archive-all tag unpin read-preferences write-preferences read-push-tokens write-push-tokens read-brand write-brand read-legacy-messages read-tenant read-tenant-templates write-tenant-templates read-tenant-brand"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --at)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__commands)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__completions)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json bash elvish fish powershell zsh"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__demo)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__diff)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --file --verify --for --user --env --client-key --at --leeway --valid-for --max-lifetime --api-key-file --profile --any-environment"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --for)
                    COMPREPLY=($(compgen -W "inbox toast preferences push brands create sdk" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --env)
                    COMPREPLY=($(compgen -W "production test" -- "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --at)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --leeway)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --valid-for)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-lifetime)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__doctor)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --user --tenant --for --env --token-file --send --client-key --try-other-region --exit-zero --api-key-file --profile --any-environment --region --api-url --connect-timeout --ca-bundle --debug-http --inbox-url --timeout --retries"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --for)
                    COMPREPLY=($(compgen -W "inbox toast preferences push brands create sdk" -- "${cur}"))
                    return 0
                    ;;
                --env)
                    COMPREPLY=($(compgen -W "production test" -- "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inbox-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__exec)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --user --for --scope --tenant --brand --expires-in --no-preflight --name --refresh --keep-api-key --api-key-file --profile --any-environment --region --api-url --timeout --connect-timeout --ca-bundle --retries --debug-http"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --for)
                    COMPREPLY=($(compgen -W "inbox toast preferences push brands create sdk" -- "${cur}"))
                    return 0
                    ;;
                --scope)
                    COMPREPLY=($(compgen -W "inbox:read:messages inbox:write:events read:preferences write:preferences read:user-tokens write:user-tokens read:brands write:brands read:messages tenants:read tenants:notifications:read tenants:notifications:write tenants:brand:read write:track read:lists write:lists" -- "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --expires-in)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --name)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__exit__subcmd__codes)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__explain)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --all not-a-jwt api-key-as-token client-key-as-token hmac-as-token encrypted-token wrapped-token bad-encoding bad-json unsigned wrong-alg duplicate-claim placeholder-token oversized-token bad-signature-length expired no-expiry milliseconds-lifetime expires-soon long-lived exp-in-milliseconds exp-not-a-number born-expired issued-in-future not-yet-valid no-scope scope-not-a-string scope-elsewhere bad-separator missing-scope unknown-scope undocumented-scope legacy-messages-scope placeholder-scope duplicate-scope scope-case mixed-tenant-scope broad-scope extra-space missing-space wildcard-scope made-for-create no-user empty-user several-users placeholder-user user-mismatch unsafe-user-id split-user-id user-only wrapped-user-id no-workspace client-key-override environment-mismatch draft-environment workspace-disagrees request-field-leaked extra-claim other-key client-key-mismatch sandbox-token login-provider-token committed-token committed-key published-key bad-lifetime legacy-auth wrong-endpoint unexpanded-variable CA101 CA102 CA103 CA104 CA105 CA106 CA107 CA108 CA109 CA110 CA111 CA112 CA113 CA114 CA201 CA202 CA203 CA204 CA205 CA206 CA207 CA208 CA209 CA210 CA301 CA302 CA303 CA304 CA305 CA306 CA307 CA308 CA309 CA310 CA311 CA312 CA313 CA314 CA315 CA316 CA317 CA401 CA402 CA403 CA404 CA405 CA406 CA407 CA408 CA409 CA501 CA502 CA503 CA504 CA505 CA506 CA507 CA508 CA509 CA510 CA511 CA601 CA602 CA603 CA604 CA605 CA606 CA607 CA1 CA2 CA3 CA4 CA5 CA6 clients click-does-not-read cursor-undefined deaf-after-reconnect error-hides-list errors-read-as-zero jwt-without-bearer list-after-sign-out marks-in-every-tenant no-renewal no-signature page-drawn-twice preference-looks-saved renewal-undone repeated-request skeleton-stays tabs-share-source two-api-urls user-id-in-header"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__help)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json add advance can check clear clock commands completions demo diff doctor env exec exit-codes explain export fault freeze help hmac inspect issue list listen log man mark-read messages profile remove reset sandbox scan schema scopes seed send serve set show start status stop unfreeze use"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__hmac)
            opts="-h -q -v -0 --help --quiet --verbose --color --no-input --strict-config --json --user --batch --null --column --format --api-key-file --profile --any-environment check"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --column)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json jsonl" -- "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__hmac__subcmd__check)
            opts="-h -q -v --help --quiet --verbose --color --no-input --strict-config --json --user --also-key-file --format --api-key-file --profile --any-environment"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --also-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__inspect)
            opts="-h -q -v --help --quiet --verbose --color --no-input --strict-config --json --file --verify --for --user --env --client-key --at --leeway --valid-for --max-lifetime --api-key-file --profile --any-environment --strict --fail-on --allow --warn --deny --exit-zero --format --field --raw --fix-scope"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --for)
                    COMPREPLY=($(compgen -W "inbox toast preferences push brands create sdk" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --env)
                    COMPREPLY=($(compgen -W "production test" -- "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --at)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --leeway)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --valid-for)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-lifetime)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning note" -- "${cur}"))
                    return 0
                    ;;
                --allow)
                    COMPREPLY=($(compgen -W "not-a-jwt api-key-as-token client-key-as-token hmac-as-token encrypted-token wrapped-token bad-encoding bad-json unsigned wrong-alg duplicate-claim placeholder-token oversized-token bad-signature-length expired no-expiry milliseconds-lifetime expires-soon long-lived exp-in-milliseconds exp-not-a-number born-expired issued-in-future not-yet-valid no-scope scope-not-a-string scope-elsewhere bad-separator missing-scope unknown-scope undocumented-scope legacy-messages-scope placeholder-scope duplicate-scope scope-case mixed-tenant-scope broad-scope extra-space missing-space wildcard-scope made-for-create no-user empty-user several-users placeholder-user user-mismatch unsafe-user-id split-user-id user-only wrapped-user-id no-workspace client-key-override environment-mismatch draft-environment workspace-disagrees request-field-leaked extra-claim other-key client-key-mismatch sandbox-token login-provider-token committed-token committed-key published-key bad-lifetime legacy-auth wrong-endpoint unexpanded-variable CA101 CA102 CA103 CA104 CA105 CA106 CA107 CA108 CA109 CA110 CA111 CA112 CA113 CA114 CA201 CA202 CA203 CA204 CA205 CA206 CA207 CA208 CA209 CA210 CA301 CA302 CA303 CA304 CA305 CA306 CA307 CA308 CA309 CA310 CA311 CA312 CA313 CA314 CA315 CA316 CA317 CA401 CA402 CA403 CA404 CA405 CA406 CA407 CA408 CA409 CA501 CA502 CA503 CA504 CA505 CA506 CA507 CA508 CA509 CA510 CA511 CA601 CA602 CA603 CA604 CA605 CA606 CA607 CA1 CA2 CA3 CA4 CA5 CA6" -- "${cur}"))
                    return 0
                    ;;
                --warn)
                    COMPREPLY=($(compgen -W "not-a-jwt api-key-as-token client-key-as-token hmac-as-token encrypted-token wrapped-token bad-encoding bad-json unsigned wrong-alg duplicate-claim placeholder-token oversized-token bad-signature-length expired no-expiry milliseconds-lifetime expires-soon long-lived exp-in-milliseconds exp-not-a-number born-expired issued-in-future not-yet-valid no-scope scope-not-a-string scope-elsewhere bad-separator missing-scope unknown-scope undocumented-scope legacy-messages-scope placeholder-scope duplicate-scope scope-case mixed-tenant-scope broad-scope extra-space missing-space wildcard-scope made-for-create no-user empty-user several-users placeholder-user user-mismatch unsafe-user-id split-user-id user-only wrapped-user-id no-workspace client-key-override environment-mismatch draft-environment workspace-disagrees request-field-leaked extra-claim other-key client-key-mismatch sandbox-token login-provider-token committed-token committed-key published-key bad-lifetime legacy-auth wrong-endpoint unexpanded-variable CA101 CA102 CA103 CA104 CA105 CA106 CA107 CA108 CA109 CA110 CA111 CA112 CA113 CA114 CA201 CA202 CA203 CA204 CA205 CA206 CA207 CA208 CA209 CA210 CA301 CA302 CA303 CA304 CA305 CA306 CA307 CA308 CA309 CA310 CA311 CA312 CA313 CA314 CA315 CA316 CA317 CA401 CA402 CA403 CA404 CA405 CA406 CA407 CA408 CA409 CA501 CA502 CA503 CA504 CA505 CA506 CA507 CA508 CA509 CA510 CA511 CA601 CA602 CA603 CA604 CA605 CA606 CA607 CA1 CA2 CA3 CA4 CA5 CA6" -- "${cur}"))
                    return 0
                    ;;
                --deny)
                    COMPREPLY=($(compgen -W "not-a-jwt api-key-as-token client-key-as-token hmac-as-token encrypted-token wrapped-token bad-encoding bad-json unsigned wrong-alg duplicate-claim placeholder-token oversized-token bad-signature-length expired no-expiry milliseconds-lifetime expires-soon long-lived exp-in-milliseconds exp-not-a-number born-expired issued-in-future not-yet-valid no-scope scope-not-a-string scope-elsewhere bad-separator missing-scope unknown-scope undocumented-scope legacy-messages-scope placeholder-scope duplicate-scope scope-case mixed-tenant-scope broad-scope extra-space missing-space wildcard-scope made-for-create no-user empty-user several-users placeholder-user user-mismatch unsafe-user-id split-user-id user-only wrapped-user-id no-workspace client-key-override environment-mismatch draft-environment workspace-disagrees request-field-leaked extra-claim other-key client-key-mismatch sandbox-token login-provider-token committed-token committed-key published-key bad-lifetime legacy-auth wrong-endpoint unexpanded-variable CA101 CA102 CA103 CA104 CA105 CA106 CA107 CA108 CA109 CA110 CA111 CA112 CA113 CA114 CA201 CA202 CA203 CA204 CA205 CA206 CA207 CA208 CA209 CA210 CA301 CA302 CA303 CA304 CA305 CA306 CA307 CA308 CA309 CA310 CA311 CA312 CA313 CA314 CA315 CA316 CA317 CA401 CA402 CA403 CA404 CA405 CA406 CA407 CA408 CA409 CA501 CA502 CA503 CA504 CA505 CA506 CA507 CA508 CA509 CA510 CA511 CA601 CA602 CA603 CA604 CA605 CA606 CA607 CA1 CA2 CA3 CA4 CA5 CA6" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json jsonl github" -- "${cur}"))
                    return 0
                    ;;
                --field)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__issue)
            opts="-h -q -v --help --quiet --verbose --color --no-input --strict-config --json --user --users-file --column --for --scope --tenant --brand --expires-in --no-preflight --dry-run --curl --api-key-file --profile --any-environment --format --name --no-newline --output --concurrency --resume --region --api-url --timeout --connect-timeout --ca-bundle --retries --debug-http"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --users-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --column)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --for)
                    COMPREPLY=($(compgen -W "inbox toast preferences push brands create sdk" -- "${cur}"))
                    return 0
                    ;;
                --scope)
                    COMPREPLY=($(compgen -W "inbox:read:messages inbox:write:events read:preferences write:preferences read:user-tokens write:user-tokens read:brands write:brands read:messages tenants:read tenants:notifications:read tenants:notifications:write tenants:brand:read write:track read:lists write:lists" -- "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --expires-in)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "token json jsonl env dotenv header" -- "${cur}"))
                    return 0
                    ;;
                --name)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --concurrency)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --resume)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__listen)
            opts="-h -q -v --help --quiet --verbose --color --no-input --strict-config --json --user --event --tenant --match --since --count --format --api-key-file --profile --any-environment --region --api-url --connect-timeout --ca-bundle --retries --debug-http --inbox-url --token-file --client-key --timeout"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --event)
                    COMPREPLY=($(compgen -W "message read unread opened unopened clicked archive unarchive mark-all-read archive-all archive-read" -- "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --match)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --since)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --count)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inbox-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__man)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --dir add advance can check clear clock commands completions demo diff doctor env exec exit-codes explain export fault freeze help hmac inspect issue list listen log man mark-read messages profile remove reset sandbox scan schema scopes seed send serve set show start status stop unfreeze use"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --dir)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__mark__subcmd__read)
            opts="-h -q -v -y --help --quiet --verbose --color --no-input --strict-config --json --ids-file --column --all --tag --tenant --before --undo --as --user --dry-run --yes --verify --failed-to --batch --concurrency --api-key-file --profile --any-environment --region --api-url --timeout --connect-timeout --ca-bundle --retries --debug-http --inbox-url --token-file --client-key --format"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --ids-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --column)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tag)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --before)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --as)
                    COMPREPLY=($(compgen -W "read unread opened archived unarchived" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --failed-to)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --batch)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --concurrency)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inbox-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text ids json" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__messages)
            opts="-h -q -v --help --quiet --verbose --color --no-input --strict-config --json --user --unread --read --archived --tag --tenant --since --limit --format --api-key-file --profile --any-environment --region --api-url --timeout --connect-timeout --ca-bundle --retries --debug-http --inbox-url --token-file --client-key"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tag)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --since)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json jsonl ids count" -- "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inbox-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__profile)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json add list show use remove"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__profile__subcmd__add)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --key-from --insecure-storage --api-key-file --env --user --expires-in --check --use --replace --inbox-url --region --api-url --timeout --connect-timeout --ca-bundle --retries --debug-http"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --key-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --env)
                    COMPREPLY=($(compgen -W "production test" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --expires-in)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inbox-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__profile__subcmd__list)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__profile__subcmd__remove)
            opts="-h -q -v -y --help --format --quiet --verbose --color --no-input --strict-config --json --yes --keep-key"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__profile__subcmd__show)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --origin --api-key-file --profile --any-environment --inbox-url --region --api-url --timeout --connect-timeout --ca-bundle --retries --debug-http"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inbox-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__profile__subcmd__use)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --none"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json start exec env status stop send fault clock seed export log reset schema"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__clock)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json show advance set freeze unfreeze reset"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__clock__subcmd__advance)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__clock__subcmd__freeze)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__clock__subcmd__reset)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__clock__subcmd__set)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__clock__subcmd__show)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__clock__subcmd__unfreeze)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__env)
            opts="-h -q -v --help --quiet --verbose --color --no-input --strict-config --json --format --name --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "sh fish pwsh dotenv json" -- "${cur}"))
                    return 0
                    ;;
                --name)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__exec)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port --name --seed --fault --latency --jwt-required --hmac-required --domain --no-draft-key --host --allow-host --expose-control"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --name)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --fault)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --latency)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --domain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --allow-host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__export)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__fault)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json add list clear"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__fault__subcmd__add)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__fault__subcmd__clear)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__fault__subcmd__list)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__log)
            opts="-h -q -v -f --help --quiet --verbose --color --no-input --strict-config --json --follow --user --status --path --format --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --status)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --path)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json jsonl" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__reset)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__schema)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json inbox client"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__seed)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__send)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --user --title --body --tenant --tag --data --count --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --title)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --body)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tag)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --data)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --count)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__start)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port --ready-file --seed --fault --latency --jwt-required --hmac-required --domain --no-draft-key --host --allow-host --expose-control"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ready-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --fault)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --latency)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --domain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --allow-host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__status)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__sandbox__subcmd__stop)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --port"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__scan)
            opts="-h -q -v --help --quiet --verbose --color --no-input --strict-config --json --staged --exclude --hidden --no-ignore --baseline --write-baseline --for --max-lifetime --strict --fail-on --allow --warn --deny --exit-zero --format"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --exclude)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --for)
                    COMPREPLY=($(compgen -W "inbox toast preferences push brands create sdk" -- "${cur}"))
                    return 0
                    ;;
                --max-lifetime)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "error warning note" -- "${cur}"))
                    return 0
                    ;;
                --allow)
                    COMPREPLY=($(compgen -W "not-a-jwt api-key-as-token client-key-as-token hmac-as-token encrypted-token wrapped-token bad-encoding bad-json unsigned wrong-alg duplicate-claim placeholder-token oversized-token bad-signature-length expired no-expiry milliseconds-lifetime expires-soon long-lived exp-in-milliseconds exp-not-a-number born-expired issued-in-future not-yet-valid no-scope scope-not-a-string scope-elsewhere bad-separator missing-scope unknown-scope undocumented-scope legacy-messages-scope placeholder-scope duplicate-scope scope-case mixed-tenant-scope broad-scope extra-space missing-space wildcard-scope made-for-create no-user empty-user several-users placeholder-user user-mismatch unsafe-user-id split-user-id user-only wrapped-user-id no-workspace client-key-override environment-mismatch draft-environment workspace-disagrees request-field-leaked extra-claim other-key client-key-mismatch sandbox-token login-provider-token committed-token committed-key published-key bad-lifetime legacy-auth wrong-endpoint unexpanded-variable CA101 CA102 CA103 CA104 CA105 CA106 CA107 CA108 CA109 CA110 CA111 CA112 CA113 CA114 CA201 CA202 CA203 CA204 CA205 CA206 CA207 CA208 CA209 CA210 CA301 CA302 CA303 CA304 CA305 CA306 CA307 CA308 CA309 CA310 CA311 CA312 CA313 CA314 CA315 CA316 CA317 CA401 CA402 CA403 CA404 CA405 CA406 CA407 CA408 CA409 CA501 CA502 CA503 CA504 CA505 CA506 CA507 CA508 CA509 CA510 CA511 CA601 CA602 CA603 CA604 CA605 CA606 CA607 CA1 CA2 CA3 CA4 CA5 CA6" -- "${cur}"))
                    return 0
                    ;;
                --warn)
                    COMPREPLY=($(compgen -W "not-a-jwt api-key-as-token client-key-as-token hmac-as-token encrypted-token wrapped-token bad-encoding bad-json unsigned wrong-alg duplicate-claim placeholder-token oversized-token bad-signature-length expired no-expiry milliseconds-lifetime expires-soon long-lived exp-in-milliseconds exp-not-a-number born-expired issued-in-future not-yet-valid no-scope scope-not-a-string scope-elsewhere bad-separator missing-scope unknown-scope undocumented-scope legacy-messages-scope placeholder-scope duplicate-scope scope-case mixed-tenant-scope broad-scope extra-space missing-space wildcard-scope made-for-create no-user empty-user several-users placeholder-user user-mismatch unsafe-user-id split-user-id user-only wrapped-user-id no-workspace client-key-override environment-mismatch draft-environment workspace-disagrees request-field-leaked extra-claim other-key client-key-mismatch sandbox-token login-provider-token committed-token committed-key published-key bad-lifetime legacy-auth wrong-endpoint unexpanded-variable CA101 CA102 CA103 CA104 CA105 CA106 CA107 CA108 CA109 CA110 CA111 CA112 CA113 CA114 CA201 CA202 CA203 CA204 CA205 CA206 CA207 CA208 CA209 CA210 CA301 CA302 CA303 CA304 CA305 CA306 CA307 CA308 CA309 CA310 CA311 CA312 CA313 CA314 CA315 CA316 CA317 CA401 CA402 CA403 CA404 CA405 CA406 CA407 CA408 CA409 CA501 CA502 CA503 CA504 CA505 CA506 CA507 CA508 CA509 CA510 CA511 CA601 CA602 CA603 CA604 CA605 CA606 CA607 CA1 CA2 CA3 CA4 CA5 CA6" -- "${cur}"))
                    return 0
                    ;;
                --deny)
                    COMPREPLY=($(compgen -W "not-a-jwt api-key-as-token client-key-as-token hmac-as-token encrypted-token wrapped-token bad-encoding bad-json unsigned wrong-alg duplicate-claim placeholder-token oversized-token bad-signature-length expired no-expiry milliseconds-lifetime expires-soon long-lived exp-in-milliseconds exp-not-a-number born-expired issued-in-future not-yet-valid no-scope scope-not-a-string scope-elsewhere bad-separator missing-scope unknown-scope undocumented-scope legacy-messages-scope placeholder-scope duplicate-scope scope-case mixed-tenant-scope broad-scope extra-space missing-space wildcard-scope made-for-create no-user empty-user several-users placeholder-user user-mismatch unsafe-user-id split-user-id user-only wrapped-user-id no-workspace client-key-override environment-mismatch draft-environment workspace-disagrees request-field-leaked extra-claim other-key client-key-mismatch sandbox-token login-provider-token committed-token committed-key published-key bad-lifetime legacy-auth wrong-endpoint unexpanded-variable CA101 CA102 CA103 CA104 CA105 CA106 CA107 CA108 CA109 CA110 CA111 CA112 CA113 CA114 CA201 CA202 CA203 CA204 CA205 CA206 CA207 CA208 CA209 CA210 CA301 CA302 CA303 CA304 CA305 CA306 CA307 CA308 CA309 CA310 CA311 CA312 CA313 CA314 CA315 CA316 CA317 CA401 CA402 CA403 CA404 CA405 CA406 CA407 CA408 CA409 CA501 CA502 CA503 CA504 CA505 CA506 CA507 CA508 CA509 CA510 CA511 CA601 CA602 CA603 CA604 CA605 CA606 CA607 CA1 CA2 CA3 CA4 CA5 CA6" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json jsonl github sarif" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__schema)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json actions can command commands completions demo diff doctor error event exit-codes explain field hmac hmac-check inspect issue issue-error man man-pages mark-read mark-read-plan message message-count message-ids messages note profile-change profile-list profile-show request sandbox sandbox-clock sandbox-env sandbox-faults sandbox-log sandbox-request sandbox-schema sandbox-send sandbox-status sandbox-stop scan scan-finding schemas scopes serve serve-request signature version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__scopes)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        courier__auth__subcmd__serve)
            opts="-h -q -v --help --format --quiet --verbose --color --no-input --strict-config --json --user --allow-user --allow-origin --min-ttl --path --port --host --allow-remote --allow-production --for --scope --tenant --brand --expires-in --no-preflight --api-key-file --profile --any-environment --region --api-url --timeout --connect-timeout --ca-bundle --retries --debug-http"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "text json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --allow-user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --allow-origin)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --min-ttl)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --path)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --for)
                    COMPREPLY=($(compgen -W "inbox toast preferences push brands create sdk" -- "${cur}"))
                    return 0
                    ;;
                --scope)
                    COMPREPLY=($(compgen -W "inbox:read:messages inbox:write:events read:preferences write:preferences read:user-tokens write:user-tokens read:brands write:brands read:messages tenants:read tenants:notifications:read tenants:notifications:write tenants:brand:read write:track read:lists write:lists" -- "${cur}"))
                    return 0
                    ;;
                --tenant)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --expires-in)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --api-key-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --profile)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --region)
                    COMPREPLY=($(compgen -W "us eu" -- "${cur}"))
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --connect-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ca-bundle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retries)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --debug-http)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _courier_auth_whole_words -o nosort -o bashdefault -o default courier-auth
else
    complete -F _courier_auth_whole_words -o bashdefault -o default courier-auth
fi

# Bash splits words at `:` and `=`, and replaces only the part after the last one. This joins the
# parts of each word, completes whole words, and removes from the candidates what stays on the line.
_courier_auth_whole_words() {
    local line=${COMP_LINE:0:COMP_POINT} words=() last=-1 index part gap kept typed option candidate
    for ((index = 0; index <= COMP_CWORD; index++)); do
        gap=${line%%[![:space:]]*}
        line=${line:${#gap}}
        part=${COMP_WORDS[index]}
        if ((index == COMP_CWORD)); then
            part=$line
        fi
        line=${line:${#part}}
        if ((last >= 0)) && [[ -z $gap && ($part == [:=]* || ${words[last]} == *[:=]) ]]; then
            words[last]+=$part
        else
            words[++last]=$part
        fi
    done
    # `$2` is the part that bash replaces, without an opening quote.
    kept=${words[last]%"$2"}
    kept=${kept//[\"\']/}
    typed=$kept$2
    option=
    if [[ $typed == --*=* ]]; then
        option=${typed%%=*}=
        typed=${typed#*=}
        words[last++]=${option%=}
    fi
    words[last]=$typed
    local COMP_WORDS=("${words[@]}") COMP_CWORD=$last
    _courier__auth "$1" "$typed" "${words[last - 1]}"
    for index in "${!COMPREPLY[@]}"; do
        candidate=$option${COMPREPLY[index]}
        COMPREPLY[index]=${candidate#"$kept"}
    done
}
