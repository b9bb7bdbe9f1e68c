import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import { resolveHome } from "../cluster/home.ts";
import { COMMANDS, type CommandSite } from "./commands/index.ts";
import { addCommandsToCome } from "./commands/not-yet.ts";
import { UsageMistake } from "./failure.ts";
import { mistakeText } from "./mistakes.ts";
import type { Output } from "./output.ts";

const EXAMPLES = `
Examples:
  k8sim kubectl get nodes                       with no cluster yet, the book's is made first
  k8sim cluster create lab --profile kubespray  another cluster; "cluster use" goes back
  k8sim time advance 5m                         time is yours
  k8sim curl http://192.168.1.101:30000         from your own machine, as the cluster's network sees it
  source <(k8sim completion bash)               TAB knows commands and live objects
`;

/** Runs one of k8sim's own commands; resolves to its exit code. Throws UsageMistake for a line that is none. */
export async function runProgram(args: readonly string[], output: Output): Promise<number> {
  const site: CommandSite = { home: resolveHome(process.env), output, exitCode: 0 };
  const program = createProgram(site, args[0]);
  if (args.length === 0) {
    program.outputHelp();
    return 0;
  }
  if (args[0] === "help" && args[1] === "kubectl") {
    return (await import("./run-kubectl.ts")).runKubectlCommand([...args.slice(2), "-h"], output);
  }
  if (args[0] === "__complete") {
    const { complete } = await import("./completion/complete.ts");
    await complete(program, args.slice(1), site);
    return 0;
  }
  try {
    await program.parseAsync(wordsOf(args, program), { from: "user" });
  } catch (error) {
    if (error instanceof UnknownFirstWord) throw new UsageMistake(await withKubectlHint(error));
    if (!(error instanceof CommanderError)) throw error;
  }
  return site.exitCode;
}

/** `help time advance` is `time advance -h`; help for what there is not is a mistake as the command itself would be. */
function wordsOf(args: readonly string[], program: Command): string[] {
  const [first, ...asked] = args;
  if (first !== "help") return [...args];
  const isKnown = asked.length === 0 || program.commands.some((command) => command.name() === asked[0]);
  return isKnown ? [...asked, "-h"] : asked;
}

/** The program with all of its commands; with one alone where `first` is that one's name: the others' options would only take time. */
function createProgram(site: CommandSite, first = ""): Command {
  const program = new Command("k8sim")
    .description("a Kubernetes cluster whose clock you own")
    .usage("COMMAND")
    .version(version, "-V, --version", "show k8sim's version")
    .addHelpText("after", EXAMPLES);
  const addFirst = COMMANDS.get(first);
  if (addFirst === undefined) addAll(program, site);
  else addFirst(program, site);
  tame(program, site.output);
  return program;
}

function addAll(program: Command, site: CommandSite): void {
  program
    .command("kubectl")
    .description("kubectl of the cluster's version; its exit codes and outputs are kubectl's")
    .helpOption(false)
    .allowUnknownOption();
  for (const add of COMMANDS.values()) add(program, site);
  addCommandsToCome(program);
}

/** A first word that is no command of k8sim's. */
class UnknownFirstWord extends Error {
  readonly word: string;
  constructor(message: string, word: string) {
    super(message);
    this.word = word;
  }
}

/** No command ends the process or writes by itself. Asked-for help ends as a CommanderError with exit code 0. */
function tame(command: Command, output: Output): void {
  command
    .helpCommand(false)
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      const message = mistakeText(command, error);
      const isFirst = command.parent === null && error.code === "commander.unknownCommand";
      throw isFirst ? new UnknownFirstWord(message, command.args[0] ?? "") : new UsageMistake(message);
    })
    .configureOutput({ writeOut: (text) => output.stdout(text), writeErr: () => undefined })
    .configureHelp({ subcommandTerm: (child) => child.name() })
    .showSuggestionAfterError();
  for (const child of command.commands) tame(child, output);
}

/** Who types `k8sim get pods` means kubectl. */
async function withKubectlHint({ message, word }: UnknownFirstWord): Promise<string> {
  const { rootRows } = await import("../kubectl/command-table.ts");
  return rootRows.some(({ name }) => name === word) ? `"${word}" is a command of kubectl: k8sim kubectl ${word} …` : message;
}
