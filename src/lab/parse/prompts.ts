import type { Step } from "../transcript.ts";
import { isBareCommand, isCommandWord } from "./words.ts";

/** A prompt at the beginning of a line. */
export interface Prompt {
  /** As shown, with the blank behind it. */
  readonly text: string;
  /** What is typed behind it; empty when nothing is. */
  readonly rest: string;
  readonly shell: Step["shell"];
  /** User and host, `pc`, `remote`; "" where it does not say; "same" for shells of containers, which tell no host. */
  readonly terminal: string;
  /** It can be nothing else; a weak one (`# `, `> `, `% `) may be a comment or a quotation as well. */
  readonly strong: boolean;
}

interface Form {
  readonly pattern: RegExp;
  readonly shell?: Step["shell"];
  readonly strong?: false;
  /** Only before a word that begins a command. */
  readonly beforeCommand?: true;
  readonly terminal: (match: RegExpExecArray) => string;
}

const named = ([, user = "", host = ""]: RegExpExecArray): string => `${user}@${host}`;
const unsaid = (): string => "";

/** `(⎈ |context:namespace) ` and names of virtual environments, which stand before the prompt itself. */
const DECORATION = /^(?:\(⎈[^)\n]{0,80}\)|\((?:base|venv|[\w.-]{1,30})\)(?=\s*(?:\[|[\w.-]{1,30}@)))\s*/;

