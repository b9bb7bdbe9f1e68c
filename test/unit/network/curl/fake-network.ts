import type { AppRequest, HttpResponse } from "../../../../src/network/http.ts";
import { response } from "../../../../src/network/http.ts";
import type { Network, Place, Refusal, ServerCertificate } from "../../../../src/network/types.ts";

export const PC: Place = { kind: "pc" };

type Answer = (request: Omit<AppRequest, "address" | "clientAddress" | "port">, address: string) => HttpResponse | undefined;

/** A network on which every name is one server, which answers or does not. */
export function fakeNetwork({
  refusal,
  unknown = false,
  certificate,
  http2 = false,
  answer = () => response(200, [["Content-Type", "text/plain"]], "hello\n"),
}: {
  refusal?: Refusal;
  unknown?: boolean;
  certificate?: ServerCertificate["subject"];
  http2?: boolean;
  answer?: Answer;
}): Network & { asked: string[] } {
  const asked: string[] = [];
  const afterMs = { refused: 1, "no-route": 3060, timeout: 127_000 };
  return {
    asked,
    connect(_from, address, port) {
      asked.push(`${address}:${port}`);
      if (refusal !== undefined)
        return { kind: "refused", why: refusal, hops: [], afterMs: afterMs[refusal], problem: { cause: "x", text: "x" } };
      return { kind: "open", hops: [], pod: { metadata: { name: address } } as never, port, source: "10.0.0.1" };
    },
    ping: () => "reply",
    resolve: () => (unknown ? [] : ["10.0.0.9"]),
    lookup: (_from, name) =>
      unknown ? { status: "nxdomain", name, records: [] } : { status: "ok", name, records: [{ name, type: "A", value: "10.0.0.9" }] },
    certificate: () =>
      certificate && { subject: certificate, issuer: certificate, notBefore: 1_600_000_000_000, notAfter: 1_631_536_000_000, http2 },
    exchange: ({ pod }, request) => answer(request, pod.metadata.name ?? ""),
  };
}
