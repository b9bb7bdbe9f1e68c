import files from "../../../fixtures/repositories/whatwant-school-kubernetes.yaml" with { type: "yaml" };

/** Files of the course's repository (github.com/whatwant-school/kubernetes), by their path in it. */
export const WHATWANT_FILES = files as Readonly<Record<string, string>>;
