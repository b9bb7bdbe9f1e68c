import { createUnservedBody } from "../../apiserver/unserved-path.ts";
import { assert } from "../../base/assert.ts";
import { rmSync, statSync } from "node:fs";
import type { Cluster } from "../../cluster/cluster.ts";
import { authenticate } from "../../cluster/identity.ts";
import { createSession } from "../../cluster/session.ts";
import type { ApiFront } from "../../kubectl/sockets.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import { StatusError } from "../../machinery/status.ts";
import { startFront } from "../../server/front.ts";
import { parseRelease } from "../../release/release.ts";
import { createServerBackend } from "./backend.ts";

/** Serves a cluster's API behind a front, every request as one user. Resolves to the port. Rejects as the system does. */
export async function serveApiFront(cluster: Cluster, { place, server, identity, route }: ApiFront): Promise<number> {
  const backend = createServerBackend(cluster, () => true);
  const release = parseRelease(cluster.record.kubernetesVersion);
  assert(release !== undefined, "a cluster's version was checked when it was made");
  const schema = loadSchema(release.minor);
  // A socket that an earlier process has left is in the way; other files are not touched.
  if ("path" in place && statSync(place.path, { throwIfNoEntry: false })?.isSocket()) rmSync(place.path);
  const lives = server.replace(/\/$/, "") === cluster.record.settings.apiServerUrl;
  return startFront({
    place,
    route: (request) => (lives ? route(request) : nobody(server)),
    schema,
    unservedBody: createUnservedBody(schema, release),
    backend: {
      ...backend,
      async authenticate({ impersonateUser, impersonateGroups }) {
        const asked = impersonateUser === undefined ? {} : { impersonateUser, impersonateGroups };
        try {
          return await createSession(cluster).read(() => authenticate(cluster, { ...asked, ...identity }));
        } catch (error) {
          if (error instanceof StatusError) return { code: error.code, body: error.status, warnings: [] };
          throw error;
        }
      },
    },
  });
}

/** Go's reverse proxy says so when the server of the kubeconfig is none of ours. */
function nobody(server: string): ReturnType<ApiFront["route"]> {
  const text = `dial tcp ${URL.parse(server)?.host ?? server}: connect: connection refused\n`;
  const headers = [
    ["Content-Type", "text/plain; charset=utf-8"],
    ["X-Content-Type-Options", "nosniff"],
  ] as const;
  return { kind: "answer", status: 500, headers, body: new TextEncoder().encode(text) };
}
