/** What an HTTP request shows of its sender. The kubeconfig of `serve` shows nothing: then it is the administrator. */
export interface HttpCredentials {
  readonly token?: string;
  readonly impersonateUser?: string;
  readonly impersonateGroups: readonly string[];
}

/** Reads bearer token and impersonation headers. client-go/transport/round_trippers.go, 1.20 */
export function credentialsOf(headers: Headers): HttpCredentials {
  const authorization = headers.get("authorization") ?? "";
  const impersonateUser = headers.get("impersonate-user");
  // Several headers of a name arrive joined by commas.
  const groups = (headers.get("impersonate-group") ?? "").split(",").map((group) => group.trim());
  return {
    ...(authorization.startsWith("Bearer ") ? { token: authorization.slice("Bearer ".length) } : {}),
    ...(impersonateUser === null ? {} : { impersonateUser }),
    impersonateGroups: groups.filter((group) => group !== ""),
  };
}
