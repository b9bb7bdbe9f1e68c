import { fullEnvironment } from "../environment.ts";
import { hostnameOf, podAddress, type ContainerView } from "../view.ts";
import { parseImage } from "../reference.ts";
import { headerOf, type AppRequest } from "../../network/http.ts";

/** What a template may speak of. */
interface Moment {
  readonly view: ContainerView;
  readonly request?: AppRequest;
  /** The status of the answer, for log lines. */
  readonly status?: number;
}

const HOLE = /\{\{\s*(\w+)(?:\s+([\w.-]+))?\s*\}\}/g;

type Fill = (moment: Moment, argument: string) => string;

/** Everything that may stand in a hole. */
const FILLS: Readonly<Record<string, Fill>> = {
  hostname: ({ view }) => hostnameOf(view.pod),
  ip: ({ view }) => podAddress(view.pod),
  node: ({ view }) => view.pod.spec.nodeName ?? "",
  namespace: ({ view }) => view.pod.metadata.namespace ?? "",
  image: ({ view }) => view.container.image ?? "",
  tag: ({ view }) => parseImage(view.container.image ?? "")?.tag ?? "",
  env: ({ view }, name) => fullEnvironment(view)[name] ?? "",
  path: ({ request }) => request?.path ?? "",
  method: ({ request }) => request?.method ?? "",
  host: ({ request }) => (request && headerOf(request, "Host")) ?? "",
  port: ({ request }) => String(request?.port ?? ""),
  client: ({ request }) => request?.clientAddress ?? "",
  header: ({ request }, name) => (request && headerOf(request, name)) ?? "",
  status: ({ status }) => String(status ?? ""),
};
const WITH_ARGUMENT: ReadonlySet<string> = new Set(["env", "header"]);

/** Fills the holes of a template: `hello {{hostname}}`, `{{env COLOR}}`. */
export function fill(template: string, moment: Moment): string {
  return template.includes("{{")
    ? template.replace(HOLE, (hole, name: string, argument = "") => FILLS[name]?.(moment, argument as string) ?? hole)
    : template;
}

/** What is wrong with a template, as the end of a sentence; undefined when nothing is. */
export function templateProblem(template: string): string | undefined {
  const names = Object.keys(FILLS).map((name) => (WITH_ARGUMENT.has(name) ? `${name} NAME` : name));
  for (const [hole] of template.matchAll(/\{\{[^}]*\}?\}?/g)) {
    const [whole, name = "", argument] = new RegExp(`^${HOLE.source}$`).exec(hole) ?? [];
    const isKnown = whole !== undefined && Object.hasOwn(FILLS, name) && WITH_ARGUMENT.has(name) === (argument !== undefined);
    if (!isKnown) return `${hole} is not known there: use {{${names.join("}}, {{")}}}`;
  }
  return undefined;
}
