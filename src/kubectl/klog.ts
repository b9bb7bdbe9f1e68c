import type { KubectlEnv } from "./env.ts";

const PROCESS_ID = "1";

/** A line as kubectl's log writes it to stderr: `W1120 10:03:49.362468       1 loader.go:223] …`. Severity is I, W or E. */
// k8s.io/klog/v2 formatHeader
export function klogLine(env: KubectlEnv, severity: "I" | "W" | "E", place: string, text: string): string {
  const iso = new Date(env.now()).toISOString();
  const day = `${iso.slice(5, 7)}${iso.slice(8, 10)}`;
  return `${severity}${day} ${iso.slice(11, 23)}000 ${PROCESS_ID.padStart(7)} ${place}] ${text}\n`;
}
