import { describe, expect, test } from "bun:test";
import type { LabReport } from "../../src/lab/report/types.ts";
import { playUserDocument, USER_DOCUMENTS, userDocument } from "./user-documents.ts";

function wrongIn({ items }: LabReport): unknown[] {
  const wrong = items.filter(({ status }) => status === "differs" || status === "unsupported");
  return wrong.map(({ item, status, why }) => [item.line, status, why]);
}

describe.skipIf(USER_DOCUMENTS.length === 0)("users' documents", () => {
  test.each(USER_DOCUMENTS)(
    "%s: every output is what its document shows, or is excused",
    async (file) => expect(wrongIn(await playUserDocument(file, userDocument(file)))).toEqual([]),
    60_000,
  );

  test.each(USER_DOCUMENTS.flatMap((file) => [2, 3, 4].map((seed) => [file, seed] as const)))(
    "%s on a cluster with names, addresses and ports of its own, seed %i",
    async (file, seed) => expect(wrongIn(await playUserDocument(file, userDocument(file), { seed, fresh: true }))).toEqual([]),
    60_000,
  );
});
