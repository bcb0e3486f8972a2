
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
    SPLIT_OPTION
    words[last]=$typed
    local COMP_WORDS=("${words[@]}") COMP_CWORD=$last
    COMPLETER "$1" "$typed" "${words[last - 1]}"
    for index in "${!COMPREPLY[@]}"; do
        candidate=$option${COMPREPLY[index]}
        COMPREPLY[index]=${candidate#"$kept"}
    done
}
