import type { KubeObject } from "../../machinery/object.ts";
import { checkStrictEnvName } from "../../machinery/validation/names.ts";
import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { readAmounts } from "../flags/amounts.ts";
import { readPairs } from "../metadata/pairs.ts";
import { parseLabelSpec, readInteger } from "../service-generator.ts";

/** The pod that `kubectl run` makes out of its flags and the words behind the name. Throws CommandError. */
// kubectl/pkg/generate/versioned/run.go BasicPod
export function generatePod({ flags, args, release }: Invocation): KubeObject {
  const [name = "", ...words] = args;
  const works = release.has("runOldFlagsWork");
  const interactive = flags.bool("stdin");
  const env = readEnv(flags.list("env"));
  const annotations = Object.fromEntries(readPairs(flags.list("annotations"), "annotations", false).set);
  const requests = works ? readAmounts(flags.text("requests")) : {};
  const limits = works ? readAmounts(flags.text("limits")) : {};
  const ports = portsOf(flags.text("port"), works ? flags.number("hostport") : -1);
  const container = {
    name,
    image: flags.text("image"),
    ...(words.length === 0 ? {} : flags.bool("command") ? { command: words } : { args: words }),
    ports,
    env,
    resources: { limits, requests },
    imagePullPolicy: flags.text("image-pull-policy"),
    ...(flags.bool("privileged") ? { securityContext: { privileged: true } } : {}),
    stdin: interactive,
    stdinOnce: interactive && !flags.bool("leave-stdin-open"),
    tty: flags.bool("tty"),
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: flags.text("labels") === "" ? { run: name } : parseLabelSpec(flags.text("labels")), annotations },
    spec: {
      containers: [container],
      restartPolicy: flags.text("restart") || "Always",
      dnsPolicy: "ClusterFirst",
      serviceAccountName: works ? flags.text("serviceaccount") : "",
    },
  };
}

function readEnv(words: readonly string[]): { name: string; value: string }[] {
  return words.map((word) => {
    const equals = word.indexOf("=");
    const name = word.slice(0, Math.max(equals, 0));
    if (equals < 1 || checkStrictEnvName(name).length > 0) throw new CommandError(`invalid env: ${word}`);
    return { name, value: word.slice(equals + 1) };
  });
}

function portsOf(port: string, hostPort: number): { containerPort: number; hostPort?: number }[] {
  const containerPort = port === "" ? -1 : readInteger(port);
  if (hostPort > 0 && containerPort < 0) throw new CommandError("--hostport requires --port to be specified");
  if (port === "") return [];
  return [{ containerPort, ...(hostPort > 0 ? { hostPort } : {}) }];
}
