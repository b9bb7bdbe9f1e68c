import { OLDEST_KUBECTL } from "../compare/older-kubectl.ts";
import type { DrawBinder } from "../draws/binder.ts";
import { isImplied } from "../performance/implied.ts";
import { isShownFile, type TranscriptItem } from "../transcript.ts";

/** The deployments that were put in without all of their template being known. */
export function unknownTemplates(items: readonly TranscriptItem[]): Set<string> {
  return new Set(items.flatMap((item) => (isShownFile(item) || isImplied(item) ? (item.unknownTemplates ?? []) : [])));
}

/** `web-5d9f8c7b4d`, `pod/web-5d9f8c7b4d-x2x4z`: kind, deployment, hash, drawn letters. */
const NAME = /^((?:[a-z.]+\/)?)([a-z0-9][a-z0-9.-]*)-([a-z0-9]{6,10})(-[bcdfghjklmnpqrstvwxz2456789]{5})?$/;

/**
 * The reason for a name that differs in the hash of a template alone, where no document shows that template: nobody can compute it. Each hash of the
 * document stands for one of the cluster's, and the other way round; commands that name it mean the cluster's. `older`: the document's cluster is of
 * a version whose hashes k8sim does not know.
 */
export function hashExcuse(
  templates: ReadonlySet<string>,
  binder: DrawBinder,
  older = false,
): (shown: string, actual: string) => string | undefined {
  const toActual = new Map<string, string>();
  const toShown = new Map<string, string>();
  return (shown, actual) => {
    const [ours, theirs] = [NAME.exec(shown), NAME.exec(actual)];
    const [, kind, name = "", hash = "", letters] = ours ?? [];
    if (!ours || !theirs || kind !== theirs[1] || name !== theirs[2] || !(older || templates.has(name))) return undefined;
    if ((letters === undefined) !== (theirs[4] === undefined)) return undefined;
    const [own, other] = [`${name} ${hash}`, `${name} ${theirs[3] ?? ""}`];
    if ((toActual.get(own) ?? other) !== other || (toShown.get(other) ?? own) !== own) return undefined;
    toActual.set(own, other);
    toShown.set(other, own);
    if (letters !== undefined) binder.take({ kind: "name", shown: withoutKind(shown), actual: withoutKind(actual) });
    if (!templates.has(name)) return `Kubernetes before ${OLDEST_KUBECTL} has another hash for the template of ${name}: ${hash}`;
    return `the document never shows the template of ${name}: its hash ${hash} cannot be computed`;
  };
}

function withoutKind(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
