/** Shells that k8sim completes for. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** The script that a user's shell sources. Each asks `k8sim __complete WORDS… PREFIX` at every TAB, so that it never grows old. */
export function completionScript(shell: (typeof SHELLS)[number]): string {
  return SCRIPTS[shell];
}

const BASH = `# bash completion for k8sim; in ~/.bashrc: source <(k8sim completion bash)
_k8sim() {
  local line=\${COMP_LINE:0:COMP_POINT} answer directive word
  local -a words
  read -r -a words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  answer=$("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null) || return
  directive=\${answer##*:}
  answer=\${answer%:*}
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    [[ -n $word ]] && COMPREPLY+=("$word")
  done <<<"$answer"
  if ((\${#COMPREPLY[@]} == 0 && directive == 0)); then
    compopt -o default
  elif [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]]; then
    compopt -o nospace
  fi
}
complete -F _k8sim k8sim
`;

const ZSH = `#compdef k8sim
# zsh completion for k8sim; in ~/.zshrc, behind compinit: source <(k8sim completion zsh)
_k8sim() {
  local line directive
  local -a answer described
  answer=("\${(@f)$("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  directive=\${answer[-1]#:}
  compset -P '*='
  for line in "\${(@)answer[1,-2]}"; do
    if [[ $line == *$'\\t'* ]]; then
      described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    elif [[ -n $line ]]; then
      described+=("\${line//:/\\\\:}")
    fi
  done
  if ((\${#described})); then
    _describe k8sim described
  elif [[ $directive == 0 ]]; then
    _files
  fi
}
compdef _k8sim k8sim
`;

const FISH = `# fish completion for k8sim; in ~/.config/fish/config.fish: k8sim completion fish | source
function __k8sim_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l answer ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
  set -l found (string match -v -r '^:\\d+$' -- $answer)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else if contains -- :0 $answer
    __fish_complete_path "$current"
  end
end
complete -c k8sim -f -a '(__k8sim_complete)'
`;

const POWERSHELL = `# PowerShell completion for k8sim; in $PROFILE: k8sim completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName k8sim -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -eq '') {
    # before 7.3 an empty argument is dropped unless it is quoted once more
    $words += if ($PSVersionTable.PSVersion -ge [version]'7.3') { '' } else { '""' }
  }
  & k8sim __complete @words 2>$null | Where-Object { $_ -and $_ -notmatch '^:\\d+$' } | ForEach-Object {
    $word, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $description)
  }
}
`;

const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL } as const;
