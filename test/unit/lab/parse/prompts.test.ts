import { describe, expect, test } from "bun:test";
import { itemsOf, readBlock } from "./read.ts";

describe("prompts", () => {
  test.each([
    ["[root@m-k8s ~]# ", "root@m-k8s"],
    ["[root@m-k8s ~]#", "root@m-k8s"],
    ["[root@m-k8s 3.3.1]# ", "root@m-k8s"],
    ["[node1 ~]$ ", "root@node1"],
    ["root@m-k8s:~# ", "root@m-k8s"],
    ["user@host:~/dir$ ", "user@host"],
    ["user@host:~/dir (main) $ ", "user@host"],
    ["k8s@cp ~$ ", "k8s@cp"],
    ["me@MacBook-Pro k8s % ", "me@MacBook-Pro"],
    ["(m-k8s)# ", "root@m-k8s"],
    ["(m-k8s)# [root@w1-k8s ~]# ", "root@w1-k8s"],
    ["(⎈ |kubernetes-admin@kubernetes:default) root@k8s-m:~# ", "root@k8s-m"],
    ["(⎈ |ctx:ns) $ ", "root@m-k8s"],
    ["(venv) user@host:~$ ", "user@host"],
    ["remote > ", "remote"],
    ["controlplane $ ", "root@controlplane"],
    ["bash> ", "root@m-k8s"],
    ["$ ", "root@m-k8s"],
    ["$> ", "root@m-k8s"],
    ["$", "root@m-k8s"],
    ["# ", "root@m-k8s"],
    ["> ", "root@m-k8s"],
    ["% ", "root@m-k8s"],
    ["❯ ", "root@m-k8s"],
    ["➜  ~ ", "root@m-k8s"],
    ["➜  k8s git:(main) ✗ ", "root@m-k8s"],
    ["~$ ", "root@m-k8s"],
    ["bash-4.4# ", "root@m-k8s"],
    ["/ # ", "root@m-k8s"],
    ["PS C:\\Users\\x> ", "pc"],
    ["C:\\Users\\x> ", "pc"],
  ])("%j", (prompt, terminal) => {
    expect(readBlock([`${prompt}kubectl get po`, "No resources found"])).toEqual([`2 ${terminal}: kubectl get po => No resources found`]);
    expect(itemsOf(["```", `${prompt}kubectl get po`, "```"])).toMatchObject([{ prompt }]);
  });

  test("Git Bash's prompt has two lines, and programs their names of Windows", () => {
    const where = "me@DESKTOP-1 MINGW64 ~/k8s (master)";
    expect(
      readBlock([where, "$ kubectl.exe get po", "No resources found", "", where, "$ winpty kubectl.exe get no", "No resources found"]),
    ).toEqual(["3 root@m-k8s: kubectl get po => No resources found", "7 root@m-k8s: kubectl get no => No resources found"]);
  });

  test("a comment is no prompt: it says so itself, or stands among commands without one", () => {
    expect(readBlock(["# 파드 확인", "kubectl get po", "# kubectl get svc", "kubectl get no"])).toEqual([
      "3 root@m-k8s: kubectl get po",
      "5 root@m-k8s: kubectl get no",
    ]);
    expect(readBlock(["spec:", "  # kubelet could use internalIP communication", "  args: []"])).toEqual([]);
    expect(readBlock(["# watch the pods until they run", "# export of the service"])).toEqual([]);
    expect(readBlock(["kubectl get po", "NAME  READY", "# kubectl get svc", "NAME   TYPE"])).toEqual([
      "2 root@m-k8s: kubectl get po => NAME  READY",
      "4 root@m-k8s: kubectl get svc => NAME   TYPE",
    ]);
  });

  test("`cat > FILE` writes a file, `mysql> ` is no shell's", () => {
    expect(readBlock(["$ kubectl exec -it db -- mysql", "mysql> show databases;", "empty"])).toEqual([
      "2 root@m-k8s: kubectl exec -it db -- mysql => mysql> show databases;|empty",
    ]);
    expect(readBlock(["cat > a.yaml <<EOF", "a: 1", "EOF"])).toEqual(["2 root@m-k8s: cat > a.yaml <<EOF\na: 1\nEOF"]);
  });

  test("shells of containers belong to the terminal that opened them; a pod's own name is one", () => {
    const lines = ["[root@w1-k8s ~]# kubectl exec -it web -- sh", "/ # hostname", "web", "root@web:/# exit", "[root@w1-k8s ~]# date"];
    expect(readBlock(lines)).toEqual([
      "2 root@w1-k8s: kubectl exec -it web -- sh",
      "3 root@w1-k8s: hostname => web",
      "5 root@web: exit",
      "6 root@w1-k8s: date",
    ]);
  });

  test("a prompt behind `exec` or `ssh` is that machine's; commands without one are not typed there", () => {
    const lines = [
      "$ kubectl exec -it web -- bash",
      "root@web:/# date",
      "root@web:/# exit",
      "$ ssh w1-k8s",
      "[root@w1-k8s ~]# date",
      "$ kubectl get po",
    ];
    expect(readBlock(lines).map((step) => step.split(" ")[1])).toEqual([
      "root@m-k8s:",
      "root@web:",
      "root@web:",
      "root@m-k8s:",
      "root@w1-k8s:",
      "root@m-k8s:",
    ]);
  });

  test("what stands without a prompt is typed where most of the document is", () => {
    const lines = ["```", "kubectl get no", "```", "```", "k8s@cp ~$ kubectl get po", "```"];
    expect(itemsOf(lines)).toMatchObject([{ terminal: "k8s@cp" }, { terminal: "k8s@cp" }]);
  });

  test("the first command may lack the prompt that those behind it have", () => {
    expect(readBlock(["kubectl get po", "one", "root@m-k8s:~# kubectl get no", "two"])).toEqual([
      "2 root@m-k8s: kubectl get po => one",
      "4 root@m-k8s: kubectl get no => two",
    ]);
  });
});

describe("bare commands", () => {
  test.each([
    "kubectl get po",
    "k get po -w",
    "ka a.yaml",
    "curl -s 10.0.0.1",
    "watch kubectl get po",
    "export KUBECONFIG=/etc/kubernetes/admin.conf",
    "source <(kubectl completion bash)",
    "i=1; while true; do sleep 1; echo $((i++)); done",
    "sleep 30",
    "sudo systemctl restart kubelet",
    "./load.sh",
    "IP=$(kubectl get svc web -o jsonpath='{.spec.clusterIP}')",
    "KUBE_EDITOR=nano kubectl edit deploy web",
    "exit",
  ])("%s", (command) => {
    expect(readBlock([command])).toEqual([`2 root@m-k8s: ${command}`]);
  });

  test.each([
    "kubectl 명령어",
    "kubectl get pods: lists pods",
    "kubectl controls the Kubernetes cluster manager.",
    "watch the pods come up",
    "kind: Pod",
    "export of the service",
    "docker is a runtime",
    "exit code 137",
    "node Ready",
    "time is money",
    "if the pod fails",
    "for the record",
  ])("%s is none", (text) => {
    expect(readBlock([text])).toEqual([]);
  });
});

test("a prompt that has stood before a command is no output where it stands alone", () => {
  expect(readBlock(["Airs-MacBook-4:~ air$ kubectl get po", "No resources found in default namespace.", "Airs-MacBook-4:~ air$ "])).toEqual(
    ["2 root@Airs-MacBook-4: kubectl get po => No resources found in default namespace."],
  );
});
