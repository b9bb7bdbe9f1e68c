import { expect, test } from "bun:test";
import { applyEdit } from "../../../../src/lab/edit/apply.ts";

const DEPLOYMENT = [
  "apiVersion: apps/v1",
  "kind: Deployment",
  "metadata:",
  "  name: web",
  "spec:",
  "  replicas: 1",
  "  selector:",
  "    matchLabels:",
  "      app: web",
  "  template:",
  "    metadata:",
  "      labels:",
  "        app: web",
  "    spec:",
  "      containers:",
  "      - image: nginx",
  "        imagePullPolicy: Always",
  "        name: web",
  "        resources: {}",
  "        terminationMessagePath: /dev/termination-log",
  "      restartPolicy: Always",
  "",
].join("\n");

const WITH_RESOURCES = DEPLOYMENT.replace(
  "        resources: {}",
  ["        resources:", "          requests:", '            cpu: "10m"', "          limits:", '            cpu: "50m"'].join("\n"),
);

test("a fragment goes where its keys stand, notes of the author do not", () => {
  const lines = [
    "40번째 줄 변경",
    "resources:",
    "  requests:",
    '    cpu: "10m"',
    "  limits:",
    '    cpu: "50m"',
    "",
    "m(milliunits) 1000m = 1CPU",
  ];
  expect(applyEdit(DEPLOYMENT, lines)).toBe(WITH_RESOURCES);
});

test("a fragment with what stands around the change, indented as its author likes", () => {
  const lines = [
    "spec:",
    "      containers:",
    "      - image: nginx",
    "        imagePullPolicy: Always",
    "        name: web",
    "        resources: ",
    "          requests:",
    '            cpu: "10m"',
    "          limits:",
    '            cpu: "50m"',
    "        terminationMessagePath: /dev/termination-log",
  ];
  expect(applyEdit(DEPLOYMENT, lines)).toBe(WITH_RESOURCES);
});

test("values change where the key is known, at the depth that fits", () => {
  expect(applyEdit(DEPLOYMENT, ["spec:", "  replicas: 3   # from 1"])).toBe(DEPLOYMENT.replace("replicas: 1", "replicas: 3"));
  expect(applyEdit(DEPLOYMENT, ["- image: httpd", "  name: web"])).toBe(undefined);
  expect(applyEdit(DEPLOYMENT, ["containers:", "- image: httpd", "  name: web"])).toBe(DEPLOYMENT.replace("image: nginx", "image: httpd"));
});

test("YAML inside a text is edited as what it is", () => {
  const config = [
    "apiVersion: v1",
    "data:",
    "  config.conf: |-",
    "    apiVersion: kubeproxy.config.k8s.io/v1alpha1",
    "    ipvs:",
    "      excludeCIDRs: null",
    "      strictARP: false",
    "    kind: KubeProxyConfiguration",
    '    mode: ""',
    "kind: ConfigMap",
    "",
  ].join("\n");
  const lines = [
    "apiVersion: kubeproxy.config.k8s.io/v1alpha1",
    "kind: KubeProxyConfiguration",
    'mode: "ipvs"',
    "ipvs:",
    "  strictARP: true  # <- false에서 true로 변경",
  ];
  expect(applyEdit(config, lines)).toBe(config.replace("strictARP: false", "strictARP: true").replace('mode: ""', 'mode: "ipvs"'));
});

test("patches take lines away and put others in", () => {
  expect(applyEdit(DEPLOYMENT, ["-  replicas: 1", "+  replicas: 2"])).toBe(DEPLOYMENT.replace("replicas: 1", "replicas: 2"));
  expect(applyEdit(DEPLOYMENT, ["@@ -5,3 +5,3 @@", " spec:", "-  replicas: 7", "+  replicas: 2"])).toBe(undefined);
  expect(applyEdit(DEPLOYMENT, ["   selector:", "+    matchExpressions: []"])).toBe(
    DEPLOYMENT.replace("  selector:\n", "  selector:\n    matchExpressions: []\n"),
  );
});

test("what has no place is said so, and a whole object replaces everything", () => {
  expect(applyEdit(DEPLOYMENT, ["그냥 설명입니다"])).toBe(undefined);
  expect(applyEdit(DEPLOYMENT, ["nosuch: 1"])).toBe(undefined);
  expect(applyEdit("", ["a: 1"])).toBe("a: 1\n");
  expect(applyEdit(DEPLOYMENT, ["apiVersion: v1", "kind: Pod", "metadata:", "  name: x"])).toBe(
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n",
  );
});
