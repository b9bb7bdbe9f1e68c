import type { Command } from "commander";
import type { Output } from "../output.ts";
import { addClusterCommand } from "./cluster.ts";
import { addCompletionCommand } from "./completion.ts";
import { addCurlCommand } from "./curl.ts";
import { addImageCommand } from "./image.ts";
import { addFaultCommand } from "./fault.ts";
import { addLabCommand } from "./lab/index.ts";
import { addLoadCommand } from "./load.ts";
import { addNodeCommand } from "./node.ts";
import { addServeCommand } from "./serve.ts";
import { addExecCommand, addShellCommand } from "./shell.ts";
import { addTimeCommand } from "./time.ts";
import { addTraceCommand } from "./trace.ts";
import { addWhyCommand } from "./why.ts";

/** What a command is given. */
export interface CommandSite {
  /** `$K8SIM_HOME` or the platform's own directory. */
  readonly home: string;
  readonly output: Output;
  /** What the process ends with; a command that fails without an error sets it. */
  exitCode: number;
}

type AddCommand = (program: Command, site: CommandSite) => void;

/** Every command of k8sim's own, by its name, in the order of the help: one file, one line here. */
export const COMMANDS: ReadonlyMap<string, AddCommand> = new Map([
  ["cluster", addClusterCommand],
  ["completion", addCompletionCommand],
  ["curl", addCurlCommand],
  ["image", addImageCommand],
  ["fault", addFaultCommand],
  ["lab", addLabCommand],
  ["load", addLoadCommand],
  ["node", addNodeCommand],
  ["exec", addExecCommand],
  ["serve", addServeCommand],
  ["shell", addShellCommand],
  ["time", addTimeCommand],
  ["trace", addTraceCommand],
  ["why", addWhyCommand],
]);
