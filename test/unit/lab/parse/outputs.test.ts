import { describe, expect, test } from "bun:test";
import { itemsOf, read, readBlock } from "./read.ts";

const COMMAND = ["```bash", "kubectl get po", "```"];

describe("an output in another block", () => {
  test.each([
    [["```", "NAME   READY", "web    1/1", "```"]],
    [["", "출력 결과", "", "```text", "NAME   READY", "web    1/1", "```"]],
    [["~~~console", "NAME   READY", "web    1/1", "~~~"]],
    [["| NAME | READY |", "|---|:-:|", "| web | 1/1 |"]],
    [["<pre>NAME   READY", "web    1/1</pre>"]],
  ])("%j", (lines) => {
    const [item] = read([...COMMAND, ...lines]);
    expect(item?.replace(/ +/g, " ")).toBe("2 root@m-k8s: kubectl get po => NAME READY|web 1/1");
  });

  test("prose, files and what another command printed are not it", () => {
    expect(read([...COMMAND, "```", "쿠버네티스에서는 서비스라고 함.", "```"])).toEqual(["2 root@m-k8s: kubectl get po"]);
    expect(read([...COMMAND, "web.yaml", "```yaml", "apiVersion: v1", "kind: Pod", "```"])).toEqual([
      "2 root@m-k8s: kubectl get po",
      "6 file web.yaml (named)",
    ]);
    expect(read([...COMMAND, "```", "NAME  READY", "```", "```", "NAME  TYPE", "```"])).toEqual([
      "2 root@m-k8s: kubectl get po => NAME  READY",
    ]);
  });

  test("a later block goes on with an endless loop whose lines it is like", () => {
    const loop = ["```", "$ while true; do curl -s 10.0.0.1; sleep 1; done", "web-5767d54d4b-bcd2f 172.16.1.5", "```"];
    const further = (...lines: string[]) =>
      read([...loop, "```", "$ kubectl scale deploy web --replicas=2", "```", "```", ...lines, "```"]).at(-1);
    expect(further("web-5767d54d4b-x7x7x 172.16.22.19", "web-5767d54d4b-bcd2f 172.16.1.5")).toContain("9 more => web-5767d54d4b-x7x7x");
    expect(further("curl: (7) Failed to connect to 10.0.0.1", "web-5767d54d4b-bcd2f 172.16.1.5")).toContain("9 more => curl: (7)");
    expect(further("deployment.apps/web scaled")).toContain("=> deployment.apps/web scaled");
    expect(further("web-5767d54d4b-x7x7x 172.16.22.19 ready")).not.toContain("more");
    expect(read([...loop, "```", "$ curl 10.0.0.1", "```", "```", "web-5767d54d4b-x7x7x 172.16.22.19", "```"]).at(-1)).not.toContain(
      "more",
    );
  });

  test("a later block goes on with a loop's numbers", () => {
    expect(read(["```", "$ while true; do curl a; done", "1 x", "```", "```", "7 y", "```"])).toEqual([
      "2 root@m-k8s: while true; do curl a; done => 1 x",
      "6 more => 7 y",
    ]);
  });
});

