import { expect, test } from "bun:test";
import { isImplied, withImpliedSteps } from "../../../../src/lab/performance/implied.ts";
import type { Step, TranscriptItem } from "../../../../src/lab/transcript.ts";

const manifest: TranscriptItem = {
  line: 1,
  path: "web-pod.yml",
  content: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx\n",
  sure: "mentioned",
};

function step(line: number, command: string, ...shown: readonly string[]): Step {
  return { line, command, shell: "sh", terminal: "root@m-k8s", expected: shown.map((text, at) => ({ line: line + 1 + at, text })) };
}

const list = step(20, "kubectl get pods", "NAME   READY   STATUS    RESTARTS   AGE", "web    1/1     Running   0          7s");

function implied(...items: readonly TranscriptItem[]): string[] {
  return withImpliedSteps(items).flatMap((item) => (isImplied(item) ? item.command : []));
}

test("a shown manifest whose object comes later was applied", () => {
  expect(implied(manifest, list)).toEqual(["kubectl apply -f web-pod.yml"]);
});

test("it was not where a command shows that it made the object, whatever name it has for the file", () => {
  expect(implied(manifest, step(10, "kubectl apply -f wep-pod.yml", "pod/web created"), list)).toEqual([]);
});

test("it was where a command makes an object of that name and of another kind", () => {
  expect(implied(manifest, step(10, "kubectl apply -f other.yml", "service/web created"), list)).toEqual(["kubectl apply -f web-pod.yml"]);
});
