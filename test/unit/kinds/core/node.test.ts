import { expect, test } from "bun:test";
import { node } from "../../../../src/kinds/core/node/index.ts";
import type { Node } from "../../../../src/kinds/core/node/types.ts";
import { create, update } from "../context.ts";

const PROTECTED =
  "[]: Forbidden: node updates may only change labels, taints, or capacity (or configSource, if the DynamicKubeletConfig feature gate is enabled)";

function afterChange(change: (spec: Node["spec"]) => void): readonly string[] {
  const spec = { podCIDR: "10.0.0.0/24", providerID: "x://1" };
  const { stored } = create(node, { apiVersion: "v1", kind: "Node", metadata: { name: "n" }, spec });
  return update(node, stored, (draft) => change((draft as Node).spec)).errors;
}

test("a node's ranges and provider stay, in two ways of saying so (1.20.2's own answers)", () => {
  expect(afterChange((spec) => Object.assign(spec, { podCIDR: "10.1.0.0/24" }))).toEqual([
    'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
    PROTECTED,
  ]);
  expect(afterChange((spec) => Object.assign(spec, { providerID: "x://2" }))).toEqual([
    'spec.providerID: Forbidden: node updates may not change providerID except from "" to valid',
    PROTECTED,
  ]);
  expect(afterChange((spec) => Object.assign(spec, { unschedulable: true }))).toEqual([]);
});
