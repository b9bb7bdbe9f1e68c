import { expect, test } from "bun:test";
import { play } from "./play.ts";

/** A document of fenced blocks. */
function documentOf(...blocks: readonly (readonly string[])[]): string {
  return blocks.map((lines) => ["```", ...lines, "```", ""].join("\n")).join("\n");
}

const POD = "np-pods-5767d54d4b-bcd2f";
const MORE = "np-pods-5767d54d4b-d2fgh";
const BEFORE = [
  "[root@m-k8s ~]# kubectl create deployment np-pods --image=sysnet4admin/echo-hname",
  "deployment.apps/np-pods created",
  "[root@m-k8s ~]# kubectl expose deployment np-pods --type=NodePort --port=80 --name=np-svc",
  "service/np-svc exposed",
  "[root@m-k8s ~]# kubectl get service np-svc",
  "NAME     TYPE       CLUSTER-IP     EXTERNAL-IP   PORT(S)        AGE",
  "np-svc   NodePort   10.109.36.61   <none>        80:30123/TCP   60s",
];
const SCALED = [
  "[root@m-k8s ~]# kubectl scale deployment np-pods --replicas=2",
  "deployment.apps/np-pods scaled",
  "[root@m-k8s ~]# kubectl get pods",
  "NAME                       READY   STATUS    RESTARTS   AGE",
  `${POD}   1/1     Running   0          10m`,
  `${MORE}   1/1     Running   0          15s`,
];

test.each([
  [
    "requests, of several backends later",
    "[root@m-k8s ~]# while true; do curl -s 192.168.1.101:30123; sleep 1; done",
    [POD, POD],
    [MORE, POD, POD, MORE],
  ],
  [
    "a counter in the shell",
    '[root@m-k8s ~]# i=1; while true; do sleep 1; echo "$((i++)) $(curl -s 192.168.1.101:30123)"; done',
    [`1 ${POD}`, `2 ${POD}`],
    [`100 ${MORE}`, `101 ${POD}`],
  ],
  [
    "a counter behind what is printed",
    '[root@m-k8s ~]# n=0; until false; do echo "$n $(curl -s 192.168.1.101:30123)"; n=$((n+2)); sleep 2; done',
    [`0 ${POD}`, `2 ${POD}`, `4 ${POD}`],
    [`80 ${MORE}`, `82 ${POD}`],
  ],
  [
    "a loop that counts itself",
    "[root@m-k8s ~]# for ((i=1;;i++)); do echo $i $(curl -s 192.168.1.101:30123); sleep 2; done",
    [`1 ${POD}`, `2 ${POD}`],
    [`31 ${MORE}`, `32 ${POD}`],
  ],
  [
    "PowerShell with programs",
    "PS C:\\Users\\x> while($true) { kubectl get deployment np-pods -o name; Start-Sleep 1 }",
    ["deployment.apps/np-pods", "deployment.apps/np-pods"],
    ["deployment.apps/np-pods", "deployment.apps/np-pods", "deployment.apps/np-pods"],
  ],
  [
    "watch, with the ages of its screens",
    "[root@m-k8s ~]# watch kubectl get pods",
    [
      "Every 2.0s: kubectl get pods",
      "",
      "NAME                       READY   STATUS    RESTARTS   AGE",
      `${POD}   1/1     Running   0          9m40s`,
    ],
    [
      "Every 2.0s: kubectl get pods",
      "",
      "NAME                       READY   STATUS    RESTARTS   AGE",
      `${POD}   1/1     Running   0          10m`,
      `${MORE}   1/1     Running   0          20s`,
    ],
  ],
])(
  "%s goes on in a later block",
  async (_, command, first, later) => {
    for (const fresh of [false, true]) {
      const { items } = await play("loops.md", documentOf(BEFORE, [command, ...first], SCALED, later), "book", { fresh });
      expect(items.map(({ status, why }) => (status === "equal" ? status : [status, why]))).toEqual(items.map(() => "equal"));
      expect(items.at(-1)?.item).toMatchObject({ moreOf: 12 });
    }
  },
  60_000,
);

test("a loop that a section does not hold is no fault of the section", async () => {
  const text = `# One\n\n${documentOf(["$ i=0; while true; do echo $((i++)) a; sleep 1; done", "0 a"])}\n# Two\n\n${documentOf(["7 a"])}`;
  const { items } = await play("section.md", text, "book", { section: "Two" });
  expect(items.map(({ status, why }) => [status, why])).toEqual([["skipped", "the command that goes on is not played"]]);
}, 30_000);
