import { ConnectionError } from "../../../machinery/client.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError, PlainError } from "../../errors.ts";
import { allNamespacesFlag } from "../../flags/common.ts";
import { accessTable, type RulesReview } from "./access-table.ts";

const AUTHORIZATION = { group: "authorization.k8s.io", version: "v1", namespace: "" };
const RESOURCE_VERBS: readonly string[] = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
  "use",
  "bind",
  "impersonate",
  "*",
];
const URL_VERBS: readonly string[] = ["get", "put", "post", "head", "options", "delete", "patch", "*"];

/** What is asked for: a resource, or a path of the server. */
type Question = { verb: string; path: string } | { verb: string; group: string; resource: string; name: string; namespaced: boolean };

/** `kubectl auth can-i`. kubectl/pkg/cmd/auth/cani.go */
export const canICommand: Command = {
  use: () => "can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]",
  long: "Ask whether something is allowed.\n\n VERB is a verb of the API: get, list, watch, create, update, patch, delete. NONRESOURCEURL begins with a slash.",
  examples:
    "# May I make pods?\nkubectl auth can-i create pods\n\n# May jane?\nkubectl auth can-i create pods --as=jane\n\n# Everything that I may\nkubectl auth can-i --list",
  flags: () => [
    { ...allNamespacesFlag, usage: "Ask about all namespaces." },
    { name: "list", type: "bool", usage: "Show all that is allowed." },
    { name: "no-headers", type: "bool", usage: "With --list, leave the headers out" },
    { name: "quiet", shorthand: "q", type: "bool", usage: "Print nothing; the exit code tells." },
    { name: "subresource", type: "string", usage: "A subresource such as log or scale" },
  ],
  run: (invocation) => (invocation.flags.bool("list") ? list(invocation) : check(invocation)),
};

async function list(invocation: Invocation): Promise<void> {
  const { args, env, factory, flags } = invocation;
  if (args.length > 0) throw new CommandError("list option must be specified with no arguments");
  if (flags.bool("quiet") || flags.bool("all-namespaces") || flags.text("subresource") !== "") {
    throw new CommandError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
  }
  const { namespace } = await factory.namespace();
  const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", metadata: {}, spec: { namespace } };
  const answer = await (await factory.client()).create({ ...AUTHORIZATION, resource: "selfsubjectrulesreviews" }, review);
  const status = (answer["status"] ?? {}) as RulesReview;
  if (status.incomplete === true) env.stderr(`warning: the list may be incomplete: ${status.evaluationError ?? ""}\n`);
  env.stdout(accessTable(status, !flags.bool("no-headers")));
}

async function check(invocation: Invocation): Promise<number> {
  const { env, factory, flags } = invocation;
  const question = await readQuestion(invocation);
  warnAbout(invocation, question);
  if (flags.bool("no-headers")) throw new CommandError("--no-headers cannot be set without --list specified");
  const review: KubeObject = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    metadata: {},
    spec: await specOf(invocation, question),
  };
  const answer = await (await factory.client()).create({ ...AUTHORIZATION, resource: "selfsubjectaccessreviews" }, review);
  const {
    allowed = false,
    reason = "",
    evaluationError = "",
  } = (answer["status"] ?? {}) as { allowed?: boolean; reason?: string; evaluationError?: string };
  const why = [reason, evaluationError].filter((part) => part !== "").map((part) => ` - ${part}`);
  if (!flags.bool("quiet")) env.stdout(allowed ? "yes\n" : `no${why.join("")}\n`);
  return allowed ? 0 : 1;
}

async function readQuestion(invocation: Invocation): Promise<Question> {
  const { args, release } = invocation;
  const [verb = "", what = ""] = args;
  if (args.length !== 2) {
    if (!release.has("canIUsageHint"))
      throw new CommandError("you must specify two or three arguments: verb, resource, and optional resourceName");
    throw new PlainError(
      "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.\n",
    );
  }
  if (what.startsWith("/")) return { verb, path: what };
  const slash = what.indexOf("/");
  const word = slash < 0 ? what : what.slice(0, slash);
  const name = slash < 0 ? "" : what.slice(slash + 1);
  return { verb, name, ...(await resourceOf(invocation, word)) };
}

/** What one may impersonate is no resource, and yet a right. */
const NO_RESOURCES = ["users", "groups"];

async function resourceOf(invocation: Invocation, word: string): Promise<{ group: string; resource: string; namespaced: boolean }> {
  if (word === "*") return { group: "", resource: word, namespaced: true };
  const mapping = await invocation.factory.mapper.find(word.toLowerCase()).catch((error: unknown) => {
    // The review itself will tell that nobody answers.
    if (error instanceof ConnectionError) return undefined;
    throw error;
  });
  if (mapping !== undefined) return mapping;
  if (NO_RESOURCES.includes(word.toLowerCase()) && invocation.release.has("canIKnowsUsers"))
    return { group: "", resource: word, namespaced: true };
  const dot = word.indexOf(".");
  const suffix = dot < 0 ? "" : ` in group '${word.slice(dot + 1).toLowerCase()}'`;
  warn(invocation, `the server doesn't have a resource type '${(dot < 0 ? word : word.slice(0, dot)).toLowerCase()}'${suffix}`);
  return { group: "", resource: word, namespaced: true };
}

function warn({ env, release }: Invocation, text: string): void {
  env.stderr(`Warning: ${text}\n${release.has("canIBlankLine") ? "\n" : ""}`);
}

function warnAbout(invocation: Invocation, question: Question): void {
  const { flags } = invocation;
  if ("path" in question) {
    if (flags.text("subresource") !== "") throw new CommandError("--subresource can not be used with NonResourceURL");
    if (!URL_VERBS.includes(question.verb)) warn(invocation, `verb '${question.verb}' is not a known verb`);
    return;
  }
  if (flags.bool("all-namespaces")) return;
  const { group, resource, namespaced, verb } = question;
  if (!namespaced) warn(invocation, `resource '${resource}' is not namespace scoped${group === "" ? "" : ` in group '${group}'`}`);
  if (!RESOURCE_VERBS.includes(verb)) warn(invocation, `verb '${verb}' is not a known verb`);
}

async function specOf({ factory, flags }: Invocation, question: Question): Promise<Record<string, unknown>> {
  if ("path" in question) return { nonResourceAttributes: { verb: question.verb, path: question.path } };
  const { verb, group, resource, name } = question;
  const namespace = flags.bool("all-namespaces") ? "" : (await factory.namespace()).namespace;
  return { resourceAttributes: { namespace, verb, group, resource, subresource: flags.text("subresource"), name } };
}
