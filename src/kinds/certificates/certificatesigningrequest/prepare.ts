import { formatRfc3339 } from "../../../base/rfc3339.ts";
import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import type { CertificateSigningRequest, SigningRequestCondition } from "./types.ts";

const DECISIONS = ["Approved", "Denied"];

/** Who asks is what the server knows, whatever the request says. */
// pkg/registry/certificates/certificates/strategy.go PrepareForCreate, 1.20
export function prepareNewRequest(object: Draft, { user }: RequestContext): void {
  const request = object as CertificateSigningRequest;
  const { username: _name, uid: _uid, groups: _groups, extra: _extra, ...spec } = request.spec;
  request.spec = {
    ...spec,
    username: user.name,
    ...(user.uid ? { uid: user.uid } : {}),
    ...(user.groups.length > 0 ? { groups: [...user.groups] } : {}),
    ...(user.extra ? { extra: Object.fromEntries(Object.entries(user.extra).map(([key, values]) => [key, [...values]])) } : {}),
  };
  request.status = {};
}

/** A request never changes; its approval subresource takes conditions alone, its status all but a decision. */
// strategy.go PrepareForUpdate of the three strategies, 1.20
export function prepareRequestUpdate(object: Draft, old: KubeObject, context: RequestContext): void {
  const request = object as CertificateSigningRequest;
  const before = old as CertificateSigningRequest;
  request.spec = before.spec;
  switch (context.subresource) {
    case "status":
      keepDecisions(request, before, splitApiVersion(context.apiVersion ?? "").version !== "v1");
      return fillTimes(request, before, context.now());
    case "approval": {
      fillTimes(request, before, context.now());
      const { conditions: _before, ...rest } = before.status ?? {};
      const { conditions } = request.status ?? {};
      request.status = { ...rest, ...(conditions ? { conditions } : {}) };
      return;
    }
    default:
      if (before.status) request.status = before.status;
      else delete request.status;
  }
}

/** Decisions stay as they were; an old client that adds or removes one changes no condition at all. */
function keepDecisions(request: CertificateSigningRequest, before: CertificateSigningRequest, isOldClient: boolean): void {
  const of = ({ status }: CertificateSigningRequest, type: string) => (status?.conditions ?? []).filter((one) => one.type === type);
  const isSame = (type: string) => of(request, type).length === of(before, type).length;
  if (!request.status?.conditions) return;
  if (isOldClient && !DECISIONS.every(isSame)) {
    request.status = { ...request.status, conditions: before.status?.conditions ?? [] };
    return;
  }
  for (const type of DECISIONS.filter(isSame)) {
    const kept = of(before, type);
    request.status.conditions = request.status.conditions.map((one) => (one.type === type ? (kept.shift() ?? one) : one));
  }
}

function fillTimes({ status }: CertificateSigningRequest, before: CertificateSigningRequest, nowMs: number): void {
  const now = formatRfc3339(nowMs);
  const sinceWhen = (condition: SigningRequestCondition): string =>
    before.status?.conditions?.find((one) => one.type === condition.type && one.status === condition.status && one.lastTransitionTime)
      ?.lastTransitionTime ?? now;
  if (!status?.conditions) return;
  status.conditions = status.conditions.map((condition) => ({
    ...condition,
    lastUpdateTime: condition.lastUpdateTime || now,
    lastTransitionTime: condition.lastTransitionTime || sinceWhen(condition),
  }));
}
