import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { filenameFlags, printFlags } from "../flags/common.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources } from "../resources/builder.ts";
import { fetchInfo, infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { filesOf, queryOf } from "../resources/query.ts";
import { kindText } from "./rollout/targets.ts";

const RETRIES = 10;

interface Condition {
  readonly type: string;
}

interface Verdict {
  readonly type: "Approved" | "Denied";
  readonly reason: string;
  readonly message: string;
  readonly operation: string;
}

const APPROVED: Verdict = {
  type: "Approved",
  reason: "KubectlApprove",
  message: "This CSR was approved by kubectl certificate approve.",
  operation: "approved",
};
const DENIED: Verdict = {
  type: "Denied",
  reason: "KubectlDeny",
  message: "This CSR was denied by kubectl certificate deny.",
  operation: "denied",
};

const approveCommand: Command = {
  use: () => "approve (-f FILENAME | NAME)",
  long: "Approve a certificate signing request, so that a signer issues the certificate.\n\n Look at what the certificate would allow before.",
  flags: verdictFlags,
  run: (invocation) => decide(invocation, APPROVED),
};

const denyCommand: Command = {
  use: () => "deny (-f FILENAME | NAME)",
  long: "Deny a certificate signing request: no certificate is issued.",
  flags: verdictFlags,
  run: (invocation) => decide(invocation, DENIED),
};

/** `kubectl certificate`. kubectl/pkg/cmd/certificates/certificates.go */
export const certificateCommand: Command = {
  use: () => "certificate SUBCOMMAND",
  long: "Decide about certificate signing requests.",
  subcommands: [
    { name: "approve", short: "Approve a certificate signing request", load: () => Promise.resolve(approveCommand) },
    { name: "deny", short: "Deny a certificate signing request", load: () => Promise.resolve(denyCommand) },
  ],
  // Its page is all that it says, whatever the words behind it.
  async run({ env, help }) {
    env.stdout(await help());
  },
};

function verdictFlags(): FlagSpec[] {
  return [
    ...filenameFlags("Files that name the requests"),
    { name: "force", type: "bool", usage: "Decide even what has been decided so already." },
    ...printFlags(),
  ];
}

async function decide(invocation: Invocation, verdict: Verdict): Promise<void> {
  const { args, flags, env, factory, release } = invocation;
  const print = await resultPrinter(env, flags);
  const files = filesOf(flags);
  if (args.length === 0 && files.filenames.length === 0 && files.kustomize === "") {
    throw new CommandError("one or more CSRs must be specified as <name> or -f <filename>");
  }
  const words = args.map((name) => (name.includes("/") ? name : `certificatesigningrequests/${name}`));
  // Requests are in no namespace, and what else a word may name is looked up in none.
  const query = { ...(await queryOf(invocation, words)), namespace: "", flatten: true, latest: true, continueOnError: true };
  let found = 0;
  await (
    await findResources(factory, query)
  )
    .visit(async (info) => {
      await decideOne(invocation, info, verdict);
      found++;
      print(objectOf(info), verdict.operation);
    })
    .catch((error: unknown) => {
      if (found === 0 && release.has("certificateNothingFoundAlways")) env.stdout("No resources found\n");
      throw error;
    });
  if (found === 0) env.stdout("No resources found\n");
}

async function decideOne({ env, factory, flags }: Invocation, info: ResourceInfo, verdict: Verdict): Promise<void> {
  const { mapping } = info;
  if (mapping.resource !== "certificatesigningrequests") {
    throw new CommandError(`can only handle CertificateSigningRequest.certificates.k8s.io objects, got ${kindText(mapping)}`);
  }
  const client = await factory.client();
  for (let attempt = 0; ; attempt++) {
    const request = await client.get(infoRef(info), info.name);
    const conditions = conditionsOf(request);
    const other = conditions.find(({ type }) => (type === "Approved" || type === "Denied") && type !== verdict.type);
    if (other !== undefined) throw new CommandError(`certificate signing request ${JSON.stringify(info.name)} is already ${other.type}`);
    const decided = conditions.some(({ type }) => type === verdict.type);
    if (decided && !flags.bool("force")) return;
    const { type, reason, message } = verdict;
    const added = decided
      ? []
      : [{ type, status: "True", reason, message, lastUpdateTime: formatRfc3339(env.now()), lastTransitionTime: null }];
    const status = { ...(request["status"] as object | undefined), conditions: [...conditions, ...added] };
    try {
      await client.update(infoRef(info), { ...request, status }, { subresource: "approval" });
      return;
    } catch (error) {
      if (!isReason(error, "Conflict") || attempt >= RETRIES) throw error;
      await fetchInfo(client, info, "object");
    }
  }
}

function conditionsOf(request: KubeObject): readonly Condition[] {
  return (request["status"] as { conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
}
