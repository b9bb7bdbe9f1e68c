import type { Draft } from "../../machinery/kind.ts";
import { resourceKey } from "../../machinery/object.ts";
import { addAmounts, exceededNames, growth, onlyNames, printAmounts, withoutZeros } from "../../machinery/quota/amounts.ts";
import { type Evaluator, evaluatorOf } from "../../machinery/quota/evaluator.ts";
import { unspecified } from "../../machinery/quota/pods.ts";
import { isInAllScopes, type Quota } from "../../machinery/quota/quota.ts";
import type { Store } from "../../machinery/store.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

const QUOTAS = "resourcequotas";

/** Notes in the draft's managedFields who has charged the live quota. `now` is epoch ms. */
export type TrackCharge = (live: Quota, draft: Draft, now: number) => void;

/** Charges what is created to the namespace's quotas, and refuses what would exceed one. */
// apiserver/pkg/admission/plugin/resourcequota, 1.20
export function resourceQuota(store: Store, track: TrackCharge): AdmissionPlugin {
  return {
    name: "ResourceQuota",
    scope: {},
    validate(request) {
      const { object, operation, namespace, subresource } = request;
      if (!object || namespace === "" || subresource !== "" || (operation !== "CREATE" && operation !== "UPDATE")) return;
      const evaluator = evaluatorOf(resourceKey(request.group, request.resource));
      if (operation === "UPDATE" && !evaluator.countsUpdates) return;
      const charged = charge(request, evaluator);
      if (request.context.dryRun) return;
      for (const { live, status } of charged) {
        const draft: Draft = { ...live, metadata: { ...live.metadata }, status };
        track(live, draft, request.context.now());
        store.put(QUOTAS, draft);
      }
    },
  };
}

/** A quota and what its status becomes. */
interface Charge {
  readonly live: Quota;
  readonly status: Quota["status"];
}

/** The quotas with the object's use added, or a refusal. */
function charge(request: AdmissionRequest, evaluator: Evaluator): Charge[] {
  const { context, object } = request;
  if (!object) return [];
  const quotas = (context.list(QUOTAS, { namespace: request.namespace }) as readonly Quota[]).filter((quota) =>
    concerns(request, quota, evaluator),
  );
  if (quotas.length === 0) return [];
  const usage = evaluator.usage(object, context.now());
  const delta = withoutZeros(request.old ? growth(usage, evaluator.usage(request.old, context.now())) : usage);
  if (Object.keys(delta).length === 0) return [];
  return quotas.map((quota) => chargeOne(request, quota, delta));
}

/** Whether a quota has a limit that this object may meet; refuses an object that does not say what it needs. */
function concerns(request: AdmissionRequest, quota: Quota, evaluator: Evaluator): boolean {
  const { object } = request;
  const limited = Object.keys(quota.status?.hard ?? {}).filter((name) => evaluator.counts(name));
  if (!object || limited.length === 0 || !isInAllScopes(quota, evaluator, object)) return false;
  const name = quota.metadata.name ?? "";
  if (evaluator.resource === "pods") {
    const missing = unspecified(object, limited);
    if (missing.size > 0) throw refusal(request, `failed quota: ${name}: must specify ${printMissing(missing, request)}`);
  }
  const used = quota.status?.used ?? {};
  if (!limited.every((one) => used[one] !== undefined))
    throw refusal(request, `status unknown for quota: ${name}, resources: ${[...limited].sort().join(",")}`);
  return true;
}

function printMissing(missing: ReadonlyMap<string, string[]>, { context }: AdmissionRequest): string {
  if (!context.release.has("quotaNamesContainers")) return [...missing.keys()].join(",");
  return [...missing].map(([name, containers]) => `${name} for: ${containers.join(",")}`).join("; ");
}

function chargeOne(request: AdmissionRequest, quota: Quota, delta: Record<string, string>): Charge {
  const hard = quota.status?.hard ?? {};
  const used = quota.status?.used ?? {};
  const requested = onlyNames(delta, new Set(Object.keys(hard)));
  const total = addAmounts(used, requested);
  const exceeded = new Set(exceededNames(onlyNames(total, new Set(Object.keys(requested))), hard));
  if (exceeded.size > 0) {
    const [asked, before, limit] = [requested, used, hard].map((amounts) => printAmounts(onlyNames(amounts, exceeded)));
    throw refusal(
      request,
      `exceeded quota: ${quota.metadata.name ?? ""}, requested: ${asked ?? ""}, used: ${before ?? ""}, limited: ${limit ?? ""}`,
    );
  }
  return { live: quota, status: { ...quota.status, used: total } };
}
