export type DnsType = "A" | "CNAME" | "PTR" | "SRV";

/** One record of an answer. */
export interface DnsRecord {
  readonly name: string;
  readonly type: DnsType;
  /** An address, a name, or `0 50 80 web-0.web.default.svc.cluster.local` for a service. */
  readonly value: string;
}

/** What a resolver learns of a name. */
export interface DnsAnswer {
  /** `timeout`: no server answered; `refused`: none is there, and that was told at once. */
  readonly status: "nodata" | "nxdomain" | "ok" | "refused" | "timeout";
  /** The name that was found, search domains included. */
  readonly name: string;
  readonly records: readonly DnsRecord[];
  /** The name server that was asked; absent where a file answered. */
  readonly server?: string;
  /** What is wrong, where nothing was found, and how that is seen. */
  readonly problem?: { readonly text: string; readonly see?: string };
}
