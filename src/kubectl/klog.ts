import { goQuote } from "../base/go-format.ts";
import type { KubectlEnv } from "./env.ts";

const PROCESS_ID = "1";

/** A line as kubectl's log writes it to stderr: `W1120 10:03:49.362468       1 loader.go:223] …`. Severity is I, W, E or F. */
// k8s.io/klog/v2 formatHeader
export function klogLine(env: KubectlEnv, severity: "I" | "W" | "E" | "F", place: string, text: string): string {
  const iso = new Date(env.now()).toISOString();
  const day = `${iso.slice(5, 7)}${iso.slice(8, 10)}`;
  return `${severity}${day} ${iso.slice(11, 23)}000 ${PROCESS_ID.padStart(7)} ${place}] ${text.replace(/\n$/, "")}\n`;
}

/** What kubectl logs of an error that it cannot return: from 1.31 on as a field of the log line. */
// apimachinery/pkg/util/runtime/runtime.go logError; k8s.io/klog/v2/internal/serialize
export function unhandledError(env: KubectlEnv, text: string): string {
  if (env.release.value("discoveryFailureLog") !== "structured") return text;
  if (!text.includes("\n")) return `"Unhandled Error" err=${goQuote(text)}`;
  return `"Unhandled Error" err=<\n${text.replace(/\n$/, "").replace(/^/gm, "\t")}\n >`;
}
