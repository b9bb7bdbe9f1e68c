import { describe, expect, test } from "bun:test";
import { admissionWorld, podOf } from "./admission-world.ts";

const MIRROR = "kubernetes.io/config.mirror";
const at = (key: string) => `metadata.annotations[${key}]`;

describe("annotations of a pod", () => {
  test("a mirror pod has a node, and is one from the start or never", () => {
    const { create, send } = admissionWorld();
    expect(create("pods", podOf("p", {}, { annotations: { [MIRROR]: "x" } })).error).toBe(
      `Pod "p" is invalid: ${at(MIRROR)}: Invalid value: "x": must set spec.nodeName if mirror pod annotation is set`,
    );
    create("pods", podOf("q"));
    const annotate = (value: string | null) =>
      send({
        verb: "patch",
        patchType: "merge",
        resource: "pods",
        namespace: "default",
        name: "q",
        body: { metadata: { annotations: { [MIRROR]: value } } },
      });
    expect(annotate("x").error).toContain(`${at(MIRROR)}: Forbidden: may not add mirror pod annotation`);
  });

  test("AppArmor profiles are for containers that there are", () => {
    const key = "container.apparmor.security.beta.kubernetes.io/d";
    const { error } = admissionWorld().create("pods", podOf("p", {}, { annotations: { [key]: "strict" } }));
    expect(error).toBe(
      `Pod "p" is invalid: [${at(key)}: Invalid value: "d": container not found, ` +
        `${at(key)}: Invalid value: "strict": invalid AppArmor profile name: "strict"]`,
    );
  });
});
