import { expect, test } from "bun:test";
import { createLabels, type Labels, type PlacedPod } from "../../../../src/lab/draws/labels.ts";
import { createTape, type Pins } from "../../../../src/sim/tape.ts";
import type { Tape } from "../../../../src/sim/types.ts";

const WORLD = { podBlockSize: 26, serviceCidr: "10.96.0.0/12", nodePortRange: { from: 30000, to: 32767 } };
const NAMES = "name-suffix/pods/default/web-5767d54d4b-";

function labelsOf(pins: Pins, rehearsed: Pins = {}): { labels: Labels; tape: Tape; heard: [string, string][] } {
  const labels = createLabels(3, { install: createTape(), rehearsal: createTape(rehearsed), world: WORLD });
  const heard: [string, string][] = [];
  const tape = labels.over({ ...createTape(pins), drew: (stream, value) => void heard.push([stream, value]) });
  return { labels, tape, heard };
}

/** A draw as a cluster makes it: the tape's value, else one by chance. */
function draw(tape: Tape, stream: string, chance = ""): string {
  const value = tape.take(stream) ?? chance;
  tape.drew?.(stream, value);
  return value;
}

test("a name of the cluster's own stands for the document's everywhere, and choices are told under it", () => {
  const { labels, tape, heard } = labelsOf({
    [NAMES]: ["vvvrm"],
    "node/default/web-5767d54d4b-vvvrm": ["w2-k8s"],
    "victim/default/web-5767d54d4b": ["web-5767d54d4b-vvvrm"],
  });
  const own = `web-5767d54d4b-${draw(tape, NAMES, "chanc")}`;
  expect(own).not.toBe("web-5767d54d4b-vvvrm");
  expect(draw(tape, `node/default/${own}`, "w1-k8s")).toBe("w2-k8s");
  expect(draw(tape, "victim/default/web-5767d54d4b", "other")).toBe(own);
  expect(labels.toCluster("kubectl delete pod/web-5767d54d4b-vvvrm")).toBe(`kubectl delete pod/${own}`);
  expect(labels.toDocument(`audit_${own}.log`)).toBe("audit_web-5767d54d4b-vvvrm.log");
  expect(heard).toEqual([
    [NAMES, "vvvrm"],
    ["node/default/web-5767d54d4b-vvvrm", "w2-k8s"],
    ["victim/default/web-5767d54d4b", "web-5767d54d4b-vvvrm"],
  ]);
});

test("what the document does not tell of a name was drawn in rehearsal; other chance is the cluster's", () => {
  const { tape } = labelsOf({ [NAMES]: ["vvvrm"] }, { "pod-start/default/web-5767d54d4b-vvvrm": ["1234"], "image-pull/w1/nginx": ["99"] });
  const own = draw(tape, NAMES);
  expect(draw(tape, `pod-start/default/web-5767d54d4b-${own}`, "900")).toBe("1234");
  expect(draw(tape, "image-pull/w1/nginx", "700")).toBe("700");
});

test("addresses and ports are the cluster's, columns stay where they are; what no cluster gives stands for nothing", () => {
  const { labels, tape } = labelsOf({
    "cluster-ip/default/web": ["10.99.1.2"],
    "cluster-ip/default/bad": ["192.168.9.9"],
    "node-port/default/web/80": ["31234"],
    "node-port/default/bad/80": ["29999"],
  });
  draw(tape, "cluster-ip/default/web", "10.100.200.30");
  draw(tape, "cluster-ip/default/bad", "10.100.200.31");
  draw(tape, "node-port/default/web/80", "30111");
  draw(tape, "node-port/default/bad/80", "30112");
  expect(labels.toDocument("web   NodePort   10.100.200.30   <none>   80:30111/TCP")).toBe(
    "web   NodePort   10.99.1.2       <none>   80:31234/TCP",
  );
  expect(labels.toDocument("10.100.200.31 30112")).toBe("10.100.200.31 30112");
  expect(labels.toCluster("curl 192.168.1.101:31234")).toBe("curl 192.168.1.101:30111");
});

test("a pod's address stands for the document's of the same node's network only", () => {
  const { labels, tape } = labelsOf({ "pod-address/default/a": ["172.16.132.7"], "pod-address/default/b": ["172.16.9.9"] });
  const pods: PlacedPod[] = [
    { namespace: "default", name: "a", address: "172.16.132.1" },
    { namespace: "default", name: "b", address: "172.16.132.2" },
  ];
  labels.open(() => pods);
  expect(tape.take("pod-address/default/a")).toBeUndefined();
  tape.take("pod-address/default/b");
  expect(labels.toDocument("172.16.132.1:80,172.16.132.2:80")).toBe("172.16.132.7:80,172.16.132.2:80");
  expect(labels.toCluster("curl 172.16.132.7")).toBe("curl 172.16.132.1");
});
