import { UserError } from "../../base/user-error.ts";

const POSIX = `kubectl() { k8sim kubectl "$@"; }
k() { k8sim kubectl "$@"; }
curl() { k8sim curl "$@"; }
watch() {
  _k8sim_flags=""
  while [ "\${1#-}" != "$1" ]; do
    case "$1" in -n) _k8sim_flags="$_k8sim_flags -n $2"; shift ;; *) _k8sim_flags="$_k8sim_flags $1" ;; esac
    shift
  done
  _k8sim_first="$1"; shift
  case "$_k8sim_first" in
    k|kubectl) eval "command watch $_k8sim_flags k8sim kubectl" '"$@"' ;;
    curl) eval "command watch $_k8sim_flags k8sim curl" '"$@"' ;;
    *) eval "command watch $_k8sim_flags" '"$_k8sim_first" "$@"' ;;
  esac
}
ssh() {
  _k8sim_node="\${1#*@}"; shift
  if [ $# -eq 0 ]; then k8sim shell --node "$_k8sim_node"; else k8sim exec "$_k8sim_node" -- sh -c "$*"; fi
}
k8sim_off() { unset -f kubectl k curl watch ssh k8sim_off; }
`;

const FISH = `function kubectl; k8sim kubectl $argv; end
function k; k8sim kubectl $argv; end
function curl; k8sim curl $argv; end
function ssh
  set -l node (string replace -r '^.*@' '' -- $argv[1])
  if test (count $argv) -eq 1; k8sim shell --node $node; else; k8sim exec $node -- sh -c "$argv[2..-1]"; end
end
function k8sim_off; functions -e kubectl k curl ssh k8sim_off; end
`;

/** Functions that bind a person's own shell to the cluster in use, to be `eval`ed; `k8sim_off` takes them away. Throws UserError. */
export function shellFunctions(shell: string): string {
  if (shell === "bash") return `${POSIX}source <(k8sim completion bash)\n`;
  if (shell === "zsh") return POSIX;
  if (shell === "fish") return FISH;
  throw new UserError(`"${shell}" is no shell that k8sim knows: use bash, zsh or fish`);
}
