import { expect, test } from "bun:test";
import type { EndpointSlice } from "../../../../../src/kinds/discovery/endpointslice/types.ts";
import { slicesText } from "../../../../../src/kinds/core/service/backends.ts";

function slice(addresses: readonly string[], unready: number, ports: object[] = [{ name: "", port: 80 }]): EndpointSlice {
  const endpoints = addresses.map((address, index) => ({
    addresses: [address],
    conditions: { ready: index < addresses.length - unready },
  }));
  return { addressType: "IPv4", endpoints, ports } as unknown as EndpointSlice;
}

test.each([
  ["no slice", [], "<none>"],
  ["a slice without endpoints", [slice([], 0, [])], ""],
  ["endpoints that are ready", [slice(["1.1.1.1", "1.1.1.2", "1.1.1.3"], 1)], "1.1.1.1:80,1.1.1.2:80"],
  ["more than three", [slice(["1.1.1.1", "1.1.1.2"], 0), slice(["1.1.1.3", "1.1.1.4"], 0)], "1.1.1.1:80,1.1.1.2:80,1.1.1.3:80 + 1 more..."],
  ["an unready one behind three", [slice(["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"], 1)], "1.1.1.1:80,1.1.1.2:80,1.1.1.3:80 + 0 more..."],
  ["another port", [slice(["1.1.1.1"], 0, [{ name: "http", port: 80 }])], ""],
])("backends of %s", (_what, slices, text) => {
  expect(slicesText(slices, "")).toBe(text);
});
