import type { DescribeContext, DescribeFacet } from "../../../machinery/describe.ts";
import type { Secret } from "../secret/types.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import type { ServiceAccount } from "./types.ts";

/** `kubectl describe serviceaccount`. describeServiceAccount */
export const serviceAccountDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const account = object as ServiceAccount;
    const secrets = await secretsOf(account, context);
    const existing = new Set(secrets.map(({ metadata }) => metadata.name));
    const tokens = secrets.filter(({ type, metadata }) => {
      const of = metadata.annotations ?? {};
      const mine =
        of["kubernetes.io/service-account.name"] === account.metadata.name &&
        of["kubernetes.io/service-account.uid"] === account.metadata.uid;
      return type === "kubernetes.io/service-account-token" && mine;
    });
    describeMeta(object, out, context);
    const named: [title: string, names: (string | undefined)[]][] = [
      ["Image pull secrets:", (account.imagePullSecrets ?? []).map(({ name }) => name)],
      ["Mountable secrets: ", (account.secrets ?? []).map(({ name }) => name)],
      ["Tokens:            ", tokens.map(({ metadata }) => metadata.name)],
    ];
    for (const [title, names] of named) {
      if (names.length === 0) out.write(0, `${title}\t<none>\n`);
      for (const [index, name] of names.entries()) {
        out.write(0, `${index === 0 ? title : " ".repeat(title.length)}\t${name ?? ""}${existing.has(name) ? "" : " (not found)"}\n`);
      }
    }
    await describeEvents(object, out, context);
  },
};

async function secretsOf({ metadata }: ServiceAccount, { client }: DescribeContext): Promise<Secret[]> {
  return (await client.list({ group: "", version: "v1", resource: "secrets", namespace: metadata.namespace ?? "" })).items;
}
