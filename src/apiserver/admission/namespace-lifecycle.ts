import { forbidden, notFound } from "../../machinery/status.ts";
import { type AdmissionPlugin, refusal } from "./plugin.ts";

const IMMORTAL = new Set(["default", "kube-system", "kube-public"]);

/** Nothing is created in a namespace that is not there or is going away; three namespaces stay. */
// apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go, 1.20
export const namespaceLifecycle: AdmissionPlugin = {
  name: "NamespaceLifecycle",
  admit(request) {
    const { operation, namespace, group, resource } = request;
    if (group === "" && resource === "namespaces") {
      if (operation === "DELETE" && IMMORTAL.has(request.name))
        throw forbidden("", "namespaces", request.name, "this namespace may not be deleted");
      return;
    }
    if (namespace === "" || operation === "DELETE" || request.kind.endsWith("AccessReview")) return;
    const found = request.context.get("namespaces", "", namespace);
    if (!found) throw notFound("", "namespaces", namespace);
    if (operation !== "CREATE" || (found.status as { phase?: string } | undefined)?.phase !== "Terminating") return;
    const error = refusal(request, `unable to create new content in namespace ${namespace} because it is being terminated`);
    const causes = [{ reason: "NamespaceTerminating", message: `namespace ${namespace} is being terminated`, field: "metadata.namespace" }];
    error.status.details = { ...error.status.details, causes };
    throw error;
  },
};
