import type { KubectlEnv } from "../env.ts";
import { klogLine } from "../klog.ts";
import { openDisk } from "./disk.ts";
import { KustomizeError, UnprintableError } from "./errors.ts";
import { openLoader } from "./loader.ts";

/** What `kubectl kustomize` lets its user choose. */
export interface BuildOptions {
  /** --load-restrictor=LoadRestrictionsNone: files may lie outside of the kustomization's root. */
  readonly unrestricted?: boolean;
  /** --reorder=none: objects stay in the order of the kustomization. */
  readonly keepsOrder?: boolean;
  /** --enable-managedby-label */
  readonly managedBy?: boolean;
  /** --enable-helm */
  readonly inflatesCharts?: boolean;
}

/**
 * The YAML stream that a kustomization directory comes to, in the words and the order of the kustomize inside this kubectl.
 * Warnings go to stderr at once. Throws KustomizeError with kustomize's text, PlainError for what k8sim leaves out.
 */
export async function buildKustomization(env: KubectlEnv, path: string, options: BuildOptions = {}): Promise<string> {
  const generation = env.release.value("kustomizeEngine");
  const loader = openLoader(openDisk(env), path, {
    generation,
    longRootErrors: env.release.has("kustomizeLongRootErrors"),
    unrestricted: options.unrestricted === true,
  });
  if (generation === "v2") return (await import("./v2/build.ts")).buildV2(env, loader, (line) => log(env, line));
  const { buildV4 } = await import("./v4/build.ts");
  try {
    return buildV4(env, loader, { ...options, log: (line) => log(env, line) });
  } catch (error) {
    if (error instanceof UnprintableError) throw new KustomizeError(`map[string]interface {}(nil): ${error.message}`);
    throw error;
  }
}

/** A line of Go's log package, which kubectl sends to its own log. */
function log(env: KubectlEnv, line: string): void {
  env.stderr(klogLine(env, "I", env.release.value("kustomizeLogPlace"), line));
}
