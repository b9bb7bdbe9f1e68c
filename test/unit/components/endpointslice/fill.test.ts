import { describe, expect, test } from "bun:test";
import { SLICE_SIZE, planSlices } from "../../../../src/components/endpointslice/fill.ts";
import { portsKey } from "../../../../src/components/endpointslice/groups.ts";
import type { SliceEndpoint } from "../../../../src/components/endpointslice/shapes.ts";

const http = [{ name: "", port: 80, protocol: "TCP" }];
const key = portsKey(http);

function endpoint(name: string, ready = true, resourceVersion = "1"): SliceEndpoint {
  return { addresses: [name], conditions: { ready }, targetRef: { kind: "Pod", namespace: "default", name, uid: name, resourceVersion } };
}

const some = (count: number, from = 0) => Array.from({ length: count }, (_, index) => endpoint(`p${from + index}`));
const group = (endpoints: SliceEndpoint[]) => new Map([[key, { ports: http, endpoints }]]);

describe("slices", () => {
  test("without endpoints there is one empty slice, which is then used", () => {
    const empty = { ports: [], endpoints: [] };
    expect(planSlices([], new Map())).toEqual({ create: [empty], update: [], remove: [] });
    expect(planSlices([{ name: "s-1", key: "", endpoints: [] }], group(some(2)))).toEqual({
      create: [],
      update: [{ name: "s-1", content: { ports: http, endpoints: some(2) } }],
      remove: [],
    });
    expect(planSlices([{ name: "s-1", key, endpoints: some(2) }], new Map())).toEqual({
      create: [],
      update: [{ name: "s-1", content: empty }],
      remove: [],
    });
  });
  test("nothing to do when only resource versions differ", () => {
    expect(planSlices([{ name: "s-1", key, endpoints: [endpoint("a")] }], group([endpoint("a", true, "2")]))).toEqual({
      create: [],
      update: [],
      remove: [],
    });
  });
  test("who is there stays in place, who comes goes to the end", () => {
    const [update] = planSlices(
      [{ name: "s-1", key, endpoints: [endpoint("c"), endpoint("b"), endpoint("a")] }],
      group([endpoint("a"), endpoint("c", false), endpoint("d")]),
    ).update;
    expect(update?.content.endpoints).toEqual([endpoint("c", false), endpoint("a"), endpoint("d")]);
  });
  test("a hundred to a slice; more go where they fit best, or into new ones", () => {
    const plan = planSlices([], group(some(250)));
    expect(plan.create.map(({ endpoints }) => endpoints.length)).toEqual([SLICE_SIZE, SLICE_SIZE, 50]);
    const known = [
      { name: "s-1", key, endpoints: some(98) },
      { name: "s-2", key, endpoints: some(40, 98) },
    ];
    expect(planSlices(known, group(some(140))).update.map(({ name }) => name)).toEqual(["s-1"]);
    expect(planSlices(known, group(some(150))).update.map(({ name }) => name)).toEqual(["s-2"]);
  });
});
