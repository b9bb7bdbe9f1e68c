import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../base/user-error.ts";
import { stateError } from "./state/state-error.ts";

/** The cluster that is made when there is none. */
export const DEFAULT_CLUSTER = "default";

/** Where a cluster keeps its files. */
export interface ClusterPaths {
  readonly directory: string;
  readonly state: string;
  readonly kubeconfig: string;
}

/** `$K8SIM_HOME`, else the platform's directory for a user's data. */
export function resolveHome(variables: Readonly<Record<string, string | undefined>>, platform: string = process.platform): string {
  const { K8SIM_HOME, XDG_DATA_HOME, LOCALAPPDATA } = variables;
  if (K8SIM_HOME) return K8SIM_HOME;
  const home = variables["HOME"] || process.getBuiltinModule("node:os").homedir();
  if (platform === "darwin") return join(home, "Library", "Application Support", "k8sim");
  if (platform === "win32") return join(LOCALAPPDATA || join(home, "AppData", "Local"), "k8sim");
  return join(XDG_DATA_HOME || join(home, ".local", "share"), "k8sim");
}

/** The files of a cluster, whether it exists or not. The name has been checked. */
export function clusterPaths(home: string, name: string): ClusterPaths {
  const directory = join(home, "clusters", name);
  return { directory, state: join(directory, "state.db"), kubeconfig: join(directory, "kubeconfig") };
}

/** Throws a UserError when a text is no name for a cluster: lower-case letters, digits and dashes, as Kubernetes names are. */
export function checkClusterName(name: string): void {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    throw new UserError(
      `"${name}" is no name for a cluster: use at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit`,
    );
  }
}

/** Names of all clusters, sorted. */
export function clusterNames(home: string): string[] {
  const directory = join(home, "clusters");
  if (!existsSync(directory)) return [];
  return onDisk(directory, () =>
    readdirSync(directory).filter((name) => !name.startsWith(".") && existsSync(clusterPaths(home, name).state)),
  ).sort();
}

/** The cluster in use: the one that was chosen, else the only one or the first; undefined when there is none. */
export function currentCluster(home: string): string | undefined {
  const chosen = readCurrent(home);
  if (chosen !== undefined && existsSync(clusterPaths(home, chosen).state)) return chosen;
  return clusterNames(home)[0];
}

/** Makes an existing cluster the one in use. */
export function useCluster(home: string, name: string): void {
  requireCluster(home, name);
  const path = join(home, "current");
  onDisk(path, () => {
    // Another process sees the old name or the new one, never half of it.
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, `${name}\n`);
    renameSync(temporary, path);
  });
}

/** Removes a cluster and all it held. */
export function deleteCluster(home: string, name: string): void {
  requireCluster(home, name);
  const { directory } = clusterPaths(home, name);
  onDisk(directory, () => {
    const trash = join(home, "clusters", `.${name}.deleted-${process.pid}`);
    renameSync(directory, trash);
    rmSync(trash, { recursive: true });
    if (readCurrent(home) === name) rmSync(join(home, "current"), { force: true });
  });
}

/** Throws a UserError that names the clusters there are, when this one is not among them. */
export function requireCluster(home: string, name: string): void {
  checkClusterName(name);
  if (existsSync(clusterPaths(home, name).state)) return;
  const names = clusterNames(home);
  const known = names.length > 0 ? `clusters: ${names.join(", ")}` : `make it with "k8sim cluster create ${name}"`;
  throw new UserError(`no cluster "${name}"; ${known}`);
}

/** Makes a directory for a cluster in the making, beside where it will stand. */
export function makeStaging(home: string, name: string): ClusterPaths {
  const paths = clusterPaths(home, `.${name}.new-${process.pid}`);
  onDisk(paths.directory, () => {
    rmSync(paths.directory, { recursive: true, force: true });
    mkdirSync(paths.directory, { recursive: true });
  });
  return paths;
}

/** Puts a finished cluster where it belongs, in place of what was there. False when another process was faster and nothing is to be replaced. */
export function publish(home: string, name: string, staging: ClusterPaths, replace: boolean): boolean {
  const { directory } = clusterPaths(home, name);
  return onDisk(directory, () => {
    if (replace && existsSync(directory)) {
      const old = join(home, "clusters", `.${name}.old-${process.pid}`);
      renameSync(directory, old);
      renameSync(staging.directory, directory);
      rmSync(old, { recursive: true });
      return true;
    }
    if (existsSync(directory)) return false;
    try {
      renameSync(staging.directory, directory);
      return true;
    } catch (error) {
      if (existsSync(directory)) return false;
      throw error;
    }
  });
}

/** Removes what is left of a cluster that was not finished. */
export function discardStaging(staging: ClusterPaths): void {
  rmSync(staging.directory, { recursive: true, force: true });
}

function readCurrent(home: string): string | undefined {
  try {
    return readFileSync(join(home, "current"), "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Runs something that uses files; what the system refuses is a UserError that names the path. */
export function onDisk<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw stateError(error, path);
  }
}
