import { describe, expect, test } from "bun:test";
import { isShownFile } from "../../../../src/lab/transcript.ts";
import { itemsOf, read } from "./read.ts";

const POD = ["apiVersion: v1", "kind: Pod", "metadata:", "  name: web"];
const CONTENT = `${POD.join("\n")}\n`;

describe("a file beside its path", () => {
  test.each([
    [["- 오브젝트 스펙 (web.yaml)", "", "```yaml", ...POD, "```"], "mentioned"],
    [["`web.yaml`", "```", ...POD, "```"], "named"],
    [["#### web.yaml", "", "```yaml", ...POD, "```"], "named"],
    [["- web.yaml 내용", "", "  ```yaml", ...POD.map((line) => `  ${line}`), "  ```"], "named"],
    [["다음과 같이 web.yaml 파일을 만든다.", "```", ...POD, "```"], "mentioned"],
    [["```yaml", "# web.yaml", ...POD, "```"], "named"],
    [["```", "web.yaml", ...POD, "```"], "named"],
    [["```", POD[0] ?? "", `${" ".repeat(50)}web.yaml`, ...POD.slice(1), "```"], "named"],
    [["```yaml:web.yaml", ...POD, "```"], "named"],
    [['```yaml title="web.yaml"', ...POD, "```"], "named"],
  ] as const)("%j", (lines, sure) => {
    expect(itemsOf(lines)).toMatchObject([{ path: "web.yaml", content: CONTENT, sure }]);
  });

  test("what `cat` prints is an output; so is what a query prints", () => {
    expect(read(["```", "$ cat web.yaml", ...POD, "```"])).toEqual([`2 root@m-k8s: cat web.yaml => ${POD.join("|")}`]);
    expect(read(["```", "$ kubectl get po web -o yaml", "```", "```yaml", ...POD, "```"])).toEqual([
      `2 root@m-k8s: kubectl get po web -o yaml => ${POD.join("|")}`,
    ]);
  });

  test("objects without a name are the file that the commands behind them read, or the one before them", () => {
    expect(read(["```yaml", ...POD, "```", "```", "$ kubectl apply -f a/web.yaml", "```"])).toEqual([
      "2 file a/web.yaml (mentioned)",
      "8 root@m-k8s: kubectl apply -f a/web.yaml",
    ]);
    expect(read(["```", "$ kubectl apply -f web.yaml", "```", "```yaml", ...POD, "```"])[0]).toBe("5 file web.yaml (mentioned)");
    const two = [
      "```yaml",
      ...POD,
      "```",
      "```yaml",
      ...POD,
      "```",
      "```",
      "$ kubectl create -f a.yaml",
      "$ kubectl create -f b.yaml",
      "```",
    ];
    expect(read(two).slice(0, 2)).toEqual(["2 file a.yaml (mentioned)", "8 file b.yaml (mentioned)"]);
  });

  test("behind `apply` in one block stands the file, not what is printed", () => {
    expect(read(["```", "k apply -f ~/a/web.yaml", "", "# web.yaml 내용", "", ...POD, "```"])).toEqual([
      "6 file web.yaml (named)",
      "2 root@m-k8s: k apply -f ~/a/web.yaml",
    ]);
  });

  test("a file that is shown behind its command goes before it, unless it is a change of what is there", () => {
    const shown = ["web.yaml", "```yaml", ...POD, "```"];
    const apply = (path: string) => ["```", `$ kubectl apply -f ${path}`, "```"];
    expect(read([...apply("~/a/web.yaml"), ...shown, ...apply("~/a/web.yaml")])[0]).toBe("6 file web.yaml (named)");
    const book = "~/_Book_k8sInfra/ch3/web.yaml";
    expect(read([...apply(book), ...shown])[0]).toBe("6 file web.yaml (named)");
    expect(read([...apply(book), ...shown, ...apply(book)])[1]).toBe("6 file web.yaml (named)");
    expect(read([...shown, ...apply("web.yaml"), ...shown, ...apply("web.yaml")]).map((item) => item.split(" ")[1])).toEqual([
      "file",
      "root@m-k8s:",
      "file",
      "root@m-k8s:",
    ]);
  });

  test("scripts and Dockerfiles are files, whatever their lines look like", () => {
    expect(read(["req.sh", "```bash", "#!/bin/bash", "curl -s 10.0.0.1", "```"])).toEqual(["3 file req.sh (named)"]);
    expect(read(["```", "FROM node:latest", "ADD app.js /app.js", "```"])).toEqual(["2 file Dockerfile (mentioned)"]);
    expect(read(["```js", "const http = require('http');", "```", "```", "FROM node:latest", "ADD app.js /app.js", "```"])).toEqual([
      "2 file app.js (mentioned)",
      "5 file Dockerfile (mentioned)",
    ]);
  });
});

