import { isForeign } from "./clean.ts";

/** Words that begin commands and hardly a sentence. */
const PLAIN = new Set(
  (
    "kubectl k ka kd kg-po-ip-stat-no kubeadm kubelet kubens kubectx minikube kustomize helm k8sim docker docker-compose podman crictl ctr nerdctl curl wget ssh scp sudo " +
    "systemctl journalctl vagrant git vi vim nano cat ls ll cd mkdir rmdir rm cp mv chmod chown touch pwd echo printf sed awk grep egrep " +
    "modprobe lsmod iptables ipvsadm tcpdump nslookup dig telnet nc ncat ifconfig arp apt apt-get yum dnf brew choco tar unzip base64 openssl " +
    "jq yq ab hey wrk siege stress swapoff sysctl hostnamectl exportfs showmount mount umount df du ps netstat ss xargs tee nohup bash istioctl " +
    "calicoctl etcdctl gcloud aws az eksctl terraform ansible-playbook python3 npm pip curl.exe kubectl.exe traceroute uname lsb_release " +
    "Invoke-RestMethod Invoke-WebRequest ln ufw setenforce timedatectl useradd usermod passwd k9s k3s k3d su watch nproc getent"
  ).split(" "),
);

/** Words that begin commands and sentences as well: `watch the pods`, `kind of`. Something must show that they are typed. */
const ALSO_WORDS = new Set(
  (
    "watch export source alias unalias which whereis type head tail sleep date time timeout exit logout clear history find sort cut uniq wc tr nl " +
    "test kill killall wait set unset read top free less more make install reboot shutdown poweroff halt ping host env for while until if case function " +
    "id who whoami uptime hostname diff kind ip node python sh file fg bg jobs trap eval exec cmd route lsof service code stat"
  ).split(" "),
);

/** kubectl's verbs, plugins of its readers included. */
const VERBS = new Set(
  (
    "annotate alpha api-resources api-versions apply attach auth autoscale certificate cluster-info completion config convert cordon cp create debug delete " +
    "describe diff drain edit events exec explain expose get kustomize label logs options patch plugin port-forward proxy replace rollout run scale " +
    "set taint top uncordon version wait krew ns ctx neat tree"
  ).split(" "),
);

/** What a word in second place is like when the first is a command: an option, a path, a number, a quote, an assignment, an operator. */
const ARGUMENT = /^(?:[-/~.$"'({[\d<>|&;`]|\S*[=/.:]\S|\S+\.\w+$|kubectl$|k$|true$|:$)/;

/** Assignments whose value is computed, or with which a line of commands begins. */
const ASSIGNMENT = /^[A-Za-z_]\w*=(?:[^\s;]*\$\(|[^\s;]*`|[^\s;]*;|"?\$\w)/;

/** The word is one that begins commands. */
export function isCommandWord(word: string): boolean {
  return PLAIN.has(word) || ALSO_WORDS.has(word);
}

/** Commands that print what they are given or what lies in files: their output may be anything, other commands included. */
export function printsTexts(command: string): boolean {
  return /^(?:sudo\s+)?(?:cat|less|more|head|tail|grep|egrep|sed|awk|history|echo|printf|curl|wget|alias|type|bat|vi|vim|nano|git|diff|helm|man|kustomize|tee)(?:\s|$)/.test(
    command,
  );
}

/** Whether a line without a prompt is a command: its first word is one, and what follows is like what is typed behind it. */
export function isBareCommand(text: string): boolean {
  const line = text.trimEnd();
  if (line === "" || line.length > 2000 || !mayBegin(line)) return false;
  const typed = withoutComment(line);
  if (isForeign(withoutQuoted(typed))) return false;
  if (ASSIGNMENT.test(typed)) return true;
  const words = typed.split(/\s+/).filter(Boolean);
  let at = 0;
  // `sudo`, `time` and variables for one command stand before it
  while (words[at] === "sudo" || words[at] === "time" || (at < 4 && /^[A-Z_]{3,}=\S*$/.test(words[at] ?? ""))) at++;
  const first = (words[at] ?? "").replace(/;$/, "");
  const second = words[at + 1];
  if (at > 0 && first === "") return words[0] === "sudo" && words.length > 1;
  if (/^(?:\.{1,2}\/|~\/|\/)[\w./-]+$/.test(first)) return first.startsWith(".") || first.endsWith(".sh");
  if (/^(?:kubectl|k|kubectl\.exe)$/.test(first)) return second === undefined ? first !== "k" : isKubectl(words.slice(at + 1));
  if (ALSO_WORDS.has(first)) return isTyped(first, words.slice(at + 1));
  return PLAIN.has(first) && !looksLikeSentence(words.slice(at + 1));
}

/** The first word is one that begins commands, an assignment or a path. */
function mayBegin(line: string): boolean {
  const first = /^\s*([^\s;]+)/.exec(line)?.[1] ?? "";
  return PLAIN.has(first) || ALSO_WORDS.has(first) || /^[A-Za-z_]\w*=|^(?:\.{1,2}|~)?\//.test(first);
}

function isKubectl(rest: readonly string[]): boolean {
  const verb = rest[0] ?? "";
  if (!VERBS.has(verb) && !/^-{1,2}[a-z]/.test(verb)) return false;
  return !looksLikeSentence(rest);
}

function isTyped(first: string, rest: readonly string[]): boolean {
  const second = rest[0];
  if (second === undefined)
    return /^(?:exit|logout|clear|history|date|reboot|env|id|whoami|uptime|hostname|top|free|jobs|fg|bg|alias|poweroff)$/.test(first);
  switch (first) {
    case "for":
      return second.startsWith("((") || rest[1] === "in";
    case "while":
    case "until":
      return /^(?:true|:|\[|\[\[|sleep|read|!|kubectl|curl|\(\(|\$\()/.test(second);
    case "if":
      return /^(?:\[|\[\[|!|kubectl|grep|curl|test|\(\()/.test(second);
    case "kill":
    case "ping":
    case "sleep":
    case "host":
      return ARGUMENT.test(second) || rest.length === 1;
    case "ip":
      return /^(?:a|addr|address|link|route|r|neigh|netns|-\w+)$/.test(second);
    case "kind":
      return /^(?:create|delete|get|load|version)$/.test(second);
    case "service":
      return /^(?:start|stop|restart|status)$/.test(rest[1] ?? "");
    default:
      return ARGUMENT.test(second) || ((first === "which" || first === "type") && rest.length === 1);
  }
}

/** `kubectl get pods: lists pods`, `docker is a runtime.` */
function looksLikeSentence(rest: readonly string[]): boolean {
  if (rest.includes("DEPRECATED")) return true;
  if (rest.some((word, index) => index < 3 && /^[a-z]+:$/i.test(word))) return true;
  return (
    /^(?:is|are|was|can|could|will|would|should|must|may|has|have|command|commands|uses|controls|and|or|to|the|a|an|of|in|for|on|->|=>|:|=)$/.test(
      rest[0] ?? "",
    ) && rest.length > 1
  );
}

/** A line of shell without the comment at its end. */
export function withoutComment(line: string): string {
  if (!line.includes("#")) return line;
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (quote !== "'" && letter === "\\") at++;
    else if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'" || letter === "`") quote = letter;
    else if (letter === "#" && (at === 0 || /\s/.test(line[at - 1] ?? ""))) return line.slice(0, at).trimEnd();
  }
  return line;
}

function withoutQuoted(text: string): string {
  return text.replace(/"[^"]*"|'[^']*'/g, '""');
}
