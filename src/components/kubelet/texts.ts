import { formatGoDuration } from "../../base/go-duration.ts";
import type { ImageReference } from "../../images/reference.ts";
import type { PullTime } from "./pull-time.ts";
import type { PullRefusal } from "../../machinery/faults.ts";
import type { Release } from "../../release/release.ts";

export type Runtime = "containerd" | "docker";

/** What the runtime says when a registry has no such image. facts/kubelet.md 4 */
export function pullError(runtime: Runtime, image: string, reference: ImageReference, why: "no-repository" | "no-tag"): string {
  const { short, full, tag } = reference;
  if (runtime === "docker") {
    const text =
      why === "no-repository"
        ? `pull access denied for ${short}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`
        : `manifest for ${image.includes(":") ? image : `${image}:latest`} not found: manifest unknown: manifest unknown`;
    return `rpc error: code = Unknown desc = Error response from daemon: ${text}`;
  }
  const name = `${full}:${tag}`;
  const failed = `failed to pull and unpack image "${name}": failed to resolve reference "${name}": `;
  return why === "no-repository"
    ? `rpc error: code = Unknown desc = ${failed}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`
    : `rpc error: code = NotFound desc = ${failed}${name}: not found`;
}

const LIMIT =
  "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit";

/** What the runtime says of a registry that refuses for another reason: to this client, for now, or that it cannot be reached. */
export function refusedText(runtime: Runtime, image: string, reference: ImageReference, why: PullRefusal): string {
  if (why === "denied" || why === "no-tag") return pullError(runtime, image, reference, why === "denied" ? "no-repository" : "no-tag");
  const { full, tag } = reference;
  const path = full.replace(/^docker\.io\//, "");
  if (runtime === "docker") {
    const text =
      why === "rate-limit"
        ? LIMIT
        : "Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)";
    return `rpc error: code = Unknown desc = Error response from daemon: ${text}`;
  }
  const manifest = `https://registry-1.docker.io/v2/${path}/manifests/${tag}`;
  const failed = `failed to pull and unpack image "${full}:${tag}": `;
  const text =
    why === "rate-limit"
      ? `failed to copy: httpReadSeeker: failed open: unexpected status code ${manifest}: 429 Too Many Requests - Server message: ${LIMIT}`
      : `failed to resolve reference "${full}:${tag}": failed to do request: Head "${manifest}": dial tcp: lookup registry-1.docker.io: i/o timeout`;
  return `rpc error: code = Unknown desc = ${failed}${text}`;
}

/** What the runtime says when the command is no program: the event's text and the container's state. recording v-restarts */
export function startError(
  runtime: Runtime,
  container: string,
  command: string,
): { event: string; reason: string; message: string; exitCode: number } {
  if (runtime === "docker") {
    const message = `oci runtime error: container_linux.go:235: starting container process caused "exec: \\"${command}\\": executable file not found in $PATH"`;
    return {
      event: `failed to start container "${container}": Error response from daemon: ${message}`,
      reason: "ContainerCannotRun",
      message: `${message}\n`,
      exitCode: 127,
    };
  }
  const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${command}": executable file not found in $PATH: unknown`;
  return { event: message, reason: "StartError", message, exitCode: 128 };
}

/** `Successfully pulled image "x" in 1.5s` and its forms. */
export function pulledText(release: Release, image: string, tookNanoseconds: string, time: PullTime, sizeBytes: number): string {
  const text = `Successfully pulled image "${image}"`;
  const rounded = formatGoDuration(time.tookMs);
  const total = formatGoDuration(time.waitMs + time.tookMs);
  switch (release.value("kubeletPulledText")) {
    case "bare":
      return text;
    case "took":
      return `${text} in ${tookNanoseconds}`;
    case "waited":
      return `${text} in ${rounded} (${total} including waiting)`;
    case "sized":
      return `${text} in ${rounded} (${total} including waiting). Image size: ${sizeBytes} bytes.`;
  }
}

/** `Created container c` */
export function createdText(release: Release, container: string): string {
  return release.value("kubeletCreatedText") === "colon" ? `Created container: ${container}` : `Created container ${container}`;
}

/** `Started container c` */
export function startedText(container: string): string {
  return `Started container ${container}`;
}
