import { expect, test } from "bun:test";
import { play } from "./play.ts";

const differing = async (...lines: readonly string[]): Promise<unknown[]> => {
  const { items } = await play("reader.md", ["```", ...lines, "```", ""].join("\n"));
  return items.filter(({ status }) => status !== "equal").map(({ item, why, actual }) => [item.line, why, actual]);
};

const pod = ["$ kubectl run web --image=nginx", "pod/web created", "$ kubectl wait pod web --for=condition=Ready", "pod/web condition met"];

test("behind a prompt that tells no host, a command is typed where the one before has led", async () => {
  const inside = ["$ kubectl exec -it web -- sh", "/ # hostname", "web", "/ # exit"];
  expect(await differing(...pod, ...inside, "$ hostname", "m-k8s")).toEqual([]);
}, 60_000);

test("what is typed in a container by the prompt of the machine is typed there until somebody leaves it, or types kubectl", async () => {
  const inside = ["$ kubectl exec -it web -- bash", "$ hostname", "web"];
  expect(await differing(...pod, ...inside, "$ exit", "exit", "$ hostname", "m-k8s")).toEqual([]);
  expect(await differing(...pod, ...inside, "$ kubectl get pod web -o name", "pod/web", "$ hostname", "m-k8s")).toEqual([]);
}, 60_000);

test("a command with an end of its own leads nowhere", async () => {
  expect(await differing(...pod, "$ kubectl exec -it web -- hostname", "web", "$ hostname", "m-k8s")).toEqual([]);
}, 60_000);
