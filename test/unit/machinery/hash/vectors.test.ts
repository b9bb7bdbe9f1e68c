import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../../src/base/json.ts";
import { podTemplateDump, podTemplateHash } from "../../../../src/machinery/hash/pod-template-hash.ts";
import { revisionData, statefulSetRevisionHash } from "../../../../src/machinery/hash/revision.ts";

// Vectors made with Kubernetes' own code, beside the project. Without them the tests next door still hold the known hashes.
const folder = join(import.meta.dir, "../../../../../shared/vectors");
const minorOf = (version: string): number => Number(version.split(".")[1]);

interface TemplateVector {
  id: string;
  k8sVersion: string;
  template: JsonObject;
  hash: string;
  hashCollision1: string;
  hashCollision2: string;
  spewDump?: string;
}

interface RevisionVector {
  id: string;
  kind: string;
  k8sVersion: string;
  collisionCount: number | null;
  template: JsonObject;
  data: string;
  hash: string;
}

function read<T>(name: string): T[] {
  const path = join(folder, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T[]) : [];
}

describe.skipIf(!existsSync(folder))("vectors", () => {
  for (const vector of read<TemplateVector>("pod-template-hash-A.json")) {
    test(`pod-template-hash ${vector.id} on ${vector.k8sVersion}`, () => {
      const minor = minorOf(vector.k8sVersion);
      if (vector.spewDump !== undefined) expect(podTemplateDump(vector.template, minor)).toBe(vector.spewDump);
      expect(podTemplateHash(vector.template, minor)).toBe(vector.hash);
      expect(podTemplateHash(vector.template, minor, 1)).toBe(vector.hashCollision1);
      expect(podTemplateHash(vector.template, minor, 2)).toBe(vector.hashCollision2);
    });
  }

  for (const vector of read<RevisionVector>("controller-revision-hash-A.json")) {
    test(`controller-revision-hash ${vector.id} of a ${vector.kind} on ${vector.k8sVersion}`, () => {
      const minor = minorOf(vector.k8sVersion);
      const data = revisionData(vector.template, { shortControlEscapes: minor >= 30 });
      const count = vector.collisionCount ?? undefined;
      expect(data).toBe(vector.data);
      const hash = vector.kind === "StatefulSet" ? statefulSetRevisionHash(data, count) : podTemplateHash(vector.template, minor, count);
      expect(hash).toBe(vector.hash);
    });
  }
});
