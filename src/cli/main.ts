import { resolveHome } from "../cluster/home.ts";
import { explainFailure } from "./failure.ts";
import { becomeSources, isOutdated, whoAsks } from "./freshness.ts";
import { createOutput } from "./output.ts";

/** Runs one command line and resolves to its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const output = createOutput();
  try {
    const sure = makeSure(args);
    // kubectl, and curl in a loop, first and alone: they must not pay for the rest.
    if (args[0] === "kubectl") {
      const { runKubectlCommand } = await import("./run-kubectl.ts");
      // what it goes on to load, while it is found out whether it may
      await import("../cluster/world.ts");
      await sure;
      return await runKubectlCommand(args.slice(1), output);
    }
    if (args[0] === "curl" && args.length > 2) {
      const { runCurlCommand } = await import("./run-curl.ts");
      return await runCurlCommand(args.slice(1), resolveHome(process.env), output, sure);
    }
    const { runProgram } = await import("./program.ts");
    await sure;
    return await runProgram(args, output);
  } catch (error) {
    const { text, code } = explainFailure(error);
    output.stderr(text);
    return code;
  } finally {
    output.flush();
  }
}

/** Lets the sources take over from an executable that is older than they: does not come back then. Nothing may be written before. */
async function makeSure(args: readonly string[]): Promise<void> {
  const asking = whoAsks();
  if (asking !== undefined && (await isOutdated(process.execPath, asking))) becomeSources(asking, args);
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
