import { expect, test } from "bun:test";
import { runScript } from "../../../../src/base/sh/interpret.ts";
import type { ShellHost } from "../../../../src/base/sh/process.ts";
import { newShellState } from "../../../../src/base/sh/state.ts";
import { userlandProgram } from "../../../../src/base/userland/index.ts";
import { createDisk } from "../../../../src/shell/disk.ts";

const PODS =
  "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n";

/** Runs a script in a directory with pods.txt. */
function run(script: string): { out: string; err: string; status: number } {
  const disk = createDisk({ "/root/pods.txt": PODS });
  const state = newShellState({ directory: "/root", environment: { HOME: "/root" } });
  const host: ShellHost = { files: disk, hasProgram: (name) => userlandProgram(name) !== undefined, now: () => 0 };
  let out = "";
  let err = "";
  const streams = { input: { rest: "" }, out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const process = runScript(script, state, host, streams);
  let step = process.next();
  while (step.done !== true) {
    const effect = step.value;
    let status = 0;
    if (effect.kind === "run") {
      const [name = "", ...args] = effect.argv;
      status = userlandProgram(name)?.({ ...effect, name, args, files: disk, now: 0 }) ?? 127;
    }
    step = process.next(status);
  }
  return { out, err, status: step.value };
}

/** Script, its output, exit status and first complaint, as GNU's programs and mawk give them. */
const CASES: readonly (readonly [string, string, number, string])[] = [
  [
    "cat pods.txt | grep Running",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  [
    "grep -v Running pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n\n",
    0,
    "",
  ],
  ["grep -c np pods.txt", "2\n", 0, ""],
  [
    "grep -n -i RUNNING pods.txt",
    "2:np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n4:web-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  ["grep -o '172[.0-9]*' pods.txt", "172.16.103.129\n172.16.221.130\n", 0, ""],
  ["grep -E 'Running|Pending' pods.txt | wc -l", "3\n", 0, ""],
  ["grep nosuch pods.txt; echo $?", "1\n", 0, ""],
  [
    "grep -A1 vvvrm pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n",
    0,
    "",
  ],
  [
    "grep -w w1 pods.txt",
    "np-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  ["grep -q Running pods.txt && echo yes", "yes\n", 0, ""],
  [
    "grep -e Pend -e web pods.txt",
    "np-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  ["awk '{print $1}' pods.txt", "NAME\nnp-pods-5767d54d4b-vvvrm\nnp-pods-5767d54d4b-abcde\nweb-84f7d9c8b6-zzzzz\n\n", 0, ""],
  [
    "awk 'NR>1{print $1, $3}' pods.txt",
    "np-pods-5767d54d4b-vvvrm Running\nnp-pods-5767d54d4b-abcde Pending\nweb-84f7d9c8b6-zzzzz Running\n \n",
    0,
    "",
  ],
  ["awk '/Running/{n++} END{print n}' pods.txt", "2\n", 0, ""],
  [
    "awk -F- '{print $NF}' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nk8s\nk8s\nk8s\n\n",
    0,
    "",
  ],
  ["awk '$4>2 {print $1\": \"$4}' pods.txt", "NAME: RESTARTS\nnp-pods-5767d54d4b-abcde: 3\nweb-84f7d9c8b6-zzzzz: 12\n", 0, ""],
  ["awk '{s+=$4} END {print s, s/3}' pods.txt", "15 5\n", 0, ""],
  ["awk '{a[$3]++} END {for (k in a) print k, a[k]}' pods.txt | sort", " 1\nPending 1\nRunning 2\nSTATUS 1\n", 0, ""],
  [
    'awk \'BEGIN{for(i=0;i<3;i++) printf "%d-%s\\n", i, "x"; print length("hello"), substr("hello",2,3), index("hello","l"), toupper("ab")}\'',
    "0-x\n1-x\n2-x\n5 ell 3 AB\n",
    0,
    "",
  ],
  ["awk '{gsub(/k8s/,\"node\"); print $NF}' pods.txt", "NODE\nw2-node\nw1-node\nw1-node\n\n", 0, ""],
  [
    "awk 'NR==2,NR==3{print NR\": \"$0}' pods.txt",
    "2: np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n3: np-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n",
    0,
    "",
  ],
  ["awk -v n=5 'BEGIN{print n+1, n \"a\"}'", "6 5a\n", 0, ""],
  [
    "awk '{$2=\"x\"; print}' pods.txt",
    "NAME x STATUS RESTARTS AGE IP NODE\nnp-pods-5767d54d4b-vvvrm x Running 0 9s 172.16.103.129 w2-k8s\nnp-pods-5767d54d4b-abcde x Pending 3 1m <none> w1-k8s\nweb-84f7d9c8b6-zzzzz x Running 12 5h 172.16.221.130 w1-k8s\n x\n",
    0,
    "",
  ],
  ["awk 'NF' pods.txt | wc -l", "4\n", 0, ""],
  ["awk '{print NR, NF}' pods.txt", "1 7\n2 7\n3 7\n4 7\n5 0\n", 0, ""],
  ["awk 'END{print NR}' pods.txt", "5\n", 0, ""],
  [
    'awk \'{if($3=="Running"){print "ok "$1}else{print "no "$1}}\' pods.txt',
    "no NAME\nok np-pods-5767d54d4b-vvvrm\nno np-pods-5767d54d4b-abcde\nok web-84f7d9c8b6-zzzzz\nno \n",
    0,
    "",
  ],
  ['awk \'BEGIN{split("a:b:c",x,":"); print x[2], length(x)}\'', "b 3\n", 0, ""],
  [
    "awk '!seen[$3]++' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n\n",
    0,
    "",
  ],
  [
    "awk '$3 ~ /^Run/ && $7==\"w1-k8s\"' pods.txt",
    "web-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  ["awk 'BEGIN { while (i<3) { i++; if (i==2) continue; print i } }'", "1\n3\n", 0, ""],
  ["sed -n '2p' pods.txt", "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n", 0, ""],
  [
    "sed 's/Running/OK/' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     OK   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     OK   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed '1d' pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed -n '/np/p' pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n",
    0,
    "",
  ],
  [
    "sed -e 's/a/A/g' -e 's/e/E/2' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-Abcde   0/1     PEnding   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed -E 's/([a-z]+)-([a-z]+)/\\2-\\1/' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\npods-np-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\npods-np-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed 's/\\(np\\)-\\(pods\\)/\\2_\\1/' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\npods_np-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\npods_np-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed '2,3d' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed '$d' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  ["sed -n '$p' pods.txt", "\n", 0, ""],
  [
    "sed '/Pending/,$d' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n",
    0,
    "",
  ],
  [
    "sed 's|172|10|;s/w\\([12]\\)-k8s/node\\1/' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    10.16.103.129   node2\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           node1\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    10.16.221.130   node1\n\n",
    0,
    "",
  ],
  ["sed -i 's/replicas: 3/replicas: 6/' f.yaml 2>/dev/null; echo $?", "2\n", 0, ""],
  ["printf 'replicas: 3\\n' > f; sed -i 's/replicas: 3/replicas: 6/' f; cat f", "replicas: 6\n", 0, ""],
  [
    "sed 's/.*/<&>/' pods.txt | head -2",
    "<NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE>\n<np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s>\n",
    0,
    "",
  ],
  [
    "sed '/NAME/a added' pods.txt | head -3",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nadded\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n",
    0,
    "",
  ],
  [
    "sed '2i\\inserted' pods.txt | head -3",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\ninserted\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n",
    0,
    "",
  ],
  [
    "sed '2c changed' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nchanged\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed y/abc/xyz/ pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4y-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4y-xyzde   0/1     Pending   3          1m    <none>           w1-k8s\nwey-84f7d9z8y6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  ["sed = pods.txt | head -2", "1\nNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n", 0, ""],
  [
    "sed -n '2{p;p}' pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n",
    0,
    "",
  ],
  ["sed 's/x/y' pods.txt", "", 1, "sed: -e expression #1, char 5: unterminated `s' command"],
  [
    "sed 's/ \\+/ /g' pods.txt | cut -d' ' -f1,3",
    "NAME STATUS\nnp-pods-5767d54d4b-vvvrm Running\nnp-pods-5767d54d4b-abcde Pending\nweb-84f7d9c8b6-zzzzz Running\n\n",
    0,
    "",
  ],
  [
    "sed -n '/NAME/!p' pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  [
    "sed -n '2,+1p' pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n",
    0,
    "",
  ],
  [
    "sed '0~2d' pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n\n",
    0,
    "",
  ],
  [
    "head -2 pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n",
    0,
    "",
  ],
  ["head -n 1 pods.txt", "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n", 0, ""],
  ["tail -2 pods.txt", "web-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n", 0, ""],
  [
    "tail -n +2 pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n\n",
    0,
    "",
  ],
  ["tail -1 pods.txt", "\n", 0, ""],
  ["head -c 5 pods.txt", "NAME ", 0, ""],
  [
    "sort pods.txt",
    "\nNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  [
    "sort -r pods.txt",
    "web-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n\n",
    0,
    "",
  ],
  [
    "sort -k4 -n pods.txt",
    "\nNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  [
    "sort -k4,4nr pods.txt",
    "web-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n\nNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n",
    0,
    "",
  ],
  ["sort -k 3 pods.txt | head -2", "\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n", 0, ""],
  ["sort -u pods.txt | wc -l", "5\n", 0, ""],
  ["printf 'b\\na\\nb\\n' | sort | uniq -c", "      1 a\n      2 b\n", 0, ""],
  ["printf 'b\\na\\nb\\n' | sort | uniq", "a\nb\n", 0, ""],
  ["printf 'a\\na\\nb\\n' | uniq -d", "a\n", 0, ""],
  ["wc pods.txt", "  5  28 343 pods.txt\n", 0, ""],
  ["wc -l pods.txt", "5 pods.txt\n", 0, ""],
  ["wc -l < pods.txt", "5\n", 0, ""],
  ["echo hello | wc -c", "6\n", 0, ""],
  ["cut -c1-5 pods.txt", "NAME \nnp-po\nnp-po\nweb-8\n\n", 0, ""],
  ["echo a:b:c | cut -d: -f2-", "b:c\n", 0, ""],
  ["echo a:b:c | cut -d: -f1,3", "a:c\n", 0, ""],
  ["echo hello | tr a-z A-Z", "HELLO\n", 0, ""],
  ["echo hello world | tr -d lo", "he wrd\n", 0, ""],
  ["echo \"a  b   c\" | tr -s ' '", "a b c\n", 0, ""],
  ["echo \"a b c\" | tr ' ' '\\n'", "a\nb\nc\n", 0, ""],
  [
    "cat -n pods.txt",
    "     1\tNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n     2\tnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n     3\tnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n     4\tweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n     5\t\n",
    0,
    "",
  ],
  [
    "nl pods.txt",
    "     1\tNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n     2\tnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n     3\tnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\n     4\tweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n       \n",
    0,
    "",
  ],
  ["seq 3", "1\n2\n3\n", 0, ""],
  ["seq 2 4", "2\n3\n4\n", 0, ""],
  ["seq 0 2 6", "0\n2\n4\n6\n", 0, ""],
  ["echo abc | rev", "cba\n", 0, ""],
  [
    "tac pods.txt",
    "\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\nnp-pods-5767d54d4b-abcde   0/1     Pending   3          1m    <none>           w1-k8s\nnp-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n",
    0,
    "",
  ],
  ["echo x | tee out1; cat out1", "x\nx\n", 0, ""],
  ["ls", "pods.txt\n", 0, ""],
  ["mkdir -p a/b; touch a/b/c; ls a; ls a/b", "b\nc\n", 0, ""],
  ["mkdir a; mkdir a; echo $?", "1\n", 0, "mkdir: cannot create directory ‘a’: File exists"],
  ["rm nosuch; echo $?", "1\n", 0, "rm: cannot remove 'nosuch': No such file or directory"],
  ["rm -f nosuch; echo $?", "0\n", 0, ""],
  ["cp pods.txt p2; ls; mv p2 p3; ls", "p2\npods.txt\np3\npods.txt\n", 0, ""],
  ["cp nosuch x; echo $?", "1\n", 0, "cp: cannot stat 'nosuch': No such file or directory"],
  ["cat nosuch; echo $?", "1\n", 0, "cat: nosuch: No such file or directory"],
  ["basename /a/b/c.txt .txt; dirname /a/b/c.txt", "c\n/a/b\n", 0, ""],
  ["ls nosuch; echo $?", "2\n", 0, "ls: cannot access 'nosuch': No such file or directory"],
  ["mkdir d; rm d; echo $?", "1\n", 0, "rm: cannot remove 'd': Is a directory"],
  ["cat pods.txt nosuch | wc -l", "5\n", 0, "cat: nosuch: No such file or directory"],
  [
    "for p in $(awk 'NR>1{print $1}' pods.txt); do echo \"pod $p\"; done",
    "pod np-pods-5767d54d4b-vvvrm\npod np-pods-5767d54d4b-abcde\npod web-84f7d9c8b6-zzzzz\n",
    0,
    "",
  ],
  [
    "cat pods.txt | awk '{print $1}' | grep -v NAME | while read p; do echo \"- $p\"; done",
    "- np-pods-5767d54d4b-vvvrm\n- np-pods-5767d54d4b-abcde\n- web-84f7d9c8b6-zzzzz\n- \n",
    0,
    "",
  ],
  ["grep Running pods.txt | awk '{print $1}' | head -1", "np-pods-5767d54d4b-vvvrm\n", 0, ""],
  [
    "awk '{print $1,$(NF-1)}' pods.txt",
    "NAME IP\nnp-pods-5767d54d4b-vvvrm 172.16.103.129\nnp-pods-5767d54d4b-abcde <none>\nweb-84f7d9c8b6-zzzzz 172.16.221.130\n",
    2,
    "awk: run time error: negative field index $-1",
  ],
  [
    "awk '{printf \"%-30s|%5s|\\n\", $1, $4}' pods.txt",
    "NAME                          |RESTARTS|\nnp-pods-5767d54d4b-vvvrm      |    0|\nnp-pods-5767d54d4b-abcde      |    3|\nweb-84f7d9c8b6-zzzzz          |   12|\n                              |     |\n",
    0,
    "",
  ],
  ["echo \"3 4\" | awk '{print $1*$2, $1/$2, $1^$2, $1%$2}'", "12 0.75 81 3\n", 0, ""],
  ['echo "x" | awk \'{print "a" "b" $1; print -1 " " 2}\'', "abx\n-1 2\n", 0, ""],
  ['awk \'BEGIN{x["a"]=1; if ("a" in x) print "in"; delete x["a"]; print ("a" in x)}\'', "in\n0\n", 0, ""],
  ["awk 'BEGIN{print 1e6, 1000000, 0.1+0.2, 100/3, int(3.9)}'", "1000000 1000000 0.3 33.3333 3\n", 0, ""],
  ["awk 'BEGIN{print match(\"foobar\", /o+/), RSTART, RLENGTH}'", "2 2 2\n", 0, ""],
  ["echo \"a,b;c\" | awk -F'[,;]' '{print $2 $3}'", "bc\n", 0, ""],
  ['awk \'BEGIN{OFS="-"; print "a","b"; $0="x y z"; $1=$1; print}\'', "a-b\nx-y-z\n", 0, ""],
  ["grep -l Running pods.txt", "pods.txt\n", 0, ""],
  [
    "grep -h NAME pods.txt pods.txt",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\nNAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n",
    0,
    "",
  ],
  [
    "grep NAME pods.txt pods.txt",
    "pods.txt:NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\npods.txt:NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE\n",
    0,
    "",
  ],
  ["grep '^np.*w2' pods.txt", "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n", 0, ""],
  ["grep 'a\\{2\\}' pods.txt; echo $?", "1\n", 0, ""],
  ["grep -E 'z{5}' pods.txt", "web-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n", 0, ""],
  ["grep '[[:digit:]]\\+h' pods.txt", "web-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n", 0, ""],
  [
    "grep -F '1/1' pods.txt",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\nweb-84f7d9c8b6-zzzzz       1/1     Running   12         5h    172.16.221.130   w1-k8s\n",
    0,
    "",
  ],
  ["grep -m1 Running pods.txt", "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129   w2-k8s\n", 0, ""],
  ["echo 'a.b' | grep 'a\\.b'", "a.b\n", 0, ""],
  ["date +%Y >/dev/null; echo $?", "0\n", 0, ""],
];

test.each(CASES)("%s", (script, out, status, complaint) => {
  const result = run(script);
  expect({ out: result.out, status: result.status, complaint: result.err.split("\n")[0] }).toEqual({ out, status, complaint });
});
