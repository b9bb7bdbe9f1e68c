import { describe, expect, test } from "bun:test";
import type { Look, SeenObject } from "../../../src/lab/goals/look.ts";
import { goalsOfSettings, inLanguage } from "../../../src/lab/goals/goal.ts";
import { goalsInText } from "../../../src/lab/goals/inline.ts";
import { checkOf } from "../../../src/lab/goals/sentence.ts";

function object(kind: string, name: string, rest: Partial<SeenObject> = {}): SeenObject {
  return { kind, metadata: { name, namespace: "default" }, ...rest };
}

const WEB = { app: "web" };
const WORLD: Readonly<Record<string, SeenObject>> = {
  "deployment/web/default": object("Deployment", "web", {
    spec: { replicas: 3, selector: { matchLabels: WEB }, template: { spec: { containers: [{ image: "nginx:1.21" }] } } },
    status: { replicas: 3, readyReplicas: 2, conditions: [{ type: "Available", status: "True" }] },
  }),
  "daemonset/speaker/metallb-system": object("DaemonSet", "speaker", {
    status: { desiredNumberScheduled: 4, currentNumberScheduled: 4, numberReady: 4, numberAvailable: 3 },
  }),
  "node/w1-k8s/default": object("Node", "w1-k8s", {
    spec: { unschedulable: true },
    status: { conditions: [{ type: "Ready", status: "Unknown" }], addresses: [{ type: "InternalIP", address: "192.168.1.101" }] },
  }),
  "pod/web-a/default": object("Pod", "web-a", {
    spec: { nodeName: "w2-k8s", containers: [{ ports: [{ containerPort: 8080 }] }] },
    status: { phase: "Running", podIP: "172.16.1.2", containerStatuses: [{ state: { waiting: { reason: "CrashLoopBackOff" } } }] },
  }),
  "service/web-svc/default": object("Service", "web-svc", {
    spec: { clusterIP: "10.96.1.1", ports: [{ port: 80, nodePort: 30000 }] },
    status: { loadBalancer: { ingress: [{ ip: "192.168.1.12" }] } },
  }),
  "service/np-svc/default": object("Service", "np-svc", { spec: { clusterIP: "10.96.1.2", ports: [{ port: 80, nodePort: 30001 }] } }),
  "service/in/default": object("Service", "in", { spec: { clusterIP: "10.96.1.3", ports: [{ port: 81 }] } }),
  "service/headless/default": object("Service", "headless", { spec: { clusterIP: "None", ports: [{ port: 80 }] } }),
  "hpa/web/default": object("HorizontalPodAutoscaler", "web", { status: { currentReplicas: 4 } }),
};
const LISTS: Readonly<Record<string, readonly SeenObject[]>> = {
  pods: [
    object("Pod", "web-a", { metadata: { name: "web-a", labels: WEB }, status: { phase: "Running" } }),
    object("Pod", "web-b", { metadata: { name: "web-b", labels: WEB }, status: { phase: "Pending" } }),
    object("Pod", "other", { metadata: { name: "other", labels: {} }, status: { phase: "Running" } }),
  ],
  nodes: [WORLD["node/w1-k8s/default"] ?? object("Node", "none")],
  configmaps: [
    object("ConfigMap", "config", { data: { config: "address-pools:\n- name: a\n  addresses: [192.168.1.11-192.168.1.13]\n" } }),
  ],
  "ipaddresspools.metallb.io": [object("IPAddressPool", "b", { spec: { addresses: ["192.168.2.0/28"] } })],
};

function look(asked: string[] = []): Look {
  return {
    get: async (kind, name, namespace) => WORLD[`${kind}/${name}/${namespace}`],
    list: async (kind) => LISTS[kind] ?? [],
    async curl(from, args) {
      asked.push(`${from} ${args}`);
      return args.includes("dead") ? undefined : "You've hit web-a\n";
    },
  };
}

