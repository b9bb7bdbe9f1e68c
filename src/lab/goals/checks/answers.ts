import type { Look, SeenObject } from "../look.ts";
import { type Check, type GoalVerdict, seen, type Subject } from "../check.ts";
import { addressesOf } from "./has.ts";

/** Who is asked, and from where. */
interface Question {
  readonly from: "node" | "pc";
  /** curl's arguments. */
  readonly args: string;
}

export const answers = {
  /** `curl http://192.168.1.11 answers "You've hit"`, from the user's own machine. */
  url(url: string, text: string | undefined): Check {
    return async (look) => judge(look, { from: "pc", args: quoted(url) }, `curl ${url}`, text);
  },

  /** `service web answers /path with TEXT`: at its external address, else its node port, else from a node at its address in the cluster. */
  object({ kind, name, namespace }: Subject, path: string, text: string | undefined): Check {
    return async (look) => {
      const object = await look.get(kind, name, namespace);
      if (object === undefined) return seen(false, `${kind} ${name} does not exist`);
      const question = await questionOf(look, object, path);
      if (question === undefined) return seen(false, `${kind} ${name} has no address to be asked at`);
      return judge(look, question, `${kind} ${name}`, text);
    };
  },
};

async function judge(look: Look, { from, args }: Question, who: string, text: string | undefined): Promise<GoalVerdict> {
  const answer = await look.curl(from, args);
  if (answer === undefined) return seen(false, `${who} does not answer`);
  const wanted = text?.replace(/^(["'`])(.*)\1$/, "$2");
  const shown = answer.trim().split("\n")[0] ?? "";
  return seen(wanted === undefined || answer.includes(wanted), `${who} answers "${shown}"`);
}

async function questionOf(look: Look, object: SeenObject, path: string): Promise<Question | undefined> {
  const [address] = addressesOf(object);
  switch (object.kind) {
    case "Service":
      return serviceQuestion(look, object, address, path);
    case "Ingress": {
      if (address === undefined) return undefined;
      const rules = object.spec?.["rules"] as readonly { host?: string }[] | undefined;
      const host = rules?.[0]?.host;
      return { from: "pc", args: `${host === undefined ? "" : `-H ${quoted(`Host: ${host}`)} `}${quoted(`http://${address}${path}`)}` };
    }
    case "Pod": {
      const containers = object.spec?.["containers"] as readonly { ports?: readonly { containerPort: number }[] }[] | undefined;
      const port = containers?.flatMap(({ ports = [] }) => ports)[0]?.containerPort ?? 80;
      return address === undefined ? undefined : { from: "node", args: quoted(`http://${address}:${port}${path}`) };
    }
    default:
      return undefined;
  }
}

interface ServiceSpec {
  readonly clusterIP?: string;
  readonly ports?: readonly { readonly port: number; readonly nodePort?: number }[];
}

async function serviceQuestion(
  look: Look,
  { spec }: SeenObject,
  external: string | undefined,
  path: string,
): Promise<Question | undefined> {
  const { clusterIP, ports = [] } = (spec ?? {}) as ServiceSpec;
  const { port, nodePort } = ports[0] ?? {};
  if (external !== undefined) return { from: "pc", args: quoted(`http://${external}:${port}${path}`) };
  if (nodePort !== undefined) {
    const nodes = await look.list("nodes");
    const node = addressesOf(nodes.at(-1) ?? { kind: "", metadata: { name: "" } })[0];
    return node === undefined ? undefined : { from: "pc", args: quoted(`http://${node}:${nodePort}${path}`) };
  }
  if (clusterIP === undefined || clusterIP === "None") return undefined;
  return { from: "node", args: quoted(`http://${clusterIP}:${port}${path}`) };
}

/** A word for the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
