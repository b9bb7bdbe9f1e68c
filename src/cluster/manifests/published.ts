/** A file of a public repository at a tag, or one that belongs to a release of it (`release: true`). */
interface PublishedFile {
  /** `metallb/metallb` */
  readonly repository: string;
  readonly ref: string;
  readonly path: string;
  readonly release: boolean;
}

/** Finds a repository's manifest; undefined for what is not here. Loaded when somebody asks for the repository. */
type Publisher = (file: PublishedFile) => Promise<string | undefined>;

/** Names that a project's repository had before: github.com leads from there to where it is now. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  "google/metallb": "metallb/metallb",
  "danderson/metallb": "metallb/metallb",
  "kubernetes-incubator/metrics-server": "kubernetes-sigs/metrics-server",
};

/** Projects whose manifests people apply by their URL. */
const PUBLISHERS: Readonly<Record<string, Publisher>> = {
  "metallb/metallb": async ({ ref, path, release }) => (release ? undefined : (await import("./metallb.ts")).metallbManifest(ref, path)),
  "kubernetes/ingress-nginx": async ({ ref, path, release }) =>
    release ? undefined : (await import("./ingress-nginx.ts")).ingressNginxManifest(ref, path),
  "kubernetes-sigs/metrics-server": async ({ ref, path, release }) =>
    release
      ? (await import("./metrics-server.ts")).metricsServerManifest(ref, path)
      : (await import("./metrics-server.ts")).metricsServerTree()[path],
  "kubernetes/dashboard": async ({ ref, path, release }) =>
    release ? undefined : (await import("./dashboard.ts")).dashboardManifest(ref, path),
  "flannel-io/flannel": async ({ ref, path }) => (await import("./flannel.ts")).flannelManifest(ref, path),
  "coreos/flannel": async ({ ref, path }) => (await import("./flannel.ts")).coreosFlannelManifest(ref, path),
  "rancher/local-path-provisioner": async ({ ref, path, release }) =>
    release ? undefined : (await import("./local-path.ts")).localPathManifest(ref, path),
  "weaveworks/weave": async ({ ref, path, release }) => (release ? (await import("./weave.ts")).weaveManifest(ref, path) : undefined),
  "kubernetes-sigs/gateway-api": async ({ ref, path, release }) =>
    release ? (await import("./gateway.ts")).gatewayApiManifest(ref, path) : undefined,
  "nginx/nginx-gateway-fabric": async ({ ref, path, release }) =>
    release ? undefined : (await import("./gateway.ts")).nginxGatewayManifest(ref, path),
  "kubernetes-sigs/nfs-subdir-external-provisioner": async ({ path, release }) =>
    release ? undefined : (await import("./nfs.ts")).subdirManifest(path),
  "kubernetes-csi/csi-driver-nfs": async ({ path, release }) => (release ? undefined : (await import("./nfs.ts")).csiNfsManifest(path)),
  "stakater/Reloader": async ({ ref, path, release }) =>
    release ? undefined : (await import("./reloader.ts")).reloaderManifest(ref, path),
  "kubernetes/website": async ({ path, release }) => {
    const inside = /^content\/\w+\/examples\/(.+)$/.exec(path)?.[1];
    return release || inside === undefined ? undefined : (await import("./kubernetes-examples.ts")).kubernetesExample(inside);
  },
  "sysnet4admin/_Lecture_k8s_starter.kit": async ({ path, release }) =>
    release ? undefined : (await import("./starter-kit.ts")).STARTER_KIT_FILES[path],
  "sysnet4admin/_Book_k8sInfra": async ({ path, release }) => (release ? undefined : (await import("./book.ts")).BOOK_FILES[path]),
};

/**
 * The manifest that a project publishes at a well-known URL: raw.githubusercontent.com, github.com's raw and blob forms, files of a
 * release, kubernetes.io's examples. Undefined for every other URL; k8sim asks no network.
 */
export async function publishedManifest(url: string): Promise<string | undefined> {
  const file = fileOf(url);
  return file && PUBLISHERS[FORMER_NAMES[file.repository] ?? file.repository]?.(file);
}

function fileOf(url: string): PublishedFile | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  // What Weave's own host gave out for any version of Kubernetes, until it closed in 2022.
  if (hostname === "cloud.weave.works" && /^\/k8s\/(?:net|v[\d.]+\/net\.yaml)$/.test(pathname))
    return { repository: "weaveworks/weave", ref: "latest", path: "weave-daemonset-k8s.yaml", release: true };
  const [owner = "", name = "", ...rest] = decoded(pathname).split("/").slice(1);
  const repository = `${owner}/${name}`;
  const example = /^(?:www\.)?(?:k8s|kubernetes)\.io$/.test(hostname) ? /^\/(?:\w+\/)?examples\/(.+)$/.exec(pathname)?.[1] : undefined;
  if (example !== undefined)
    return { repository: "kubernetes/website", ref: "main", path: `content/en/examples/${example}`, release: false };
  if (hostname === "raw.githubusercontent.com") return atRef(repository, rest);
  if (hostname !== "github.com") return undefined;
  const [form, ...inside] = rest;
  if (form === "raw" || form === "blob") return atRef(repository, inside);
  const [kind, tag = "", file = ""] = inside;
  if (form !== "releases") return undefined;
  if (kind === "download") return { repository, ref: tag, path: file, release: true };
  return kind === "latest" && tag === "download" ? { repository, ref: "latest", path: file, release: true } : undefined;
}

/** A path without its percent signs; as it stands where they are no text (`%E0`). */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `v0.13.9/config/…`, or with the ref in full: `refs/tags/v0.13.9/config/…`. */
function atRef(repository: string, parts: readonly string[]): PublishedFile {
  const [ref = "", ...path] = parts[0] === "refs" ? parts.slice(2) : parts;
  return { repository, ref, path: path.join("/"), release: false };
}
