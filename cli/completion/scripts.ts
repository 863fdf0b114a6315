/**
 * What a shell has to be told to complete `rollcall`. Each hands the words up to the cursor to `rollcall complete`, which
 * answers with a candidate a line, a tab and what it is; or with `:files`, where the shell completes names of files itself.
 * Where Rollcall is installed in projects only, the script makes `rollcall` the one of the project that the shell is in;
 * `--offline` so that npx asks no registry where there is none.
 */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Where to put it, as the script's own first lines say. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // Bash cuts words at colons and at =, so they are put together again, and taken from the front of what is offered.
  bash: `# In ~/.bashrc: eval "$(rollcall completion bash)"
type -t rollcall >/dev/null || rollcall() { npx --no --offline -- rollcall "$@"; }
_rollcall() {
  local words=() word glue='' line cut current quoted
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ -n $glue || $word == [:=]* ]] && (( \${#words[@]} )); then words[-1]+=$word; else words+=("$word"); fi
    [[ $word == *[:=] ]] && glue=yes || glue=''
  done
  current=\${words[-1]}
  cut=\${current%"\${current##*[:=]}"}
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then compopt -o default 2>/dev/null; return; fi
    line=\${line%%$'\\t'*}
    if [[ $current == [\\"\\']* ]]; then quoted=$line; else printf -v quoted %q "$line"; quoted=\${quoted//\\\\,/,}; fi
    COMPREPLY+=("\${quoted#"$cut"}")
  done < <(rollcall complete -- "\${words[@]}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
}
complete -F _rollcall rollcall
`,
  zsh: `#compdef rollcall
# In ~/.zshrc, after compinit: eval "$(rollcall completion zsh)"
whence rollcall >/dev/null || rollcall() { npx --no --offline -- rollcall "$@" }
_rollcall() {
  local -a lines values shown
  lines=("\${(@f)$(rollcall complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $lines[1] == :files ]]; then
    compset -P '--*='
    _files
    return
  fi
  [[ -z $lines[1] ]] && return 1
  values=("\${(@)lines%%$'\\t'*}")
  shown=("\${(@)lines//$'\\t'/  -- }")
  compadd -l -d shown -a values
}
compdef _rollcall rollcall
`,
  fish: `# rollcall completion fish > ~/.config/fish/conf.d/rollcall.fish
type -q rollcall; or function rollcall
    npx --no --offline -- rollcall $argv
end
function __rollcall_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines (rollcall complete -- $words[2..-1] 2>/dev/null)
    if test "$lines[1]" = :files
        set -l option (string match -r '^--[^=]+=' -- $words[-1])
        for path in (__fish_complete_path (string replace -r '^--[^=]+=' '' -- $words[-1]))
            echo "$option$path"
        end
    else
        printf '%s\\n' $lines
    end
end
complete -c rollcall -f -a '(__rollcall_complete)'
`,
};
