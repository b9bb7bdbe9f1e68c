/** The parts of an image's name. */
export interface ImageReference {
  /** `docker.io/library/nginx` */
  readonly full: string;
  /** As people write it: `nginx`, `sysnet4admin/echo-hname`, `quay.io/calico/node`. */
  readonly short: string;
  readonly tag: string;
  readonly digest?: string;
  /** Registry, `docker.io` when none is named. */
  readonly registry: string;
}

const PATTERN =
  /^(?:((?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+(?::\d+)?|localhost(?::\d+)?|[a-zA-Z0-9-]+:\d+)\/)?([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

const KNOWN_MAX = 1024;
const known = new Map<string, ImageReference | undefined>();

/** Reads an image name; undefined for one that no runtime would take (upper case, blanks, empty tag). */
export function parseImage(image: string): ImageReference | undefined {
  if (!known.has(image)) {
    // A thousand pods run one image.
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(image, parse(image));
  }
  return known.get(image);
}

function parse(image: string): ImageReference | undefined {
  const match = PATTERN.exec(image);
  if (!match) return undefined;
  const [, registry = "docker.io", repository = "", tag, digest] = match;
  const path = registry === "docker.io" && !repository.includes("/") ? `library/${repository}` : repository;
  const short = registry === "docker.io" ? path.replace(/^library\//, "") : `${registry}/${path}`;
  return { full: `${registry}/${path}`, short, tag: tag ?? "latest", registry, ...(digest ? { digest } : {}) };
}
