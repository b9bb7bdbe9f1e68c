import { expect, test } from "bun:test";
import { mendYaml } from "../../../../src/lab/parse/yaml-mend.ts";

/** Indentation rounded down to whole tabs, as some conversions do. */
function rounded(text: string): string {
  return text.replace(/^ +/gm, (blanks) => " ".repeat(blanks.length - (blanks.length % 4)));
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: probed
  labels:
    app: probed
spec:
  containers:
  - image: nginx:latest
    name: web
    ports:
    - containerPort: 8080
      protocol: TCP
    livenessProbe:
      httpGet:
        path: /
        port: 8080
`;

const SET = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web # the first
        args: ["a", "b"]
        image: nginx
`;

test.each([
  ["a pod", POD],
  ["a replica set", SET],
  ["several objects", `${POD}---\n${SET}`],
])("%s whose indentation a conversion has rounded down is nested by its types", (_, text) => {
  expect(rounded(text)).not.toBe(text);
  expect(mendYaml(rounded(text))).toEqual({ content: text });
});

test("what no type allows stays as it is", () => {
  const strange = "apiVersion: v1\nkind: Pod\nmetadata:\nname: a\nspec:\ncolour: red\n";
  expect(mendYaml(strange).content).toContain("colour: red");
  const unknown = "apiVersion: example.com/v1\nkind: Thing\nmetadata:\nname: a\n";
  expect(mendYaml(unknown).content).toBe(unknown);
});
