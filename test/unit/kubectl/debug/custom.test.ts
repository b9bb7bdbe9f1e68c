import { expect, test } from "bun:test";
import type { Container } from "../../../../src/kinds/core/pod/container/types.ts";
import { applyCustomProfile, checkCustomProfile, readCustomProfile } from "../../../../src/kubectl/debug/custom.ts";
import type { Invocation } from "../../../../src/kubectl/command.ts";
import { parseRelease, type Release } from "../../../../src/release/release.ts";

const release = parseRelease("v1.32.5") as Release;

function read(text: string) {
  const flags = { has: () => true, text: () => "c.yaml" };
  return readCustomProfile({ flags, release, env: { files: { read: () => text } } } as unknown as Invocation);
}

function laidOver(container: Record<string, unknown>, profile: string) {
  const result = structuredClone(container);
  const custom = read(profile);
  if (custom !== undefined) applyCustomProfile(release, custom, result as unknown as Container);
  return result;
}

test("a custom profile is merged into the container as a strategic patch", () => {
  const own = { name: "d", image: "busybox", securityContext: { capabilities: { add: ["SYS_PTRACE"] } } };
  expect(laidOver(own, "env: [{name: A, value: b}]\nsecurityContext: {runAsUser: 7}")).toEqual({
    ...own,
    resources: {},
    env: [{ name: "A", value: "b" }],
    securityContext: { capabilities: { add: ["SYS_PTRACE"] }, runAsUser: 7 },
  });
  expect(laidOver(own, "null")).toEqual(own);
});

test("an element that takes another's place keeps what it does not name", () => {
  const own = { name: "d", env: [{ name: "Z", value: "9" }] };
  expect(laidOver(own, '{"env":[{"name":"B","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}')).toMatchObject({
    env: [
      { name: "B", value: "9", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "Z", value: "9" },
    ],
  });
});

test.each([
  [
    "env: {a: b}",
    "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go struct field Container.env of type []v1.EnvVar",
  ],
  ['"str"', "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type v1.Container"],
  ["a: [", "error converting YAML to JSON: yaml: line 1: did not find expected node content"],
])("what is no container: %s", (text, why) => {
  expect(() => read(text)).toThrow(`c.yaml does not contain a valid container spec: ${why}`);
});

test("what other flags say is not changed by a profile", () => {
  expect(() => checkCustomProfile(read("image: x"))).toThrow("are not modifiable via custom profile");
  expect(() => checkCustomProfile(read("tty: true"))).not.toThrow();
});
