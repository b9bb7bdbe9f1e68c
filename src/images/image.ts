import type { AppRequest, HttpResponse } from "../network/http.ts";
import type { ServerCertificate } from "../network/types.ts";
import type { FileMap } from "./files.ts";
import type { Command } from "./shell/machine.ts";
import type { ContainerView } from "./view.ts";

/** What an image's own command does (when the manifest gives no other). */
export type Entrypoint =
  /** Runs until it is stopped, or comes to its end by itself, with its last words. */
  | { readonly kind: "serves"; readonly ends?: { readonly afterMs: number; readonly exitCode: number; readonly output: string } }
  /** Does its work and ends. */
  | { readonly kind: "ends"; readonly afterMs: number; readonly exitCode: number; readonly output: string }
  /** A shell without a terminal ends at once; with one it waits for input. */
  | { readonly kind: "shell" };

/** What a running container takes of its node. */
export interface Usage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  /** From its start until it has so much memory. */
  readonly reachedAfterMs: number;
}

/** Text that a program has printed, `atMs` after its start. */
export interface Printed {
  readonly atMs: number;
  readonly text: string;
}

/** What an image does when it runs. One folder each; the registry binds it to names by pattern. */
export interface ImageBehaviour {
  readonly name: string;
  /** TCP ports on which the entrypoint listens. */
  ports(view: ContainerView): readonly number[];
  /** Milliseconds from the process's start until it listens. */
  readonly listensAfterMs: number;
  entrypoint(view: ContainerView): Entrypoint;
  /** The answer to an HTTP request on one of its ports. */
  answer?(request: AppRequest, view: ContainerView): HttpResponse;
  /** The certificate that it shows on a port for a name, or that it speaks no TLS there; ports 443 and 8443 speak it, when absent. */
  certificate?(port: number, serverName: string, view: ContainerView): ServerCertificate | "no-tls";
  /** What it prints once started, whole lines. */
  startLog?(view: ContainerView): string;
  /** All that it has printed up to now, whole lines, where that is more than what it prints once started. */
  printed?(view: ContainerView): readonly Printed[];
  /** The line it prints for a request, without line end; undefined for one that it does not log. */
  requestLog?(request: AppRequest, response: HttpResponse, view: ContainerView): string | undefined;
  /** Effects of a request on its files: text to append by path. */
  appends?(request: AppRequest, view: ContainerView): Readonly<Record<string, string>>;
  /** A line that it prints some time after a request. */
  laterLog?(request: AppRequest, view: ContainerView): { readonly afterMs: number; readonly text: string } | undefined;
  /** Memory that a request makes it hold for a while; `usage` counts it. */
  holds?(request: AppRequest, view: ContainerView): { readonly bytes: number; readonly forMs: number } | undefined;
  files?(view: ContainerView): FileMap;
  /** Interpreters beyond /bin/sh; images without any shell have none at all. */
  readonly shells: readonly string[];
  /** The program by whose name a script starts its server. */
  readonly serverProgram?: string;
  /** Programs of its own that exec finds in it. */
  programs?(view: ContainerView): Readonly<Record<string, Command>>;
  /** Files that its process makes some time after its start; until then they are not there. */
  readonly makesLater?: readonly string[];
  /** Whose small programs it has; GNU's where it has bash, when absent. */
  readonly userland?: "busybox" | "gnu";
  /** Programs that it has not, of those that are emulated; images built on Alpine have them all. */
  readonly lacks?: readonly string[];
  /** What its bash shows before the cursor, where that is not Debian's `root@HOST:/# `. */
  readonly bashPrompt?: string;
  /** The command line of its main process, as ps shows it. */
  readonly mainProcess?: string;
  /** From the stop signal to the process's end, and with what exit code it then ends. */
  readonly stop: { readonly afterMs: number; readonly exitCode: number };
  /** Whether its answers depend on how many requests came before. */
  readonly countsRequests?: boolean;
  /** It ends once it has answered so many requests. */
  readonly requestsUntilExit?: { readonly count: number; readonly exitCode: number };
  /** CPU milliseconds that one request costs. */
  readonly cpuMsPerRequest: number;
  /** The same where it depends on what is asked for. */
  cpuMsOf?(request: Pick<AppRequest, "method" | "path">): number;
  readonly idle: { readonly cpuMillis: number; readonly memoryMi: number };
  /** What it takes where its arguments say so; `idle` otherwise. */
  usage?(view: ContainerView): Usage;
}

/** A server that only has to say what is special about it. */
export function server(behaviour: Pick<ImageBehaviour, "name"> & Partial<ImageBehaviour>): ImageBehaviour {
  return {
    ports: () => [80],
    listensAfterMs: 100,
    entrypoint: () => ({ kind: "serves" }),
    shells: ["/bin/sh", "/bin/bash"],
    stop: { afterMs: 300, exitCode: 0 },
    cpuMsPerRequest: 0.73,
    idle: { cpuMillis: 0, memoryMi: 1 },
    ...behaviour,
  };
}
