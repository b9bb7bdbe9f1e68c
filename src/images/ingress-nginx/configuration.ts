import { createServers } from "./servers.ts";
import type { RunningConfiguration } from "./model.ts";
import type { ConfigurationSource } from "./source.ts";
import { createUpstreams } from "./upstreams.ts";

/** The configuration that nginx gets for what the controller sees. controller/controller.go getConfiguration */
export function createConfiguration(source: ConfigurationSource): RunningConfiguration {
  const upstreams = createUpstreams(source);
  const servers = createServers(source, upstreams);
  return { servers, upstreams: [...upstreams.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), settings: source.settings };
}
