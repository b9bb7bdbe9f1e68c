import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { play } from "./play.ts";

/** Documents of several kinds, each on clusters of three other seeds that draw for themselves. */
test.each([
  ["fixtures/labs/3.3.1.md", "book"],
  ["fixtures/labs/3.3.4.md", "book"],
  ["fixtures/labs/metallb-013.md", "metallb-013"],
  ["fixtures/labs/course-ingress.md", "kubespray"],
])(
  "%s holds on clusters that draw for themselves: the document's draws stand for theirs",
  async (file, profile) => {
    const text = readFileSync(path.resolve(import.meta.dir, "../..", file), "utf8");
    for (const seed of [7, 8, 9]) {
      const report = await play(file, text, profile, { seed, fresh: true });
      expect(
        report.items.filter(({ status }) => status === "differs" || status === "unsupported").map(({ item, why }) => [item.line, why]),
      ).toEqual([]);
    }
  },
  60_000,
);

test("fresh clusters catch what does not follow, and names that do not stand for the same thing everywhere", async () => {
  const text = [
    "```",
    "$ kubectl create deployment np-pods --image=sysnet4admin/echo-hname",
    "deployment.apps/np-pods created",
    "$ kubectl get pods",
    "NAME                       READY   STATUS    RESTARTS   AGE",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s",
    "$ kubectl get pods -o name",
    "pod/np-pods-5767d54d4b-vvvrx",
    "$ kubectl get pods -o name",
    "pod/np-pods-5767d54d4c-vvvrm",
    "```",
  ].join("\n");
  const { items } = await play("names.md", text, "book", { seed: 5, fresh: true });
  expect(items.map(({ status }) => status)).toEqual(["equal", "equal", "differs", "differs"]);
  expect(items[3]?.why).toContain("hash 5767d54d4c does not follow from the template of np-pods: 5767d54d4b");
}, 30_000);
