import type { RequestContext } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { failure } from "../../machinery/status.ts";
import { mentionedBy } from "../auth/pod-references.ts";
import { generateName, randomSuffix } from "../registry/names.ts";
import { isMirrorPod, projectsToken } from "./mirror-pods.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

interface Mount {
  name: string;
  readOnly?: boolean;
  mountPath: string;
}
interface Container {
  volumeMounts?: Mount[];
}
interface Volume {
  name: string;
  secret?: { secretName?: string; defaultMode?: number };
  [source: string]: unknown;
}
interface Pod extends KubeObject {
  spec: {
    serviceAccountName?: string;
    serviceAccount?: string;
    automountServiceAccountToken?: boolean;
    imagePullSecrets?: { name?: string }[];
    volumes?: Volume[];
    containers?: Container[] | null;
    initContainers?: Container[];
  };
}
interface ServiceAccount extends KubeObject {
  secrets?: { name?: string }[];
  imagePullSecrets?: { name?: string }[];
  automountServiceAccountToken?: boolean;
}
interface Secret extends KubeObject {
  type?: string;
}

const MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
const PROJECTED_PREFIX = "kube-api-access-";
const DEFAULT_MODE = 420;
const TOKEN_SECONDS = 3607;

/** Gives pods their service account, its pull secrets and its token. plugin/pkg/admission/serviceaccount/admission.go, 1.20 */
export const serviceAccount: AdmissionPlugin = {
  name: "ServiceAccount",
  scope: { resources: ["pods"] },
  admit(request) {
    if (
      request.operation !== "CREATE" ||
      request.group !== "" ||
      request.resource !== "pods" ||
      request.subresource !== "" ||
      !request.object
    )
      return;
    const pod = request.object as Pod;
    if (isMirrorPod(pod)) return checkMirror(request, pod);
    const name = (pod.spec.serviceAccountName ||= "default");
    // The old name of the field is filled with the same value in every answer.
    pod.spec.serviceAccount = name;
    const account = request.context.get("serviceaccounts", request.namespace, name) as ServiceAccount | undefined;
    if (!account)
      throw refusal(
        request,
        `error looking up service account ${request.namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`,
      );
    if (pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(request, account, pod);
    const secrets = account.imagePullSecrets ?? [];
    if ((pod.spec.imagePullSecrets ?? []).length === 0 && secrets.length > 0)
      pod.spec.imagePullSecrets = secrets.map((secret) => ({ ...secret }));
  },
};

function checkMirror(request: AdmissionRequest, pod: Pod): void {
  if (pod.spec.serviceAccountName) throw refusal(request, "a mirror pod may not reference service accounts");
  if (mentionedBy(pod, "secrets").length > 0) throw refusal(request, "a mirror pod may not reference secrets");
  if (projectsToken(pod)) throw refusal(request, "a mirror pod may not use ServiceAccountToken volume projections");
}

function mountToken(request: AdmissionRequest, account: ServiceAccount, pod: Pod): void {
  const { context } = request;
  const isProjected = context.release.has("projectedServiceAccountToken");
  const secretName = isProjected ? "" : tokenSecret(context, account);
  if (!isProjected && secretName === "") {
    const text = `No API token found for service account ${JSON.stringify(account.metadata.name)}, retry after the token is automatically created and added to the service account`;
    throw failure(500, "ServerTimeout", text, { name: "create pod", kind: "serviceaccounts", retryAfterSeconds: 1 });
  }
  const volumes = pod.spec.volumes ?? [];
  const present = volumes.find((volume) =>
    isProjected ? volume.name.startsWith(PROJECTED_PREFIX) : volume.secret?.secretName === secretName,
  );
  const containers = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])].filter(
    (container) => !container.volumeMounts?.some((mount) => mount.mountPath === MOUNT_PATH),
  );
  if (containers.length === 0) return;
  const name = present?.name ?? volumeName(request, volumes, secretName);
  for (const container of containers) (container.volumeMounts ??= []).push({ name, readOnly: true, mountPath: MOUNT_PATH });
  if (!present)
    pod.spec.volumes = [...volumes, isProjected ? projectedVolume(name) : { name, secret: { secretName, defaultMode: DEFAULT_MODE } }];
}

/** The first secret of the account that is a token of it. */
function tokenSecret(context: RequestContext, account: ServiceAccount): string {
  const namespace = account.metadata.namespace ?? "";
  for (const { name = "" } of account.secrets ?? []) {
    const secret = context.get("secrets", namespace, name) as Secret | undefined;
    if (secret?.type === "kubernetes.io/service-account-token") return name;
  }
  return "";
}

function volumeName(request: AdmissionRequest, volumes: readonly Volume[], secretName: string): string {
  const draw = (base: string): string =>
    generateName(base, request.context.draw(`name-suffix/volumes/${request.namespace}/${base}`, randomSuffix));
  if (secretName === "") return draw(PROJECTED_PREFIX);
  const name = secretName.replaceAll(".", "-");
  return volumes.some((volume) => volume.name === name) ? draw(`${name}-`) : name;
}

function projectedVolume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: "token" } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } },
      ],
      defaultMode: DEFAULT_MODE,
    },
  };
}
