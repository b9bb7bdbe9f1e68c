import files from "../../../fixtures/repositories/kubernetes-examples.yaml" with { type: "yaml" };

const EXAMPLES = files as Readonly<Record<string, string>>;

/** A manifest of kubernetes.io's pages by its path behind `/examples/`; undefined for those that are not here. */
export function kubernetesExample(path: string): string | undefined {
  return Object.hasOwn(EXAMPLES, path) ? EXAMPLES[path] : undefined;
}
