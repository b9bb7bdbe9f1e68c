import type { KubectlEnv } from "../env.ts";

const NAMES: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** What kustomize says of a directory without a kustomization; undefined for one that holds one. */
// sigs.k8s.io/kustomize/api/internal/target/kusttarget.go loadKustFile
export function missingKustomization(env: KubectlEnv, directory: string): string | undefined {
  if (NAMES.some((name) => env.files.kind(`${directory}/${name}`) === "file")) return undefined;
  const where = absolute(env.variable("PWD") ?? env.home, directory);
  return `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${where}'`;
}

function absolute(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
