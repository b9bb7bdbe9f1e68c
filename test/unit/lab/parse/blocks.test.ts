import { describe, expect, test } from "bun:test";
import { read } from "./read.ts";

const GET = "root@m-k8s: kubectl get po";

describe("blocks of code", () => {
  test.each([
    [["```sh", "kubectl get po", "```"], 2],
    [["~~~", "kubectl get po", "~~~"], 2],
    [["- item", "", "  ```", "  kubectl get po", "  ```"], 4],
    [["1. ```bash", "   kubectl get po", "   ```"], 2],
    [["> ```", "> kubectl get po", "> ```"], 2],
    [["    kubectl get po"], 1],
    [["1. do", "", "       $ kubectl get po"], 3],
    [["\tkubectl get po"], 1],
    [['<pre><code class="language-bash">kubectl get po', "</code></pre>"], 1],
    [["<li><p>do</p><pre>", "<span>kubectl</span> get po</pre></li>"], 2],
    [["{% highlight bash %}", "kubectl get po", "{% endhighlight %}"], 2],
    [["```", "kubectl get po"], 2],
    [["```kubectl get po", "```"], 1],
    [["````md", "```sh", "kubectl get po", "```", "````"], 3],
    [["```", "words", "", "```bash", "kubectl get po", "```"], 5],
  ])("%j", (lines, line) => {
    expect(read(lines)).toEqual([`${line} ${GET}`]);
  });

  test.each([
    [">", "> "],
    ["> ", "> "],
    [">   ", ">   "],
    ["> > ", "> > "],
  ])("lines keep their own blanks behind %j", (fence, mark) => {
    const lines = [`${fence}\`\`\``, `${mark}$ kubectl get po`, `${mark} a`, `${mark}  b`, `${fence}\`\`\``];
    expect(read(lines)).toEqual([`2 ${GET} =>  a|  b`]);
  });

  test("comments and styles of the page are not shown", () => {
    expect(read(["<!--", "```", "kubectl get po", "```", "-->", "<style>", "    kubectl get po", "</style>"])).toEqual([]);
  });

  test("text that stands in is no code unless it is like some", () => {
    expect(read(["1. first", "", "    that the pods run", "    kubectl 명령어를 쓴다"])).toEqual([]);
  });
});

describe("commands in text", () => {
  test.each([
    [["- `kubectl get po`"], [`1 ${GET}`]],
    [["`$ kubectl get po`"], [`1 ${GET}`]],
    [["<li><p>보기 <code>(m-k8s)# kubectl get po</code></p>"], [`1 ${GET}`]],
    [["[root@m-k8s ~]# kubectl get po"], [`1 ${GET}`]],
    [["> kubectl get po", "```", "NAME   READY", "```"], [`1 ${GET} => NAME   READY`]],
    [["> kubectl delete po web", '```pod "web" deleted```'], ['1 root@m-k8s: kubectl delete po web => pod "web" deleted']],
  ])("%j", (lines, expected) => {
    expect(read(lines)).toEqual(expected);
  });

  test.each([
    [["Run `kubectl get po` to see them."]],
    [["- `kubectl get po`: lists pods"]],
    [["- `kubectl apply`"]],
    [["- `kubectl delete po <pod-name>`"]],
    [["> 매번 kubectl 명령어로 하는게 손이 아파서 echo 'alias k=kubectl' >> ~/.zshrc"]],
    [["kubectl get po 명령으로 확인한다"]],
    [["$ 100 is what it costs"]],
    [["me@example.com # my address"]],
    [["| `kubectl get po` | lists pods |", "|---|---|"]],
  ])("%j holds none", (lines) => {
    expect(read(lines)).toEqual([]);
  });

  test("a document without any marks is a terminal's log", () => {
    const lines = [
      "오늘 실습",
      "[root@m-k8s ~]# kubectl get po",
      "NAME   READY",
      "web    1/1",
      "",
      "다음은 서비스",
      "",
      "[root@m-k8s ~]# kubectl get svc",
      "NAME   TYPE",
    ];
    expect(read(lines)).toEqual([`2 ${GET} => NAME   READY|web    1/1`, "8 root@m-k8s: kubectl get svc => NAME   TYPE"]);
  });
});
