import type { KubeObject } from "./object.ts";

/** Query of `pods/log`, as core/v1 PodLogOptions has it. */
export interface LogOptions {
  previous?: boolean;
  sinceSeconds?: number;
  /** RFC 3339 */
  sinceTime?: string;
  timestamps?: boolean;
  tailLines?: number;
  limitBytes?: number;
}

/** One `pods/exec` call with its whole standard input. */
export interface ExecRequest {
  container: string;
  command: readonly string[];
  stdin?: string;
  tty?: boolean;
}

/** What the process printed. `exitCode` not 0 makes kubectl end with `command terminated with exit code N` and that code. */
export interface ExecResult {
  stdout: string;
  stderr: string;
  exitCode: number;
  /** The runtime could not start the process: kubectl prints this after `error: Internal error occurred: error executing command in container: `. */
  startError?: string;
}

/** An HTTP request as a program sends it. Header names keep their spelling. */
export interface HttpRequest {
  method: string;
  /** Path with query. */
  path: string;
  headers: readonly (readonly [string, string])[];
  body: string;
}

export interface HttpResponse {
  status: number;
  /** `OK` */
  statusText: string;
  headers: readonly (readonly [string, string])[];
  body: string;
}

/**
 * What the API server needs of the nodes' kubelets for logs, exec, attach, port-forward and proxy. The API server has looked up the
 * pod and the container's name; the kubelet's own refusals are StatusErrors (`container "x" in pod "y" is waiting to start: …`).
 */
export interface NodeRuntime {
  /** Everything the container has printed up to now, cut by the options. */
  logs(pod: KubeObject, container: string, options: LogOptions): string;
  exec(pod: KubeObject, request: ExecRequest): ExecResult;
  /** Whether something in the pod listens on that TCP port. */
  listens(pod: KubeObject, port: number): boolean;
  /** One HTTP exchange with the pod's port from its own node; undefined when nothing listens there. */
  http(pod: KubeObject, port: number, request: HttpRequest): HttpResponse | undefined;
}
