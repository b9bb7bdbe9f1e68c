import type { ImageChange } from "./kustomization.ts";

/** An image reference taken apart. `tag` and `digest` come without their signs. */
interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** How a kustomize reads image references: as name and one suffix, or with tag and digest apart. */
export type ImageReading = "v2" | "suffix" | "apart";

const PATTERNS: Readonly<Record<ImageReading, string>> = {
  v2: "(:[a-zA-Z0-9_.-]*)?",
  suffix: "(@sha256)?(:[a-zA-Z0-9_.{}-]*)?",
  apart: "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?",
};

/** The image after a change of `images`; undefined when the change is for others. */
// api/filters/imagetag/updater.go, pkg/transformers/image.go
export function changedImage(image: string, change: ImageChange, reading: ImageReading): string | undefined {
  if (!isMatched(image, change.name ?? "", reading)) return undefined;
  return reading === "apart" ? changeApart(image, change) : changeSuffix(image, change, reading);
}

function isMatched(image: string, name: string, reading: ImageReading): boolean {
  try {
    return new RegExp(`^${name}${PATTERNS[reading]}$`).test(image);
  } catch {
    return false;
  }
}

function changeSuffix(image: string, { newName = "", newTag = "", digest = "" }: ImageChange, reading: ImageReading): string {
  const slash = Math.max(image.indexOf("/"), 0);
  const colon = image.lastIndexOf(":");
  const tagAt = colon > slash || (slash === 0 && colon >= 0) ? colon : -1;
  const digestAt = image.lastIndexOf("@");
  const atDigest = reading === "suffix" ? digestAt > 0 : tagAt < 0;
  const cut = tagAt < 0 && digestAt < 0 ? image.length : atDigest ? digestAt : tagAt;
  const suffix = digest !== "" ? `@${digest}` : newTag !== "" ? `:${newTag}` : image.slice(cut);
  return (newName === "" ? image.slice(0, cut) : newName) + suffix;
}

function changeApart(image: string, { newName = "", newTag = "", digest = "", tagSuffix = "" }: ImageChange): string {
  const parts = splitImage(image);
  let { tag, digest: kept } = parts;
  if (newTag !== "" || digest !== "") {
    tag = newTag;
    kept = digest;
  } else if (tagSuffix !== "") {
    tag += tagSuffix;
    kept = "";
  }
  const name = newName === "" ? parts.name : newName;
  return `${name}${tag === "" ? "" : `:${tag}`}${kept === "" ? "" : `@${kept}`}`;
}

function splitImage(image: string): ImageParts {
  const start = Math.max(image.indexOf("/"), 0);
  const at = image.indexOf("@", start);
  const colon = image.indexOf(":", start);
  if (at < 0 && colon < 0) return { name: image, tag: "", digest: "" };
  if (at >= 0 && (colon < 0 || at < colon)) return { name: image.slice(0, at), tag: "", digest: image.slice(at + 1) };
  const end = at < 0 ? image.length : at;
  return { name: image.slice(0, colon), tag: image.slice(colon + 1, end), digest: image.slice(end + 1) };
}
