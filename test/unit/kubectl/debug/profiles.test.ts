import { describe, expect, test } from "bun:test";
import type { PodSpec } from "../../../../src/kinds/core/pod/types.ts";
import { applyProfile, type DebugStyle } from "../../../../src/kubectl/debug/profiles.ts";
import type { Invocation } from "../../../../src/kubectl/command.ts";
import { parseRelease, type Release } from "../../../../src/release/release.ts";

function applied(profile: string, style: DebugStyle, version: string, kept: readonly string[] = []): unknown {
  const container = { name: "d" };
  const spec = { containers: [{ name: "a", livenessProbe: {} }, container] } as unknown as PodSpec;
  const metadata = { name: "p", labels: { app: "p" } };
  const flags = { has: () => true, text: () => profile, bool: (name: string) => kept.includes(name) };
  applyProfile({ flags, release: parseRelease(version) as Release } as unknown as Invocation, { style, metadata, spec, container });
  return { metadata, spec };
}

describe("applyProfile", () => {
  test("general gives a node's pod its namespaces and its root", () => {
    expect(applied("general", "node", "v1.32.5")).toMatchObject({
      spec: { hostPID: true, volumes: [{ name: "host-root" }], containers: [{}, { volumeMounts: [{ mountPath: "/host" }] }] },
    });
  });

  test("netadmin was privileged on nodes before sysadmin came", () => {
    const [old, later] = ["v1.28.15", "v1.32.5"].map((version) => applied("netadmin", "node", version));
    expect(old).toMatchObject({
      spec: { containers: [{}, { securityContext: { privileged: true, capabilities: { add: ["NET_ADMIN"] } } }] },
    });
    expect(later).toMatchObject({ spec: { containers: [{}, { securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"] } } }] } });
  });

  test("a copy keeps what the flags keep", () => {
    expect(applied("general", "copy", "v1.32.5")).toEqual({
      metadata: { name: "p" },
      spec: {
        containers: [{ name: "a" }, { name: "d", securityContext: { capabilities: { add: ["SYS_PTRACE"] } } }],
        shareProcessNamespace: true,
      },
    });
    expect(applied("baseline", "copy", "v1.32.5", ["keep-labels", "keep-liveness"])).toMatchObject({
      metadata: { labels: { app: "p" } },
      spec: { containers: [{ livenessProbe: {} }, {}] },
    });
  });
});