describe("remarks", () => {
  test("are told from what is printed between them, and go at both ends", () => {
    const lines = ["kubectl get po", "", "NAME   READY", "--> 아래는 두 개", "web    1/1   → 실행 중", "# 확인", "--> 끝"];
    expect(readBlock(lines)).toEqual(["2 root@m-k8s: kubectl get po => NAME   READY|{--> 아래는 두 개}|web    1/1"]);
  });

  test("words in brackets behind a row are the author's, ages of restarts are not", () => {
    const lines = [
      "kubectl get po",
      "NAME   READY   RESTARTS     AGE",
      "web    1/1     1 (5m ago)   8s   (new!)",
      "db     1/1     0            8s",
    ];
    expect(readBlock(lines)).toEqual([
      "2 root@m-k8s: kubectl get po => NAME   READY   RESTARTS     AGE|web    1/1     1 (5m ago)   8s|db     1/1     0            8s",
    ]);
  });

  test("what ssh asks a person is no output of the lab's machines", () => {
    const lines = [
      "$ scp root@192.168.1.10:/etc/kubernetes/admin.conf .",
      "The authenticity of host '192.168.1.10 (192.168.1.10)' can't be established.",
      "Are you sure you want to continue connecting (yes/no)? yes",
      "Warning: Permanently added '192.168.1.10' (ECDSA) to the list of known hosts.",
      "root@192.168.1.10's password:",
      "admin.conf                100% 5448     7.0MB/s   00:00",
    ];
    expect(readBlock(lines)).toEqual(["2 root@m-k8s: scp root@192.168.1.10:/etc/kubernetes/admin.conf ."]);
  });

  test("what programs print of any language stays", () => {
    expect(readBlock(["$ cat notes.txt", "안녕 # 하나", "$ docker build .", " => exporting layers", "$ curl -s a", "안녕"])).toEqual([
      "2 root@m-k8s: cat notes.txt => 안녕 # 하나",
      "4 root@m-k8s: docker build . =>  => exporting layers",
      "6 root@m-k8s: curl -s a => 안녕",
    ]);
  });
});

test("a comment on what comes next is not printed, and neither is a sign between a command and its output", () => {
  expect(readBlock(["$ curl -s a", ">", "", "ok", "", "# 서비스로 요청", "$ curl -s b", "ok"])).toEqual([
    "2 root@m-k8s: curl -s a => ok",
    "8 root@m-k8s: curl -s b => ok",
  ]);
});

describe("conversions", () => {
  test("kubectl's words in angle brackets come back", () => {
    expect(
      readBlock(["$ kubectl get svc", "web   <none></none>   &lt;pending&gt;", "$ kubectl delete po web", "pod “web” deleted"]),
    ).toEqual(["2 root@m-k8s: kubectl get svc => web   <none>   <pending>", '4 root@m-k8s: kubectl delete po web => pod "web" deleted']);
  });

  test("escapes of Markdown go", () => {
    expect(readBlock(["$ kubectl get ing my\\_ing", "my\\_ing   \\<none\\>   \\*"])).toEqual([
      "2 root@m-k8s: kubectl get ing my_ing => my_ing   <none>   *",
    ]);
  });

  test("an editor that puts addresses into angle brackets doubles backslashes as well", () => {
    expect(readBlock(["$ kubectl get cm -o yaml", 'config: "a\\\\nb"', "$ curl <http://a>"])[0]).toEndWith('=> config: "a\\nb"');
    expect(readBlock(["$ kubectl get cm -o yaml", 'config: "a\\\\nb"', "$ curl http://a"])[0]).toEndWith('=> config: "a\\\\nb"');
  });

  test("prompts in headings and paragraphs, outputs flowing in text and in tables", () => {
    const lines = [
      "#### **remote > kubectl get namespaces**",
      "",
      "NAME STATUS AGE default Active 23d ingress-nginx Active 2m19s",
      "",
      "• • •",
      "",
      "remote > kubectl apply -f a.yaml namespace/a created",
      "service/a created deployment.apps/a created",
      "",
      "설명",
      "",
      "#### remote > kubectl get po",
      "",
      "| NAME | AGE |",
      "|---|---|",
      "| <br>a<br>b | 1s<br>2s |",
    ];
    expect(read(lines)).toEqual([
      "1 remote: kubectl get namespaces => NAME   STATUS   AGE|default   Active   23d|ingress-nginx   Active   2m19s|...",
      "7 remote: kubectl apply -f a.yaml => namespace/a created|service/a created|deployment.apps/a created",
      "12 remote: kubectl get po => NAME   AGE|a      1s|b      2s",
    ]);
    expect(itemsOf(lines)).toMatchObject([
      { expected: [{ line: 3, layout: "flowed" }, {}, {}, {}] },
      {},
      { expected: [{ line: 14, layout: "table" }, {}, {}] },
    ]);
  });

  test("what is done is an output, whatever is wrong in its first word", () => {
    const lines = ["#### remote > kubectl apply -f a.yaml", "", "namespace/a creahed service/a created deployment.apps/a created"];
    expect(read(lines)).toEqual(["1 remote: kubectl apply -f a.yaml => namespace/a creahed service/a created|deployment.apps/a created"]);
  });

  test("a table is one, whatever is wrong in its head", () => {
    const lines = [
      "#### remote > kubectl get ns",
      "",
      "BAME STATUS AGE default Active 23d",
      "",
      "#### remote > kubectl get sa",
      "",
      "| NDME | SECRETS |",
      "|--|--|",
      "| a | 1 |",
    ];
    expect(read(lines)).toEqual([
      "1 remote: kubectl get ns => BAME   STATUS   AGE|default   Active   23d",
      "5 remote: kubectl get sa => NDME   SECRETS|a      1",
    ]);
  });

  test("a prompt in a table's head; two hyphens that a conversion has lost", () => {
    expect(itemsOf(["| remote > kubectl get podsnamespace kube-system | |", "|--|--|", "| NAME | AGE |", "| a | 1s |"])).toMatchObject([
      {
        command: "kubectl get pods --namespace kube-system",
        mended: "kubectl get podsnamespace kube-system",
        expected: [{ text: "NAME   AGE" }, { text: "a      1s" }],
      },
    ]);
  });
});

