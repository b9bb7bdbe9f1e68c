import { expect, test } from "bun:test";
import { encodeBody } from "../../../src/apiserver/encode.ts";
import { deepFreeze } from "../../../src/base/deep.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);
const pod = (image: string) =>
  deepFreeze({
    metadata: { name: "<p>", labels: { b: "2", a: "1" } },
    apiVersion: "v1",
    spec: { containers: [{ name: "c", image }], unheardOf: { z: 1, y: 2 }, volumes: [] },
    kind: "Pod",
  });
const METADATA = '"metadata":{"name":"\\u003cp\\u003e","labels":{"a":"1","b":"2"}}';
const specOf = (image: string) => `"spec":{"volumes":[],"containers":[{"name":"c","image":"${image}"}],"unheardOf":{"z":1,"y":2}}`;

test("members come in the order of the Go structs, then those that no struct has; maps by name; HTML is escaped", () => {
  expect(encodeBody(schema, pod("nginx"))).toBe(`{"kind":"Pod","apiVersion":"v1",${METADATA},${specOf("nginx")}}\n`);
});

test("an object is the same text each time, by itself and as an item, and another one is another text", () => {
  const [one, other] = [pod("nginx"), pod("httpd")];
  const list = { items: [one, other, one], metadata: { resourceVersion: "7" }, apiVersion: "v1", kind: "PodList" };
  const item = (image: string) => `{${METADATA},${specOf(image)}}`;
  const expected = `{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[${item("nginx")},${item("httpd")},${item("nginx")}]}\n`;
  for (let again = 0; again < 2; again++) {
    expect(encodeBody(schema, list)).toBe(expected);
    expect(encodeBody(schema, one)).toBe(`{"kind":"Pod","apiVersion":"v1",${METADATA},${specOf("nginx")}}\n`);
  }
});

test("each version has its own order of members", () => {
  const service = deepFreeze({
    apiVersion: "v1",
    kind: "Service",
    spec: { ports: [], ipFamilies: ["IPv4"], type: "ClusterIP", clusterIPs: ["1"] },
  });
  const orderIn = (minor: number): string[] => Object.keys((JSON.parse(encodeBody(loadSchema(minor), service)) as { spec: object }).spec);
  expect(orderIn(20)).toEqual(["ports", "clusterIPs", "type", "ipFamilies"]);
  expect(orderIn(18)).toEqual(["ports", "type", "clusterIPs", "ipFamilies"]);
});