test.each([
  ["deployment web exists", true, "deployment web exists"],
  ["Deployment/web exists.", true, "deployment web exists"],
  ["deployment db exists", false, "deployment db does not exist"],
  ["deployment db is gone", true, "deployment db does not exist"],
  ["deployment web is gone", false, "deployment web exists"],
  ["deployment web is available", true, "deployment web is Available"],
  ["daemonset speaker in metallb-system is available", false, "daemonset speaker is Ready"],
  ["daemonset speaker in metallb-system has 4 replicas", true, "daemonset speaker has 4 of 4 replicas ready"],
  ["node w1-k8s is NotReady", true, "node w1-k8s is NotReady, cordoned"],
  ["node w1-k8s is Ready", false, "node w1-k8s is NotReady, cordoned"],
  ["node w1-k8s is cordoned", true, "node w1-k8s is NotReady, cordoned"],
  ["pod web-a is Running", true, "pod web-a is Running, CrashLoopBackOff"],
  ["pod web-a is CrashLoopBackOff", true, "pod web-a is Running, CrashLoopBackOff"],
  ["pod web-a is on w1-k8s", false, "pod web-a is on w2-k8s"],
  ["deployment web has 3 replicas", false, "deployment web has 2 of 3 replicas ready"],
  ["hpa web has 4 replicas", true, "hpa web has 4 replicas"],
  ["deployment web has the image nginx:1.21", true, "deployment web has nginx:1.21"],
  ["1 pod of deployment web runs", true, "1 of 2 pods of deployment web run"],
  ["2 pods of deployment web run", false, "1 of 2 pods of deployment web run"],
  ["no pods of deployment db run", true, "deployment db does not exist"],
  ["service web-svc has an address", true, "service web-svc has 192.168.1.12"],
  ["service np-svc has an address", false, "service np-svc has no address"],
  ["service web-svc has the address 192.168.1.11", false, "service web-svc has 192.168.1.12"],
  [
    "service web-svc has an address from the pool",
    true,
    "service web-svc has 192.168.1.12; pools: 192.168.2.0/28, 192.168.1.11-192.168.1.13",
  ],
  ["service web-svc answers", true, `service web-svc answers "You've hit web-a"`],
  ['service web-svc answers with "You\'ve hit"', true, `service web-svc answers "You've hit web-a"`],
  ["service web-svc answers /ip with nothing", false, `service web-svc answers "You've hit web-a"`],
  ["service headless answers", false, "service headless has no address to be asked at"],
  ["curl http://dead/ answers", false, "curl http://dead/ does not answer"],
  ["curl http://192.168.1.12 answers hit", true, `curl http://192.168.1.12 answers "You've hit web-a"`],
])("%s: %p", async (sentence, isReached, what) => {
  expect(await checkOf(sentence, "a.md:1")(look())).toEqual({ isReached, seen: what });
});

test("a service is asked at its external address, its node port or, from a node, its address in the cluster", async () => {
  const asked: string[] = [];
  for (const sentence of ["service web-svc answers /a", "service np-svc answers", "service in answers /", "pod web-a answers"])
    await checkOf(sentence, "")(look(asked));
  expect(asked).toEqual([
    "pc 'http://192.168.1.12:80/a'",
    "pc 'http://192.168.1.101:30001/'",
    "node 'http://10.96.1.3:81/'",
    "node 'http://172.16.1.2:8080/'",
  ]);
});

test("an unknown sentence is a mistake that lists the forms", () => {
  expect(() => checkOf("all is well", "a.md:3")).toThrow(
    /^a\.md:3: "all is well" is no goal that k8sim can judge; there are: curl URL answers \[TEXT\]; N pods of KIND/,
  );
});

describe("goals of settings", () => {
  const of = (...goals: readonly unknown[]) => goalsOfSettings({ files: {}, images: [], goals: goals as never[] }, "a.lab.yaml");
  test("have hints in several languages and solutions", () => {
    const [plain, rich] = of("pod web is Running", {
      goal: "deployment web exists",
      hint: { en: "create it", ko: "만드세요" },
      solution: "kubectl create deployment web --image=nginx",
      within: "5m",
      after: 12,
    });
    expect(plain).toMatchObject({ goal: "pod web is Running", solution: [], withinMs: 120_000 });
    expect(rich).toMatchObject({ solution: ["kubectl create deployment web --image=nginx"], withinMs: 300_000, after: 12 });
    expect(["ko", "en", "fr"].map((language) => inLanguage(rich?.hint, language))).toEqual(["만드세요", "create it", "create it"]);
  });
  test.each([
    [[3], "a.lab.yaml: goal 1: expected {goal: SENTENCE"],
    [["pod a exists", { goal: "pod a exists", hints: "" }], 'a.lab.yaml: goal 2: no key "hints" is known'],
    [[{ goal: "pod a exists", hint: { en: 3 } }], "a.lab.yaml: goal 1: hint: expected a text"],
    [[{ goal: "pod a exists", solution: [3] }], "a.lab.yaml: goal 1: solution: expected commands"],
    [[{ goal: "pod a exists", within: "long" }], 'a.lab.yaml: goal 1: within: "long" is no duration'],
    [[{ goal: "pod a exists", after: "x" }], "a.lab.yaml: goal 1: after: expected a line"],
  ])("%p is a mistake", (goals, message) => {
    expect(() => of(...goals)).toThrow(message);
  });
});

test("goals stand in the text with their hints and solutions, not in its code", () => {
  const text = [
    "---",
    "title: goal",
    "---",
    "- goal: deployment web exists",
    "  hint: create it",
    "  hint (ko): 만드세요",
    "  solution: `kubectl create deployment web --image=nginx`",
    "Goal: learn things",
    "```",
    "goal: nothing",
    "```",
    "goal: 2 pods of deployment web run",
  ].join("\n");
  expect(goalsInText("a.md", text).map((goal) => ({ ...goal, check: undefined }))).toEqual([
    {
      goal: "deployment web exists",
      line: 4,
      hint: { "": "create it", ko: "만드세요" },
      solution: ["kubectl create deployment web --image=nginx"],
      withinMs: 120_000,
      check: undefined,
    },
    { goal: "2 pods of deployment web run", line: 12, solution: [], withinMs: 120_000, check: undefined },
  ]);
  expect(() => goalsInText("a.md", "x\ngoal: be happy\n")).toThrow('a.md:2: "be happy" is no goal');
});
