import { describe, expect, test } from "bun:test";
import { itemsOf, read, readBlock } from "./read.ts";

describe("commands over several lines", () => {
  test.each([
    [["for i in 1 2", "do", "  echo $i", "done", "1", "2"], 4],
    [["while true; do", "  curl -s 10.0.0.1", "done", "a"], 3],
    [["kubectl create deployment web \\", "  --image=nginx", "deployment.apps/web created"], 2],
    [["if [ 1 = 1 ]; then", "  date", "fi", "a"], 3],
    [["kubectl patch svc web -p '{", '  "spec": {}', "}'", "service/web patched"], 3],
    [["cat <<-EOF | kubectl apply -f -", "\tkind: Pod", "\tEOF", "pod/a created"], 3],
    [["cat <<'EOF' > a.sh", "echo 'it", "EOF", "a"], 3],
    [["kubectl get po |", "  grep web", "web"], 2],
    [["f() {", "  kubectl get po", "}", "a"], 3],
    [["echo $(kubectl get po \\", "  | wc -l)", "3"], 2],
  ])("%j", (lines, count) => {
    expect(readBlock(lines.with(0, `$ ${lines[0] ?? ""}`))).toEqual([
      `2 root@m-k8s: ${lines.slice(0, count).join("\n")} => ${lines.slice(count).join("|")}`,
    ]);
  });

  test("the shell's second prompt goes", () => {
    expect(readBlock(["$ for i in 1 2; do", "> echo $i", "> done", "1"])).toEqual(["2 root@m-k8s: for i in 1 2; do\necho $i\ndone => 1"]);
  });

  test("what is never closed is one line; a new prompt ends it in any case", () => {
    expect(readBlock(["$ echo don't", "don't", "$ date"])).toHaveLength(2);
    expect(readBlock(["$ echo it's", "a", "b"])).toEqual(["2 root@m-k8s: echo it's => a|b"]);
    expect(readBlock(["$ kubectl create deployment web \\", "$ date"])).toHaveLength(2);
  });
});

describe("what editors make of commands", () => {
  test.each([
    ["kubectl scale deploy web –replicas=3", "kubectl scale deploy web --replicas=3"],
    ["kubectl get po –n kube-system", "kubectl get po -n kube-system"],
    ["kubectl get po —all-namespaces", "kubectl get po --all-namespaces"],
    ["kubectl annotate po web a=“b c”", 'kubectl annotate po web a="b c"'],
    ["kubectl get po -l ‘a=b’", "kubectl get po -l 'a=b'"],
    ["curl &quot;http://a/?x=1&amp;y=2&quot;", 'curl "http://a/?x=1&y=2"'],
  ])("%s", (shown, command) => {
    expect(itemsOf(["```", `$ ${shown}`, "```"])).toMatchObject([{ command, mended: shown }]);
  });

  test.each([
    ["kubectl\u00a0get\u3000po", "kubectl get po"],
    ["kubectl\u200b get po\ufeff", "kubectl get po"],
    ["curl <http://10.0.0.1/a>", "curl http://10.0.0.1/a"],
    ["kubectl get po   # 확인", "kubectl get po"],
    ["kubectl get po   → 파드 확인", "kubectl get po"],
    ["kubectl get po (파드 확인)", "kubectl get po"],
    ["kubectl get po // 확인", "kubectl get po"],
  ])("%s", (shown, command) => {
    expect(itemsOf(["```", `$ ${shown}`, "```"])).toMatchObject([{ command }]);
    expect(itemsOf(["```", `$ ${shown}`, "```"])[0]).not.toHaveProperty("mended");
  });

  test("Windows' line ends, a mark at the beginning, tabs: lines keep their numbers", () => {
    expect(read(["\ufeff# Title\r", "```\r", "\t$ kubectl get po\r", "\tnone\r", "```\r"])).toEqual([
      "3 root@m-k8s: kubectl get po => none",
    ]);
  });

  test("a screen of watch is what the watch before it shows, then more of it; without one it is typed", () => {
    const screen = ["```", "Every 2.0s: kubectl get po    m-k8s: Sat Mar 26", "", "NAME   READY", "```"];
    expect(read(screen)[0]).toStartWith("2 root@m-k8s: watch kubectl get po => Every 2.0s");
    expect(read(["```", "watch kubectl get po", "```", ...screen, ...screen]).map((item) => item.slice(0, 12))).toEqual([
      "2 root@m-k8s",
      "10 more => E",
    ]);
  });

  test.each([
    ["kubectl delete po <pod-name>", "<pod-name>"],
    ["kubectl exec <파드 이름> -- date", "<파드 이름>"],
    ["docker push <user-id>/web:2.0", "<user-id>"],
  ])("%s leaves something open", (command, name) => {
    expect(itemsOf(["```", `$ ${command}`, "```"])).toMatchObject([{ skip: `the document leaves ${name} open` }]);
  });

  test.each([
    "sort <a.txt >b.txt",
    "curl -s a | grep '<h1>'",
    "cat <<EOF>a\n1\nEOF",
    "grep '<pod-name>' a",
    "diff <(ls a) <(ls b)",
    'curl a | grep -o "<title>.*</title>"',
  ])("%s is typed as it is", (command) => {
    expect(itemsOf(["```", `$ ${command}`, "```"])[0]).not.toHaveProperty("skip");
  });
});

describe("what was printed on the line of a command", () => {
  const EXPOSE = "$ kubectl expose deployment web --port=80";
  test("stands behind a gap", () => {
    expect(readBlock([`${EXPOSE}      service/web exposed`, "$ date"])[0]).toBe(
      "2 root@m-k8s: kubectl expose deployment web --port=80 => service/web exposed",
    );
    expect(readBlock([`${EXPOSE}      service/web exposed`, "service/web exposed"])).toEqual([
      "2 root@m-k8s: kubectl expose deployment web --port=80 => service/web exposed",
    ]);
    expect(readBlock(["$ kubectl get po   -o wide"])).toEqual(["2 root@m-k8s: kubectl get po   -o wide"]);
  });

  test("stands behind the prompt of a shell that has lost its container", () => {
    const lines = ["root@nginx-pod:/# kill 1", "root@nginx-pod:/# command terminated with exit code 137", "[root@m-k8s ~]# date"];
    expect(readBlock(lines)[0]).toBe("2 root@nginx-pod: kill 1 => command terminated with exit code 137");
  });
});

describe("short names of a shell's plugin", () => {
  test("stand for kubectl's commands, unless the document has its own", () => {
    expect(readBlock(["$ kgp --show-labels", "a"])).toEqual(["2 root@m-k8s: kubectl get pods --show-labels => a"]);
    expect(readBlock(["$ alias kgp='kubectl get pods -A'", "$ kgp", "a"])[1]).toBe("3 root@m-k8s: kgp => a");
    expect(readBlock(["$ kgplus", "a"])).toEqual(["2 root@m-k8s: kgplus => a"]);
  });
});
