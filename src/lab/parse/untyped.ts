import type { Draft } from "./draft.ts";

/** Commands by the heads of what they print, for lists of the default namespace. */
const PRINTED_BY: readonly (readonly [head: RegExp, command: string])[] = [
  [/^NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE +SELECTOR$/, "kubectl get services -o wide"],
  [/^NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE$/, "kubectl get services"],
  [/^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE\b/, "kubectl get pods -o wide"],
  [/^NAME +READY +STATUS +RESTARTS +AGE$/, "kubectl get pods"],
  [/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE$/, "kubectl get deployments"],
  [/^NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP\b/, "kubectl get nodes -o wide"],
  [/^NAME +STATUS +ROLES +AGE +VERSION$/, "kubectl get nodes"],
  [/^NAME +CPU\(cores\) +MEMORY\(bytes\)$/, "kubectl top pods"],
  [/^NAME +REFERENCE +TARGETS\b/, "kubectl get hpa"],
];

/** Commands that change something and print no table. */
const CHANGES =
  /^(?:kubectl|k)\s+(?:create|run|expose|apply|delete|scale|autoscale|set|edit|patch|label|annotate|cordon|uncordon|replace|rollout\s+(?:undo|restart|status))\b(?!.*(?:--dry-run|\s-o\b|&&|;|\|))/;

/**
 * A table behind a command that prints none was printed by another one, which the document does not show: it gets a step of its own. The command is
 * the one by which the document has shown such a table before, else kubectl's plain one.
 */
export function untypedLists(drafts: readonly Draft[]): { readonly of: Draft; readonly draft: Draft }[] {
  const seen = new Map<string, string>();
  return drafts.flatMap((draft) => {
    const head = draft.expected.findIndex(({ text }) => /^NAME {2,}/.test(text));
    const title = draft.expected[head]?.text.trimEnd() ?? "";
    const key = title.replace(/ +/g, " ");
    if (head < 0) return [{ of: draft, draft }];
    if (!CHANGES.test(draft.command) && draft.shell !== "powershell") {
      seen.set(key, draft.command);
      return [{ of: draft, draft }];
    }
    const command = seen.get(key) ?? ofKinds(draft) ?? PRINTED_BY.find(([form]) => form.test(title))?.[1];
    if (command === undefined) return [{ of: draft, draft }];
    const line = draft.expected[head]?.line ?? draft.line;
    const list: Draft = { line, command, mended: title, shell: "sh", terminal: "", expected: draft.expected.slice(head) };
    return [
      { of: draft, draft: { ...draft, expected: draft.expected.slice(0, head) } },
      { of: draft, draft: list },
    ];
  });
}

/** The list of all kinds whose objects stand there, `pod/web`, in the order of their tables. */
function ofKinds({ expected }: Draft): string | undefined {
  const kinds = [...new Set(expected.flatMap(({ text }) => /^([a-z]+(?:\.[a-z0-9.]+)?)\/\S+ {2,}\S/.exec(text)?.[1] ?? []))];
  return kinds.length === 0 ? undefined : `kubectl get ${kinds.join(",")}`;
}