test("a table behind a command that prints none has a step of its own: of the command that printed such a table before, else kubectl's plain one", () => {
  const table = ["NAME    IP           STATUS    NODE", "web-a   172.16.1.1   Running   w1-k8s"];
  const custom = "kubectl get po -o=custom-columns=NAME:.metadata.name,IP:.status.podIP,STATUS:.status.phase,NODE:.spec.nodeName";
  expect(readBlock([`$ ${custom}`, ...table, "$ kubectl cordon w1-k8s", "node/w1-k8s cordoned", ...table]).slice(1)).toEqual([
    "5 root@m-k8s: kubectl cordon w1-k8s => node/w1-k8s cordoned",
    `7 root@m-k8s: ${custom} => ${table.join("|")}`,
  ]);
  const pods = ["NAME    READY   STATUS    RESTARTS   AGE", "web-a   1/1     Running   0          9s"];
  expect(readBlock(["$ kubectl scale deploy web --replicas=1", ...pods])).toEqual([
    "2 root@m-k8s: kubectl scale deploy web --replicas=1",
    `3 root@m-k8s: kubectl get pods => ${pods.join("|")}`,
  ]);
});

test("what was printed may be shown as comments", () => {
  expect(
    readBlock(["kubectl get po", "#NAME   READY", "#web    1/1  <- 새 파드", "", "# 다음", "kubectl delete po web", '# pod "web" deleted']),
  ).toEqual(["2 root@m-k8s: kubectl get po => NAME   READY|web    1/1", '7 root@m-k8s: kubectl delete po web => pod "web" deleted']);
  expect(readBlock(["kubectl get po", "# shows all pods"])).toEqual(["2 root@m-k8s: kubectl get po"]);
});

test("a command that a program advises is none that was typed", () => {
  const advice = "To try something, run:";
  expect(readBlock(["$ kubectl logs hello", advice, " $ docker run -it ubuntu bash", "", "$ kubectl get po"])).toEqual([
    `2 root@m-k8s: kubectl logs hello => ${advice}| $ docker run -it ubuntu bash`,
    "6 root@m-k8s: kubectl get po",
  ]);
  expect(readBlock([" $ kubectl get po", " $ kubectl get no"])).toEqual(["2 root@m-k8s: kubectl get po", "3 root@m-k8s: kubectl get no"]);
});
