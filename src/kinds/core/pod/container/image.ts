const DOMAIN = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?))*(?::[0-9]+)?$/;
const REST =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::(\w[\w.-]{0,127}))?(@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$/;
const IDENTIFIER = /^[a-f0-9]{64}$/;

/**
 * The tag of an image reference: `latest` when it names neither tag nor digest, "" when only a digest or when it cannot
 * be read as a reference.
 */
// pkg/util/parsers/parsers.go ParseImageName, 1.20
export function imageTag(image: string): string {
  if (IDENTIFIER.test(image)) return "";
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  const hasDomain = first === "localhost" || first.includes(".") || first.includes(":");
  if (hasDomain && !DOMAIN.test(first)) return "";
  const match = REST.exec(hasDomain ? image.slice(slash + 1) : image);
  if (!match) return "";
  return match[1] ?? (match[2] === undefined ? "latest" : "");
}
