import { CATCH_ALL, type Server } from "./model.ts";

/** The host that a request names, without port and in lower case. */
export function hostName(hostHeader: string): string {
  return hostHeader.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
}

/** The server block for a host: its own, else a wildcard's, else that of all others. */
export function serverFor(servers: readonly Server[], host: string): Server | undefined {
  const own = servers.find(({ hostname, aliases }) => hostname === host || aliases.includes(host));
  return own ?? servers.find(({ hostname }) => matchesWildcard(hostname, host)) ?? servers.find(({ hostname }) => hostname === CATCH_ALL);
}

/** `*.example.com` stands for one label more. template.go buildServerName */
function matchesWildcard(hostname: string, host: string): boolean {
  if (!hostname.startsWith("*.")) return false;
  const label = host.slice(0, -hostname.length + 1);
  return host.endsWith(hostname.slice(1)) && /^[\w-]+$/.test(label);
}

/** Whether a host has a certificate of its own, so that plain requests are sent to https. lua/certificate.lua */
export function hasCertificate(servers: readonly Server[], host: string): boolean {
  const wildcard = host.replace(/^[^.]+\./, "*.");
  const found = servers.find(({ hostname }) => hostname === host) ?? servers.find(({ hostname }) => hostname === wildcard);
  return found?.certificate !== undefined;
}
