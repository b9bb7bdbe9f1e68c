import { goPointer } from "../../../../base/go-pointer.ts";
import type { Lifecycle, Probe } from "./types.ts";

/** Go's `%#v` of a core.Probe. */
export function probeSyntax(probe: Probe): string {
  const handler = [
    `Exec:${pointer("core.ExecAction", probe.exec)}`,
    `HTTPGet:${pointer("core.HTTPGetAction", probe.httpGet)}`,
    `TCPSocket:${pointer("core.TCPSocketAction", probe.tcpSocket)}`,
  ];
  const numbers = [
    `InitialDelaySeconds:${probe.initialDelaySeconds ?? 0}`,
    `TimeoutSeconds:${probe.timeoutSeconds ?? 0}`,
    `PeriodSeconds:${probe.periodSeconds ?? 0}`,
    `SuccessThreshold:${probe.successThreshold ?? 0}`,
    `FailureThreshold:${probe.failureThreshold ?? 0}`,
  ];
  return `core.Probe{Handler:core.Handler{${handler.join(", ")}}, ${numbers.join(", ")}}`;
}

/** Go's `%#v` of a core.Lifecycle. */
export function lifecycleSyntax({ postStart, preStop }: Lifecycle): string {
  return `core.Lifecycle{PostStart:${pointer("core.Handler", postStart)}, PreStop:${pointer("core.Handler", preStop)}}`;
}

function pointer(type: string, value: unknown): string {
  return value === undefined ? `(*${type})(nil)` : goPointer(type);
}
