import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { bookFile } from "../../../src/cluster/book-files.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import type { createWorld } from "../nodes/world.ts";

/** Objects of a manifest. */
export function objectsOf(yaml: string): KubeObject[] {
  return splitYamlDocuments(yaml)
    .map(({ text }) => parseYaml(text) as unknown as KubeObject | null)
    .filter((object) => object !== null);
}

/** Creates the objects of one of the book's files. */
export function applyBook(world: ReturnType<typeof createWorld>, path: string): KubeObject[] {
  const text = bookFile(`/root/_Book_k8sInfra/ch3/${path}`);
  if (text === undefined) throw new Error(`the book has no ${path} here`);
  return objectsOf(text).map((object) => world.create(object));
}
