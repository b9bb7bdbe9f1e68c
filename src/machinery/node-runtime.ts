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
  /** It still ran when it was cut off: nobody can type, or press Ctrl-C, inside one call. */
  unfinished?: true;
  /** Virtual ms until it ended, where that is more than a moment. */
  tookMs?: number;
  /** The runtime could not start the process: kubectl prints this after `error: Internal error occurred: error executing command in container: `. */
  startError?: string;
}

/** One `pods/attach` call with its whole standard input. */
export interface AttachRequest {
  container: string;
  stdin?: string;
}

/** A port of the pod that a client was connected to; `pod` is absent when that pod is gone. */
export interface ForwardedPort {
  /** The uid of the pod. */
  uid: string;
  pod?: KubeObject;
  port: number;
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
  /** Milliseconds that the server took beyond what any answer takes: it has waited for another. */
  takesMs?: number;
}

/**
 * What the API server needs of the nodes' kubelets for logs, exec, attach, port-forward and proxy. The API server has looked up the
 * pod and the container's name; the kubelet's own refusals are StatusErrors (`container "x" in pod "y" is waiting to start: …`).
 */
export interface NodeRuntime {
  /** Everything the container has printed up to now, cut by the options. */
  logs(pod: KubeObject, container: string, options: LogOptions): string;
  exec(pod: KubeObject, request: ExecRequest): ExecResult;
  /** Throws as {@link NodeRuntime.exec} does before anything runs. */
  reach(pod: KubeObject, container: string): void;
  /** Joins the container's main process, which is given what was typed. */
  attach(pod: KubeObject, request: AttachRequest): ExecResult;
  /** Why the API server gets no connection to the pod's port, in Go's words (`connect: no route to host`); undefined when it does. */
  trouble(pod: KubeObject, port: number): string | undefined;
  /** One HTTP exchange of the API server with the pod's port; undefined when no connection comes about. */
  http(pod: KubeObject, port: number, request: HttpRequest): HttpResponse | undefined;
  /** One HTTP exchange over a forwarded port; throws StatusError with the kubelet's words when nobody listens. Without a request it only connects. */
  forward(forwarded: ForwardedPort, request: HttpRequest | undefined): HttpResponse | undefined;
  /** What the kubelet of a node answers on its own port, 10250. */
  kubelet(node: KubeObject, request: HttpRequest): HttpResponse;
}
