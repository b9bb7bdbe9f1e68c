import type { KindContext } from "../../../machinery/kind.ts";
import type { Release } from "../../../release/release.ts";
import type { ComponentCondition, ComponentStatus } from "./types.ts";

/** What the API server finds when it asks scheduler, controller manager and etcd how they are. */
// pkg/registry/core/componentstatus/rest.go, 1.20
export function componentStatuses(context: KindContext): ComponentStatus[] {
  const { release } = context;
  const isClosed = release.has("insecureHealthPortsClosed");
  const asked = (port: number, program: string) =>
    isClosed || !runs(program, context) ? status("False", refusal(port, release)) : status("True", "ok");
  const found: Record<string, ComponentCondition> = {
    scheduler: asked(10251, "kube-scheduler"),
    "controller-manager": asked(10252, "kube-controller-manager"),
    "etcd-0": status("True", release.value("etcdHealthyText")),
  };
  return release.value("componentStatusOrder").map((name) => {
    const condition = found[name];
    return {
      apiVersion: "v1",
      kind: "ComponentStatus",
      metadata: { name, creationTimestamp: null },
      conditions: condition ? [condition] : [],
    };
  });
}

/** Where the control plane is static pods, a program whose manifest was taken away has no mirror. */
function runs(program: string, { list }: KindContext): boolean {
  const mirrors = (name: string): number => list("pods", { namespace: "kube-system", index: `label:component=${name}` }).length;
  return mirrors("kube-apiserver") === 0 || mirrors(program) > 0;
}

function refusal(port: number, release: Release): string {
  const url = `http://127.0.0.1:${port}/healthz`;
  return `Get ${release.has("healthUrlQuoted") ? `"${url}"` : url}: dial tcp 127.0.0.1:${port}: connect: connection refused`;
}

function status(value: string, message: string): ComponentCondition {
  return { type: "Healthy", status: value, message };
}
