import { formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import { klogStamp } from "../klog-stamp.ts";
import { server, type Entrypoint } from "../image.ts";
import type { ContainerView } from "../view.ts";

/** kube-webhook-certgen's flags. */
export interface CertgenFlags {
  /** `create` or `patch`. */
  readonly command: string;
  readonly hosts: string;
  readonly namespace: string;
  readonly secretName: string;
  readonly webhookName: string;
  readonly patchMutating: boolean;
  readonly patchValidating: boolean;
  readonly failurePolicy: string;
}

/** Reads a job's arguments. */
export function certgenFlags({ pod, container }: Pick<ContainerView, "container" | "pod">): CertgenFlags {
  const { namespace = "" } = pod.metadata;
  const words = (container.args ?? []).map((word) => word.replaceAll("$(POD_NAMESPACE)", namespace));
  const given = new Map(words.flatMap((word) => [/^--([\w-]+)=(.*)$/s.exec(word)?.slice(1) ?? []]) as [string, string][]);
  const text = (flag: string, otherwise = ""): string => given.get(flag) ?? otherwise;
  return {
    command: words[0] ?? "",
    hosts: text("host"),
    namespace: text("namespace"),
    secretName: text("secret-name"),
    webhookName: text("webhook-name"),
    patchMutating: text("patch-mutating", "true") === "true",
    patchValidating: text("patch-validating", "true") === "true",
    failurePolicy: text("patch-failure-policy"),
  };
}

/** kube-webhook-certgen: makes a webhook's certificate, or tells the API server of it. images/kube-webhook-certgen, 1.1.1 */
export const webhookCertgen = server({
  name: "webhook-certgen",
  ports: () => [],
  entrypoint: run,
  shells: [],
  stop: { afterMs: 100, exitCode: 2 },
  idle: { cpuMillis: 1, memoryMi: 5 },
});

const RUN_MS = 600;

function run(view: ContainerView): Entrypoint {
  const { command, namespace, secretName, webhookName, patchMutating, patchValidating, failurePolicy } = certgenFlags(view);
  const hasSecret = foundSecret(view, namespace, secretName);
  const warning = `W${klogStamp(view.startedAt)}       1 client_config.go:615] Neither --kubeconfig nor --master was specified.  Using the inClusterConfig.  This might not work.`;
  const ends = (exitCode: number, entries: readonly string[]): Entrypoint => {
    const lines = [warning, ...entries.map((entry) => `{${entry},"time":"${formatRfc3339(view.startedAt)}"}`), ""];
    return { kind: "ends", afterMs: RUN_MS, exitCode, output: lines.join("\n") };
  };
  const missing = `"err":"secrets \\"${secretName}\\" not found","level":"info","msg":"no secret found","source":"k8s/k8s.go:229"`;
  if (command === "create")
    return hasSecret
      ? ends(0, [`"level":"info","msg":"secret already exists","source":"cmd/create.go:33"`])
      : ends(0, [missing, `"level":"info","msg":"creating new secret","source":"cmd/create.go:28"`]);
  if (!hasSecret)
    return ends(1, [missing, `"level":"fatal","msg":"no secret with '${secretName}' in '${namespace}'","source":"cmd/patch.go:180"`]);
  const how = `mutating=${patchMutating}, validating=${patchValidating}, failurePolicy=${failurePolicy}`;
  return ends(0, [
    `"level":"info","msg":"patching webhook configurations '${webhookName}' ${how}","source":"k8s/k8s.go:118"`,
    `"level":"info","msg":"Patched hook(s)","source":"k8s/k8s.go:138"`,
  ]);
}

/** Whether the secret was there when the process looked for it; how a process ended says so of one that is over. */
function foundSecret(view: ContainerView, namespace: string, name: string): boolean {
  const { pod, container, startedAt, lister } = view;
  const status = pod.status?.containerStatuses?.find((one) => one.name === container.name);
  const ended = [status?.state?.terminated, status?.lastState?.terminated].find(
    (one) => one && parseRfc3339(one.startedAt ?? "") === startedAt,
  );
  const secret = lister.get("secrets", namespace, name);
  if (certgenFlags(view).command === "patch" && ended) return ended.exitCode === 0;
  const created = parseRfc3339(secret?.metadata.creationTimestamp ?? "");
  // The one that the process itself has made is not yet there when it looks.
  return created !== undefined && (certgenFlags(view).command === "patch" || created < startedAt);
}
