import { urlOf } from "../apiserver/request/url-of.ts";
import { formatRfc3339 } from "../base/rfc3339.ts";
import type { Transport } from "../client/async-client.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "../machinery/api.ts";
import { ConnectionError } from "../machinery/client.ts";
import { apiServerTrouble } from "../machinery/faults.ts";
import { StatusError } from "../machinery/status.ts";
import { parseRelease } from "../release/release.ts";
import { authenticate, isReading, type Credentials } from "./identity.ts";
import { memoryOf } from "./memory.ts";
import type { Session } from "./session.ts";
import { waitFor, type Death } from "./wait.ts";

export interface LocalTransportOptions {
  readonly session: Session;
  readonly credentials: Credentials;
  /** Called when what was done is lasting and time is about to pass: the moment to print. */
  readonly beforeWait: () => void;
  /** When somebody will end this process, if known. */
  readonly killed?: () => Death | undefined;
  /** The moment of the cluster's time at which whoever waits gives up, and what he does then. */
  readonly patience?: { readonly until: number; isOver(): boolean; end(): never };
}

/** Objects whose heartbeats are computed when they are read, which takes components. Tables show none. */
const COMPUTED = new Set(["nodes", "leases"]);
/** Requests that a kubelet answers; its side is loaded with the components. */
const KUBELETS = new Set(["attach", "exec", "log", "portforward", "proxy"]);

function needsComponents(request: ApiRequest): boolean {
  if (request.verb === "path") return request.path.split(/[/?]/).some((word) => KUBELETS.has(word) || COMPUTED.has(word));
  return (request.as !== "table" && COMPUTED.has(request.resource)) || KUBELETS.has(request.subresource ?? "");
}

/** Nobody answers while the API server is stopped, and nobody believes one whose certificate has ended. */
function refuseIfAway({ cluster }: Session, request: ApiRequest): void {
  const trouble = apiServerTrouble(memoryOf(cluster.store));
  if (trouble === undefined) return;
  const base = cluster.record.settings.apiServerUrl;
  const address = URL.parse(base)?.host ?? base;
  const url = base + urlOf(request);
  if (trouble.why === "stopped") throw new ConnectionError(address, url);
  const text = parseRelease(cluster.record.kubectlVersion)?.value("certificateExpiredText") ?? "";
  const times = { "%n": formatRfc3339(cluster.sim.now()), "%e": formatRfc3339(trouble.since) };
  throw new ConnectionError(address, url, text.replace("%n", times["%n"]).replace("%e", times["%e"]));
}

/** Requests go to the cluster of a session, inside its transactions. The user of a request is who the credentials say. */
export function createLocalTransport({ session, credentials, beforeWait, killed, patience }: LocalTransportOptions): Transport {
  const { api } = session.cluster;

  /** Runs one request as the user, a refused login being an answer as well. */
  function asUser<T>(request: ApiRequest, action: (user: UserInfo) => T): Promise<T | ApiResponse> {
    const run = (): T | ApiResponse => {
      refuseIfAway(session, request);
      try {
        return action(authenticate(session.cluster, credentials));
      } catch (error) {
        if (error instanceof StatusError) return { code: error.code, body: error.status, warnings: [] };
        throw error;
      }
    };
    return isReading(request) ? session.read(run) : session.change(run);
  }

  return {
    async handle(request) {
      if (needsComponents(request)) await session.cluster.loadEngine();
      return asUser(request, (user) => api.handle({ ...request, user }));
    },
    watch: (request) => asUser(request, (user) => api.watch({ ...request, user })),
    async wait(poll, options) {
      session.release();
      beforeWait();
      const death = killed?.();
      const deadline = Math.min(options.deadline ?? Infinity, patience?.until ?? Infinity);
      const found = await waitFor(session, poll, {
        ...options,
        ...(deadline === Infinity ? {} : { deadline }),
        ...(death ? { killed: death } : {}),
        ...(patience ? { interrupted: patience.isOver } : {}),
      });
      if (found === undefined && (deadline !== options.deadline || patience?.isOver())) patience?.end();
      return found;
    },
    now: () => session.now(),
  };
}