describe("YAML that a conversion has broken", () => {
  const mended = (lines: readonly string[]): string => {
    const item = itemsOf(["a.yaml", "```", ...lines, "```"])[0];
    return item !== undefined && isShownFile(item) ? `${item.content}${item.broken ?? ""}` : "";
  };

  test("lines a column off go to their siblings", () => {
    expect(
      mended([
        "spec:",
        "  containers:",
        "  - name: a",
        "   image: b",
        "    ports:",
        "    - containerPort: 80",
        "   imagePullPolicy: Always",
      ]),
    ).toBe("spec:\n  containers:\n  - name: a\n    image: b\n    ports:\n    - containerPort: 80\n    imagePullPolicy: Always\n");
  });

  test("an item's members go behind its dash, spec's below spec", () => {
    expect(
      mended([
        "kind: Service",
        "spec:",
        "    type: NodePort",
        "",
        "ports:",
        "    - port: 80",
        "    targetPort: 8080",
        "",
        "selector:",
        "    app: a",
      ]),
    ).toBe(
      "kind: Service\nspec:\n    type: NodePort\n\n    ports:\n        - port: 80\n          targetPort: 8080\n\n    selector:\n        app: a\n",
    );
  });

  test("what has several readings stays, and says what is wrong", () => {
    expect(mended(["metadata:", "name: a", "labels:", "    app: b", "   c: d", "- e"])).toMatch(
      /^metadata:\nname: a\nlabels:\n {4}app: b\n {3}c: d\n- e\n./,
    );
  });

  test("curly quotes are straight ones", () => {
    expect(mended(["a: “b”", "c: ‘d’"])).toBe("a: \"b\"\nc: 'd'\n");
  });
});

describe("lines for an editor", () => {
  test.each([
    [
      ["```", "$ vi web.yaml", "a: 1", ":wq", "$ date", "```"],
      ["2 root@m-k8s: vi web.yaml [a: 1]", "5 root@m-k8s: date"],
    ],
    [["```", "kubectl edit deploy web", "```", "```yaml", "replicas: 3", "```"], ["2 root@m-k8s: kubectl edit deploy web [replicas: 3]"]],
    [
      ["```yaml", "replicas: 3", "```", "```", "$ kubectl edit deploy web", "deployment.apps/web edited", "```"],
      ["5 root@m-k8s: kubectl edit deploy web => deployment.apps/web edited [replicas: 3]"],
    ],
    [
      [
        "```",
        "kubectl edit deploy web",
        "",
        "40번째 줄 변경",
        "resources:",
        "  limits:",
        '    cpu: "50m"',
        "",
        "m(milliunits) 1000m = 1CPU",
        "```",
      ],
      ['2 root@m-k8s: kubectl edit deploy web [40번째 줄 변경|resources:|  limits:|    cpu: "50m"]'],
    ],
    [
      ["```yaml", "replicas: 3", "```", "```", "$ kubectl edit deploy web", "deployment.apps/web eddited", "```"],
      ["5 root@m-k8s: kubectl edit deploy web => deployment.apps/web eddited [replicas: 3]"],
    ],
    [
      ["```", "$ kubectl edit deploy web", "-replicas: 1", "+replicas: 3", "deployment.apps/web edited", "```"],
      ["2 root@m-k8s: kubectl edit deploy web => deployment.apps/web edited [-replicas: 1|+replicas: 3]"],
    ],
  ])("%j", (lines, expected) => {
    expect(read(lines)).toEqual(expected);
  });

  test("`cat > FILE` up to Ctrl-D is typed in", () => {
    expect(itemsOf(["```", "$ cat > a.yaml", "a: 1", "^D", "```"])).toMatchObject([{ command: "cat > a.yaml", stdin: "a: 1\n" }]);
  });
});
