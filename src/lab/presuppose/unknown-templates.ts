import { OLDEST_KUBECTL } from "../compare/older-kubectl.ts";
import type { DrawBinder } from "../draws/binder.ts";
import { isImplied } from "../performance/implied.ts";
import { isShownFile, type TranscriptItem } from "../transcript.ts";

/** The deployments that were put in without all of their template being known. */
export function unknownTemplates(items: readonly TranscriptItem[]): Set<string> {
  return new Set(items.flatMap((item) => (isShownFile(item) || isImplied(item) ? (item.unknownTemplates ?? []) : [])));
}

/** `web-5d9f8c7b4d`, `web-5d9f8c7b4d-x2x4z`, `web-5d9f8c7b4d-` of `generateName`: deployment, hash, drawn letters. */
const NAME = /^([a-z0-9][a-z0-9.-]*)-([a-z0-9]{6,10})(-[bcdfghjklmnpqrstvwxz2456789]{5}|-)?$/;
/** What stands around names and hashes: `pod/NAME`, `"NAME"`, `app=web,pod-template-hash=HASH`. */
const AROUND = /[/"=,:]+/;

/**
 * The reason for a name that differs in the hash of a template alone, where no document shows that template: nobody can compute it. Each hash of the
 * document stands for one of the cluster's, and the other way round; commands that name it mean the cluster's. A hash alone is excused once a name
 * has shown what it stands for. `older`: the document's cluster is of a version whose hashes k8sim does not know.
 */
export function hashExcuse(
  templates: ReadonlySet<string>,
  binder: DrawBinder,
  older = false,
): (shown: string, actual: string) => string | undefined {
  const toActual = new Map<string, string>();
  const toShown = new Map<string, string>();

  function reasonFor(name: string, hash: string): string {
    if (!templates.has(name)) return `Kubernetes before ${OLDEST_KUBECTL} has another hash for the template of ${name}: ${hash}`;
    return `the document never shows the template of ${name}: its hash ${hash} cannot be computed`;
  }

  function ofName(shown: string, actual: string): string | undefined {
    const [ours, theirs] = [NAME.exec(shown), NAME.exec(actual)];
    const [, name = "", hash = "", letters] = ours ?? [];
    if (!ours || !theirs || name !== theirs[1] || !(older || templates.has(name))) return undefined;
    if (letters?.length !== theirs[3]?.length) return undefined;
    const [own, other] = [`${name} ${hash}`, `${name} ${theirs[2] ?? ""}`];
    if ((toActual.get(own) ?? other) !== other || (toShown.get(other) ?? own) !== own) return undefined;
    toActual.set(own, other);
    toShown.set(other, own);
    if ((letters ?? "-") !== "-") binder.take({ kind: "name", shown, actual });
    return reasonFor(name, hash);
  }

  function ofHash(shown: string, actual: string): string | undefined {
    const name = [...toActual].find(([own, other]) => own.endsWith(` ${shown}`) && other.endsWith(` ${actual}`))?.[0].split(" ")[0];
    return name === undefined ? undefined : reasonFor(name, shown);
  }

  return (shown, actual) => {
    const [ours, theirs] = [shown, actual].map((text) => text.split(AROUND).filter((part) => part !== "")) as [string[], string[]];
    if (ours.length !== theirs.length) return undefined;
    const reasons = ours.flatMap((part, index) => {
      const other = theirs[index] ?? "";
      return part === other ? [] : [ofName(part, other) ?? ofHash(part, other)];
    });
    return reasons.length > 0 && reasons.every((each) => each !== undefined) ? [...new Set(reasons)].join("; ") : undefined;
  };
}
