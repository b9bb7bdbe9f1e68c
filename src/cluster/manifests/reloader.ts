import manifest from "../../../fixtures/addons/reloader.yaml" with { type: "text" };

// YAML that is imported as text has no type of its own.
const text: string = manifest;

/** The manifest of a release of stakater/Reloader from 1.0 on (`v1.0.41`; the default branch is read as that); undefined for other files. */
export function reloaderManifest(ref: string, path: string): string | undefined {
  if (path !== "deployments/kubernetes/reloader.yaml") return undefined;
  if (ref === "master") return text;
  const [, version] = /^v(1\.\d+\.\d+)$/.exec(ref) ?? [];
  return version === undefined ? undefined : text.replaceAll("1.0.41", version);
}