const FORMS: readonly Form[] = [
  { pattern: /^PS(?: [A-Za-z]:[^>\n]{0,120}| \/[^>\n]{0,120})?>[ \t]?/, shell: "powershell", terminal: () => "pc" },
  { pattern: /^[A-Za-z]:\\[^>\n]{0,120}>[ \t]?/, terminal: () => "pc" },
  // [root@m-k8s ~]#
  { pattern: /^\[([\w.-]{1,40})@([\w.-]{1,80})(?:[ :][^\]\n]{0,120})?\]\s?[#$%][ \t]*/, terminal: named },
  // [node1 ~]$
  { pattern: /^\[([\w.-]{1,40}) [^\]\s]{0,80}\]\s?[#$%][ \t]+/, terminal: ([, host = ""]) => `root@${host}` },
  // [m-k8s]#, master:~$, MacBook:dir user$
  { pattern: /^\[([\w.-]{1,40})\]\s?[#$%][ \t]+/, beforeCommand: true, terminal: ([, host = ""]) => `root@${host}` },
  {
    pattern: /^([\w.-]{1,60}):[\w~/.-]{0,60}(?: [\w.-]{1,30})?[#$%][ \t]+/,
    beforeCommand: true,
    terminal: ([, host = ""]) => `root@${host}`,
  },
  // MacBook:~ user$, with nothing behind it
  { pattern: /^([\w.-]{1,60}):[~/][\w~/.-]{0,60} [\w.-]{1,30}\$[ \t]*$/, terminal: ([, host = ""]) => `root@${host}` },
  // root@m-k8s:~#, user@host:~/dir (main) $
  {
    pattern: /^([\w.-]{1,40})@([\w.-]{1,80}):[ ]?[^\s#$%>]{0,120}[ ]?(?:\([^)\n]{1,40}\)[ ]?)?[#$%>](?:[ \t]+|(?=[a-z./])|$)/,
    terminal: named,
  },
  // k8s@cp ~$, user@host dir %
  {
    pattern: /^([\w.-]{1,40})@([\w.-]{1,80})(?:[ ]+[~/\w.-][^\s#$%>]{0,80})?[ ]?(?:\([^)\n]{1,40}\)[ ]?)?[#$%❯➜](?:[ \t]+|$|(?=[a-z]))/,
    terminal: named,
  },
  // (m-k8s)#
  {
    pattern: /^\(([\w.-]{1,40})\)\s?[#$%>][ \t]*(?=\S|$)/,
    terminal: ([, host = ""]) => (/^(?:win|mac|pc|local|host)/i.test(host) ? "pc" : `root@${host}`),
  },
  { pattern: /^remote >[ \t]?/, terminal: () => "remote" },
  // bash-4.4#, / #, /usr/share/nginx/html #
  { pattern: /^(?:bash|sh|ash|dash)-\d[\d.]*[#$][ \t]?/, terminal: () => "same" },
  { pattern: /^(?:~|\/[\w./-]{0,80}) [#$](?:[ \t]+|$)/, terminal: () => "same" },
  { pattern: /^~[\w./-]{0,80}[#$%❯][ \t]+/, terminal: unsaid },
  // ➜  ~ git:(main) ✗
  { pattern: /^[➜❯λ][ \t]+(?:[~/.\w-]{1,60}[ \t]+)?(?:git:\([^)\n]{1,60}\)[ \t]+)?(?:✗[ \t]+)?/u, beforeCommand: true, terminal: unsaid },
  { pattern: /^[➜❯][ \t]+(?=[a-z./~][\x20-\x7e]*$)/u, terminal: unsaid },
  // controlplane $, node01 ~ ➜, minikube>
  {
    pattern: /^([A-Za-z][\w.-]{1,30})(?:[ ]~\S{0,60})?[ ]?[$#>%➜][ \t]+/u,
    beforeCommand: true,
    terminal: ([, host = ""]) => (isCommandWord(host) ? "" : `root@${host}`),
  },
  { pattern: /^\$>?[ \t]+(?=\S)/, terminal: unsaid },
  { pattern: /^\$(?=[a-z])(?!\w+\s*[=.|])/, beforeCommand: true, terminal: unsaid },
  { pattern: /^\$\s*$/, terminal: unsaid },
  { pattern: /^[#>%][ \t]+(?=\S)/, strong: false, terminal: unsaid },
];

/** Programs with prompts of their own: what is typed there is no shell's. */
const FOREIGN_HOSTS =
  /^(?:mysql|mariadb|sqlite|redis|mongo|mongos|test|postgres|psql|etcd|ftp|sftp|python|irb|node|gdb|note|tip|warning|info|step|output|result)$/i;

/** The prompt at the beginning of a line, with what is typed behind it; undefined when there is none. */
export function promptOf(line: string): Prompt | undefined {
  const blanks = /^[ \t]*/.exec(line)?.[0] ?? "";
  const text = line.slice(blanks.length);
  // most lines are no prompts, and tell so at once
  if (!/^[[(A-Za-z/~$#>%➜❯λ]/u.test(text) || !/[#$%>❯➜λ]/u.test(text.length > 200 ? text.slice(0, 200) : text)) return undefined;
  const decoration = DECORATION.exec(text)?.[0] ?? "";
  const found = plainPrompt(text.slice(decoration.length), decoration.startsWith("(⎈"));
  if (found === undefined) return undefined;
  // some authors write their own prompt before the one that they copied
  const again = found.strong && found.rest !== "" ? plainPrompt(found.rest, false) : undefined;
  const inner = again?.strong === true && again.terminal !== "" ? again : undefined;
  const shown = line.slice(0, line.length - (inner?.rest ?? found.rest).length);
  return { ...(inner ?? found), text: shown };
}

function plainPrompt(text: string, decorated: boolean): Prompt | undefined {
  for (const { pattern, shell = "sh", strong, beforeCommand, terminal } of FORMS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const rest = text.slice(match[0].length);
    if (beforeCommand === true && !isTypedAfter(match[1], match[0], rest)) continue;
    if (strong === false && !decorated && !isBehindComment(rest)) continue;
    return { text: match[0], rest, shell, terminal: terminal(match), strong: strong !== false || decorated };
  }
  return undefined;
}

/** What stands behind `# ` is a command, not a comment that begins with a command's name. */
function isBehindComment(rest: string): boolean {
  if (!isBareCommand(rest)) return false;
  const words = rest.trim().split(/\s+/);
  if (/^(?:sudo|kubectl|k|\.\/\S+)$/.test(words[0] ?? "") || words.length <= 2) return true;
  if (/^(?:systemctl|docker|git|helm|vagrant|apt|apt-get|yum|dnf|minikube|podman|crictl|kubeadm|modprobe)$/.test(words[0] ?? ""))
    return words.length <= 8;
  return words.slice(1).some((word) => /[-/=~$"'<>|{[\d]|\.\w/.test(word));
}

function isTypedAfter(host: string | undefined, prompt: string, rest: string): boolean {
  if (host !== undefined && FOREIGN_HOSTS.test(host)) return false;
  // `cat > FILE` writes a file; `bash> ` prompts
  if (host !== undefined && isCommandWord(host) && prompt[host.length] === " ") return false;
  return isBareCommand(rest);
}
