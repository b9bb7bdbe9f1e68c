/** A repository's files by their path in it. Read when somebody clones it. */
type Files = Readonly<Record<string, string>>;

/** Repositories that labs clone. */
const REPOSITORIES: Readonly<Record<string, () => Promise<Files>>> = {
  "sysnet4admin/_Book_k8sInfra": async () => (await import("./manifests/book.ts")).BOOK_FILES,
  "internal-k8s/_Book_k8sInfra": async () => (await import("./manifests/book.ts")).BOOK_FILES,
  "sysnet4admin/_Lecture_k8s_starter.kit": async () => (await import("./manifests/starter-kit.ts")).STARTER_KIT_FILES,
  "kubernetes-sigs/metrics-server": async () => (await import("./manifests/metrics-server.ts")).metricsServerTree(),
  "kubernetes-incubator/metrics-server": async () => (await import("./manifests/metrics-server.ts")).metricsServerTree(),
  "whatwant-school/kubernetes": async () => (await import("./manifests/whatwant.ts")).WHATWANT_FILES,
};

/** `OWNER/NAME` of each repository whose files are here. */
export function repositoryNames(): string[] {
  return Object.keys(REPOSITORIES);
}

/** The files of a repository by its URL, as `https://github.com/OWNER/NAME.git` or `git@github.com:OWNER/NAME`; undefined for all others. */
export async function repositoryFiles(url: string): Promise<Files | undefined> {
  const name = /github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? "";
  return Object.hasOwn(REPOSITORIES, name) ? REPOSITORIES[name]?.() : undefined;
}
