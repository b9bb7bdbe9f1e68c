/** Whether kustomize 2.0 would clone a path from a repository instead of looking on the disk. pkg/git/repospec.go */
export function isRepositoryV2(path: string): boolean {
  if (path.startsWith("/")) return false;
  let rest = path;
  let host = "";
  for (const prefix of ["git::", "gh:", "ssh://", "https://", "http://", "git@", "github.com:", "github.com/"]) {
    if (prefix.length < rest.length && rest.toLowerCase().startsWith(prefix)) {
      rest = rest.slice(prefix.length);
      host += prefix;
    }
  }
  if (host === "") return false;
  if (host === "git@" || /(?:ssh|https?):\/\/$/.test(host)) {
    const cut = rest.indexOf("/") >= 0 ? rest.indexOf("/") : host === "git@" ? rest.indexOf(":") : -1;
    rest = rest.slice(cut + 1);
  }
  return rest.includes(".git") ? rest.indexOf(".git") > 0 : rest.indexOf("/") >= 1;
}

/** Whether kustomize 4 and 5 would clone a path from a repository. api/internal/git/repospec.go NewRepoSpecFromURL */
export function isRepository(path: string): boolean {
  if (path.startsWith("/")) return false;
  const bare = (path.split("?")[0] ?? "").replace(/^git::/i, "");
  const scheme = /^(?:ssh|https?|file):\/\//i.exec(bare)?.[0].toLowerCase() ?? "";
  const afterScheme = bare.slice(scheme.length);
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(afterScheme)?.[0] ?? "";
  const rest = afterScheme.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  if (scheme === "" && user === "" && !isGithub) return false;
  if (scheme === "file://") return rest !== "";
  const cut = rest.search(scheme === "" ? /[/:]/ : /\//);
  const repository = cut < 0 ? "" : rest.slice(cut + 1);
  return /_git\/|\/\/|\.git/.test(repository) || repository.split("/").length >= 2;
}

/** A path that is read over HTTP. */
export function isUrl(path: string): boolean {
  return /^https?:/i.test(path);
}
