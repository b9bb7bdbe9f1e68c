import type { KubeObject } from "../../machinery/object.ts";
import { toBase64 } from "../controller/base64.ts";
import { DEPLOYMENTS, SECRETS } from "../controller/resources.ts";
import type { ActingInstance, ProgramContext } from "../in-pod/program.ts";

const KEY_BYTES = 16;

/**
 * Makes the secret by which speakers trust each other, unless it is there: 128 random bits, owned by the controller's Deployment. Throws
 * StatusError when the account may not.
 */
// internal/k8s/k8s.go CreateMlSecret
export function makeMemberlistSecret({ pod, container, client }: ActingInstance, { sim }: ProgramContext): void {
  const { namespace = "" } = pod.metadata;
  const variable = (name: string): string => container.env?.find((one) => one.name === name)?.value ?? "";
  const name = variable("METALLB_ML_SECRET_NAME");
  if (name === "") return;
  const secrets = SECRETS.in(namespace);
  if (client.list(secrets, { fieldSelector: `metadata.name=${name}` }).items.length > 0) return;
  const deployment = client.get(DEPLOYMENTS.in(namespace), variable("METALLB_DEPLOYMENT"));
  const random = sim.stream(`metallb/memberlist-secret/${namespace}`);
  const key = Uint8Array.from({ length: KEY_BYTES }, () => random.int(256))
    .toBase64()
    .replace(/=+$/, "");
  const owner = { apiVersion: "apps/v1", kind: "Deployment", name: deployment.metadata.name ?? "", uid: deployment.metadata.uid ?? "" };
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, ownerReferences: [owner] },
    data: { secretkey: toBase64(key) },
  };
  client.create(secrets, secret as unknown as KubeObject);
}
