import { explainFailure } from "./failure.ts";
import { createOutput } from "./output.ts";

/** Runs one command line and resolves to its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const output = createOutput();
  try {
    // kubectl first and alone: it must not pay for the rest.
    if (args[0] === "kubectl") return await (await import("./run-kubectl.ts")).runKubectlCommand(args.slice(1), output);
    return await (await import("./program.ts")).runProgram(args, output);
  } catch (error) {
    const { text, code } = explainFailure(error);
    output.stderr(text);
    return code;
  } finally {
    output.flush();
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
