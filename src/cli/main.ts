import { resolveHome } from "../cluster/home.ts";
import { explainFailure } from "./failure.ts";
import { askingProject, becomeSources, isOutdated } from "./freshness.ts";
import { createOutput } from "./output.ts";

/** Runs one command line and resolves to its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const output = createOutput();
  try {
    // kubectl, and curl in a loop, first and alone: they must not pay for the rest.
    const kind = args[0] === "kubectl" ? "kubectl" : args[0] === "curl" && args.length > 2 ? "curl" : "other";
    await makeSure(args, () => LOADERS[kind]());
    if (kind === "kubectl") return await (await import("./run-kubectl.ts")).runKubectlCommand(args.slice(1), output);
    if (kind === "curl") return await (await import("./run-curl.ts")).runCurlCommand(args.slice(1), resolveHome(process.env), output);
    return await (await import("./program.ts")).runProgram(args, output);
  } catch (error) {
    const { text, code } = explainFailure(error);
    output.stderr(text);
    return code;
  } finally {
    output.flush();
  }
}

const LOADERS: Readonly<Record<"curl" | "kubectl" | "other", () => Promise<unknown>>> = {
  curl: () => import("./run-curl.ts"),
  kubectl: () => import("./run-kubectl.ts").then(() => import("../cluster/world.ts")),
  other: () => import("./program.ts"),
};

/** Lets the sources take over from an executable that is older than they; loads what comes next while that is found out. */
async function makeSure(args: readonly string[], load: () => Promise<unknown>): Promise<void> {
  const project = askingProject();
  if (project === undefined) return;
  const outdated = isOutdated(process.execPath, project);
  await load();
  if (await outdated) becomeSources(project, args);
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
