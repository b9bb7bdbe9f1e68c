import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";

/** bash: asks `kubectl __complete` for the words and keeps those that fit. */
const BASH = `
# bash completion for kubectl: kubectl itself knows the words
__start_kubectl() {
    local words=("\${COMP_WORDS[@]:1:COMP_CWORD}") line directive=0
    COMPREPLY=()
    while IFS= read -r line; do
        case "$line" in
            :*) directive="\${line#:}" ;;
            *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
        esac
    done < <("\${COMP_WORDS[0]}" __complete "\${words[@]}" 2>/dev/null)
    if [[ \${#COMPREPLY[@]} -eq 0 && $directive -eq 0 ]]; then
        COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
    fi
    [[ \${#COMPREPLY[@]} -eq 1 && "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
}
complete -F __start_kubectl kubectl
`;

const ZSH = `#compdef kubectl
_kubectl() {
    local -a found
    local line
    while IFS= read -r line; do
        [[ "$line" == :* ]] || found+=("\${\${line//:/\\\\:}//$'\\t'/:}")
    done < <("\${words[1]}" __complete "\${(@)words[2,$CURRENT]}" 2>/dev/null)
    _describe 'kubectl' found
}
compdef _kubectl kubectl
`;

const FISH = `
# fish completion for kubectl
function __kubectl_words
    set -l given (commandline -opc)
    kubectl __complete $given[2..-1] (commandline -ct) 2>/dev/null | string match -v ':*'
end
complete -c kubectl -f -a '(__kubectl_words)'
`;

const POWERSHELL = `
# powershell completion for kubectl
Register-ArgumentCompleter -Native -CommandName kubectl -ScriptBlock {
    param($word, $line, $position)
    $given = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($word -eq '') { $given += '""' }
    kubectl __complete @given 2>$null | Where-Object { $_ -notlike ':*' } | ForEach-Object {
        $name, $text = $_ -split "\\t", 2
        [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $(if ($text) { $text } else { $name }))
    }
}
`;

/** `kubectl completion`. kubectl/pkg/cmd/completion/completion.go */
export const completionCommand: Command = {
  use: () => "completion SHELL",
  examples: "# Completion in this bash\nsource <(kubectl completion bash)",
  async run({ args, env, release }) {
    const scripts: Record<string, string> = { bash: BASH, zsh: ZSH };
    if (release.has("completionMoreShells")) Object.assign(scripts, { fish: FISH, powershell: POWERSHELL });
    const [shell] = args;
    if (shell === undefined) throw new UsageError("Shell not specified.");
    if (args.length > 1) throw new UsageError("Too many arguments. Expected only the shell type.");
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
    if (script === undefined) throw new UsageError(`Unsupported shell type "${shell}".`);
    env.stdout(script);
  },
};
