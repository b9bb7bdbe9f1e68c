import { expect, test } from "bun:test";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import type { LabReport } from "../../src/lab/report/types.ts";
import { SHIPPED_LABS } from "../../src/lab/shipped/labs.ts";
import { play } from "./play.ts";

function wrongIn({ items }: LabReport): unknown[] {
  const wrong = items.filter(({ status }) => status === "differs" || status === "unsupported");
  return wrong.map(({ item, status, why }) => [item.line, status, why]);
}

/** Labs that show how often something has happened by then: moments that a document does not tell decide, in follow mode as well. */
const CHANCE_COUNTS = [
  "3.4.3", // how many syncs of the volume controller fell into eleven seconds
  "2nd/3.3.2", // how often the speaker announced while its pods became ready
  "2nd/3.6.2", // how many requests were answered until the load was stopped
];
const labs = Object.keys(SHIPPED_LABS).filter((name) => !CHANCE_COUNTS.includes(name));

/** Each shipped lab on a cluster that has names, addresses and ports of its own; three seeds take turns. */
test.each(labs.map((name, index) => [name, 2 + (index % 3)] as const))(
  "lab %s holds on a cluster that draws for itself, seed %i",
  async (name, seed) => {
    const text = SHIPPED_LABS[name]?.text ?? "";
    const profile = loadTranscript(name, text)?.settings.profile;
    expect(wrongIn(await play(`${name}.md`, text, profile, { seed, fresh: true }))).toEqual([]);
  },
  60_000,
);

const NAMES = [
  "```",
  "$ kubectl create deployment np-pods --image=sysnet4admin/echo-hname",
  "deployment.apps/np-pods created",
  "$ kubectl scale deployment np-pods --replicas=3",
  "deployment.apps/np-pods scaled",
  "$ kubectl get pods -o wide",
  "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE     NOMINATED NODE   READINESS GATES",
  "np-pods-5767d54d4b-2pzvc   1/1     Running   0          9s    172.16.132.7     w3-k8s   <none>           <none>",
  "np-pods-5767d54d4b-gqm4d   1/1     Running   0          9s    172.16.103.133   w2-k8s   <none>           <none>",
  "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.221.131   w1-k8s   <none>           <none>",
  "$ kubectl expose deployment np-pods --type=NodePort --port=80",
  "service/np-pods exposed",
  "$ kubectl get services np-pods",
  "NAME      TYPE       CLUSTER-IP     EXTERNAL-IP   PORT(S)        AGE",
  "np-pods   NodePort   10.99.100.23   <none>        80:31099/TCP   4s",
  "$ curl -s 192.168.1.101:31099",
  "np-pods-5767d54d4b-gqm4d",
  "$ curl -s 172.16.132.7",
  "np-pods-5767d54d4b-2pzvc",
  "$ kubectl get endpoints np-pods",
  "NAME      ENDPOINTS                                             AGE",
  "np-pods   172.16.103.133:80,172.16.132.7:80,172.16.221.131:80   9s",
  "$ kubectl delete pod np-pods-5767d54d4b-gqm4d",
  'pod "np-pods-5767d54d4b-gqm4d" deleted',
  "$ kubectl get pods -o name",
  "pod/np-pods-5767d54d4b-2pzvc",
  "pod/np-pods-5767d54d4b-lk8xw",
  "pod/np-pods-5767d54d4b-vvvrm",
  "```",
];

async function fresh(lines: readonly string[], seed: number): Promise<LabReport> {
  return play("names.md", lines.join("\n"), "book", { seed, fresh: true });
}

test("what a fresh cluster draws are its own labels: other seeds, other names, addresses and ports", async () => {
  const outputs: string[] = [];
  for (const seed of [5, 6]) {
    const report = await fresh(NAMES, seed);
    expect(wrongIn(report)).toEqual([]);
    const printed = report.items.map(({ actual }) => actual).join("");
    for (const shown of ["2pzvc", "gqm4d", "vvvrm", "lk8xw", "10.99.100.23", "31099", "172.16.132.7"]) expect(printed).not.toContain(shown);
    outputs.push(printed);
  }
  expect(outputs[0]).not.toBe(outputs[1]);
}, 30_000);

test.each([
  ["a pod that answers and that no list has", "np-pods-5767d54d4b-gqm4d", "np-pods-5767d54d4b-gqm4x", 17],
  ["another pod that answers at a pod's address", "np-pods-5767d54d4b-2pzvc", "np-pods-5767d54d4b-vvvrm", 19],
  ["a list in another order", "pod/np-pods-5767d54d4b-vvvrm", "pod/np-pods-5767d54d4b-2zzzz", 28],
  ["a pod that has been deleted", "pod/np-pods-5767d54d4b-lk8xw", "pod/np-pods-5767d54d4b-gqm4d", 27],
  ["a hash that does not follow", "pod/np-pods-5767d54d4b-2pzvc", "pod/np-pods-5767d54d4c-2pzvc", 26],
  ["a port that the service has not", "80:31099/TCP", "81:31099/TCP", 15],
  ["a node port that no cluster gives", "80:31099/TCP", "80:29999/TCP", 15],
  ["a service's address outside of their network", "10.99.100.23", "10.11.100.23", 15],
  ["a pod's address outside of their network", "172.16.132.7  ", "172.17.132.7  ", 8],
])(
  "on a fresh cluster too, %s is a difference",
  async (_what, right, wrong, line) => {
    const lines = NAMES.map((text, index) => (index + 1 === line ? text.replace(right, wrong) : text));
    expect(lines).not.toEqual(NAMES);
    const { items } = await fresh(lines, 5);
    expect(items.flatMap(({ differences = [] }) => differences.map((each) => each.line))).toContain(line);
  },
  30_000,
);

test("fresh clusters catch what does not follow, and names that do not stand for the same thing everywhere", async () => {
  const text = [
    "```",
    "$ kubectl create deployment np-pods --image=sysnet4admin/echo-hname",
    "deployment.apps/np-pods created",
    "$ kubectl get pods",
    "NAME                       READY   STATUS    RESTARTS   AGE",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s",
    "$ kubectl get pods -o name",
    "pod/np-pods-5767d54d4b-vvvrx",
    "$ kubectl get pods -o name",
    "pod/np-pods-5767d54d4c-vvvrm",
    "```",
  ];
  const { items } = await fresh(text, 5);
  expect(items.map(({ status }) => status)).toEqual(["equal", "equal", "differs", "differs"]);
  expect(items[3]?.why).toContain("hash 5767d54d4c does not follow from the template of np-pods: 5767d54d4b");
}, 30_000);
