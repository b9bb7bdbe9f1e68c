import { bash } from "./busybox/index.ts";
import { fullEnvironment, expand } from "./environment.ts";
import { fileSystem, type FileMap, type FileSystem } from "./files.ts";
import { mountsOf } from "./mounts.ts";
import { asksTooOften, recordedNetwork, type NetworkAccess } from "./network-calls.ts";
import { neighboursOf } from "./shared-volumes.ts";
import { type Machine, type Run, Serves } from "./shell/machine.ts";
import { hostnameOf, podAddress, type ContainerView } from "./view.ts";

/** How far ahead a program is looked at to learn whether it ends: a week. */
const LOOK_AHEAD_MS = 7 * 86_400_000;
/** A script that has done so much by then is a loop. */
const LOOK_AHEAD_STEPS = 3_000;

/** The shell with all its programs, which a server that only answers has no need of. */
function shell(): typeof import("./shell/run.ts") {
  return require("./shell/run.ts") as typeof import("./shell/run.ts");
}

/** What becomes of a container's main process. */
export type Fate =
  /** The runtime cannot start it: no such file. */
  | { readonly kind: "not-found"; readonly command: string }
  | {
      readonly kind: "runs";
      readonly endsAfterMs?: number;
      /** When it asks the network for something that nobody has answered yet; what becomes of it then is open. */
      readonly asksAfterMs?: number;
      readonly exitCode: number;
      readonly stop: { readonly afterMs: number; readonly exitCode: number };
    };

/** The command line that the manifest gives instead of the image's; undefined when the image's own runs. */
export function ownCommand(view: ContainerView): readonly string[] | undefined {
  const { container, behaviour } = view;
  const hasVariables = (words: readonly string[] = []): boolean => words.some((word) => word.includes("$"));
  const isExpanded = (container.env || container.envFrom) && (hasVariables(container.command) || hasVariables(container.args));
  const environment = isExpanded ? fullEnvironment(view) : {};
  const expanded = (words: readonly string[]): string[] => words.map((word) => expand(word, environment));
  if (container.command?.length) return expanded([...container.command, ...(container.args ?? [])]);
  const args = expanded(container.args ?? []);
  if (args.length === 0) return undefined;
  // Images whose command is a shell run the arguments; servers take them as flags.
  const runs = behaviour.entrypoint(view).kind === "shell" || isKnown(args[0] ?? "", view);
  return runs ? args : undefined;
}

function isKnown(name: string, view: ContainerView): boolean {
  const { behaviour } = view;
  const base = name.slice(name.lastIndexOf("/") + 1);
  return (
    isProgram(base, view) ||
    ["sh", "bash", "ash"].some((shell) => shell === base && behaviour.shells.includes(name.startsWith("/") ? name : `/bin/${shell}`))
  );
}

/** Whether the container has a program of that name that is emulated, shells aside. */
export function isProgram(name: string, view: ContainerView): boolean {
  return shell().hasProgram(name, {
    lacks: programsMissing(view),
    programs: view.behaviour.programs?.(view) ?? {},
    userland: userlandOf(view),
  });
}

/** What the main process will do, seen from its start. */
export function fateOf(view: ContainerView): Fate {
  const argv = ownCommand(view);
  const { behaviour, container } = view;
  if (argv === undefined) return imageFate(view);
  const name = argv[0] ?? "";
  if (!isKnown(name, view)) {
    // A server image knows programs of its own; a plain user land has only what is emulated.
    const { kind } = behaviour.entrypoint(view);
    if (kind === "shell") return { kind: "not-found", command: name };
    // an image that only does something and ends does so under any command of its own
    return kind === "ends" ? imageFate(view) : { kind: "runs", exitCode: 0, stop: behaviour.stop };
  }
  const stop = { afterMs: 30_000, exitCode: 137 };
  if (container.stdin && readsInput(argv)) return { kind: "runs", exitCode: 0, stop };
  const { ended, asks, serves } = shell().runCommand(argv, {
    ...mainMachine(view, scratch(view), LOOK_AHEAD_MS),
    maxSteps: LOOK_AHEAD_STEPS,
  });
  if (asks && !asksTooOften(view)) return { kind: "runs", asksAfterMs: asks.atMs, exitCode: 0, stop };
  if (serves) return { kind: "runs", exitCode: 0, stop: behaviour.stop };
  return ended ? { kind: "runs", endsAfterMs: ended.atMs, exitCode: ended.exitCode, stop } : { kind: "runs", exitCode: 0, stop };
}

function readsInput(argv: readonly string[]): boolean {
  return argv.length === 1 && /(^|\/)((ba|a)?sh|cat)$/.test(argv[0] ?? "");
}

/** The command line of a main process that waits for somebody to type; undefined when it reads nothing. */
export function waitingCommand(view: ContainerView): readonly string[] | undefined {
  if (!view.container.stdin) return undefined;
  const argv = ownCommand(view);
  if (argv !== undefined) return readsInput(argv) ? argv : undefined;
  return view.behaviour.entrypoint(view).kind === "shell" ? [view.behaviour.shells[0] ?? "sh"] : undefined;
}

function imageFate(view: ContainerView): Fate {
  const { behaviour, container } = view;
  const entrypoint = behaviour.entrypoint(view);
  if (entrypoint.kind === "serves") {
    const { ends } = entrypoint;
    return ends === undefined
      ? { kind: "runs", exitCode: 0, stop: behaviour.stop }
      : { kind: "runs", endsAfterMs: ends.afterMs, exitCode: ends.exitCode, stop: behaviour.stop };
  }
  if (entrypoint.kind === "ends")
    return { kind: "runs", endsAfterMs: entrypoint.afterMs, exitCode: entrypoint.exitCode, stop: behaviour.stop };
  return { kind: "runs", ...(container.stdin ? {} : { endsAfterMs: 50 }), exitCode: 0, stop: behaviour.stop };
}

/** Whether the image's own server runs (and listens), rather than something else that the manifest asked for. */
export function servesItself(view: ContainerView): boolean {
  const argv = ownCommand(view);
  if (view.behaviour.entrypoint(view).kind !== "serves") return false;
  if (argv === undefined || !isKnown(argv[0] ?? "", view)) return true;
  // A script of the manifest's may start the server in the end.
  const { serverProgram } = view.behaviour;
  const mayServe = serverProgram !== undefined && argv.some((word) => word.includes(serverProgram));
  return mayServe && runSoFar(view).serves !== undefined;
}

/** What the main process has printed and done up to now; what it asks the network for the first time, it asks `live`. */
export function runSoFar(view: ContainerView, live?: NetworkAccess): Run {
  const argv = ownCommand(view);
  if (argv !== undefined && isKnown(argv[0] ?? "", view))
    return shell().runCommand(argv, mainMachine(view, scratch(view), Math.max(0, view.now - view.startedAt), live));
  const printed = view.behaviour.printed?.(view);
  if (printed !== undefined) return { stdout: printed.map(({ text }) => text).join(""), stderr: "", output: printed };
  const entrypoint = view.behaviour.entrypoint(view);
  const text = entrypoint.kind === "ends" ? entrypoint.output : (view.behaviour.startLog?.(view) ?? "");
  const output = text === "" ? [] : [{ atMs: 50, text }];
  const last = entrypoint.kind === "serves" ? entrypoint.ends : undefined;
  if (last && last.output !== "" && view.now >= view.startedAt + last.afterMs) output.push({ atMs: last.afterMs, text: last.output });
  return { stdout: output.map((one) => one.text).join(""), stderr: "", output };
}

/** The files of the container as its main process, and those of its pod that write into volumes that it shares, have left them up to now. */
export function filesNow(view: ContainerView): FileSystem {
  const others = neighboursOf(view).map(({ container, startedAt, until, seenHere }) =>
    seenHere(madeBy({ ...view, container, startedAt, now: until, behaviour: bash })),
  );
  return fileSystem(view, Object.assign({}, ...others, madeBy(view)) as FileMap);
}

/** Files that a manifest's own script has made up to now, by path. */
function madeBy(view: ContainerView): FileMap {
  const argv = ownCommand(view);
  if (argv === undefined || !isKnown(argv[0] ?? "", view)) return {};
  const { files, made } = recording(view);
  shell().runCommand(argv, mainMachine(view, files, Math.max(0, view.now - view.startedAt)));
  return made();
}

/** Whether the manifest's own script ever names this path, so that k8sim can know its state. */
export function scriptMentions(view: ContainerView, path: string): boolean {
  return (ownCommand(view) ?? []).some((word) => word.includes(path));
}

/** The machine inside a container. */
export function machineOf(view: ContainerView, files: FileSystem, horizonMs: number): Machine {
  return {
    environment: fullEnvironment(view),
    files,
    hostname: hostnameOf(view.pod),
    address: podAddress(view.pod),
    startedAt: view.startedAt,
    horizonMs,
    shells: view.behaviour.shells,
    userland: userlandOf(view),
    lacks: programsMissing(view),
    mainUptimeMs: view.now - view.startedAt,
    ...(view.behaviour.programs ? { programs: view.behaviour.programs(view) } : {}),
    get mounts() {
      return mountsOf(view);
    },
    mainProcess: ownCommand(view)?.join(" ") ?? view.behaviour.mainProcess ?? view.behaviour.name,
  };
}

/** The same for the main process, whose dealings with the network are remembered. */
function mainMachine(view: ContainerView, files: FileSystem, horizonMs: number, live?: NetworkAccess): Machine {
  const serve = (): never => {
    throw new Serves();
  };
  return { ...machineOf(view, files, horizonMs), ...recordedNetwork(view, live), serve };
}

/** Emulated programs that the image has not. */
export function programsMissing({ behaviour, container }: ContainerView): readonly string[] {
  return /alpine/.test(container.image ?? "") ? [] : (behaviour.lacks ?? []);
}

/** Images with bash have GNU's programs, those built on Alpine and the like busybox's. */
function userlandOf({ behaviour, container }: ContainerView): "busybox" | "gnu" {
  if (behaviour.userland !== undefined) return behaviour.userland;
  const isSmall = /alpine|busybox/.test(container.image ?? "") || !behaviour.shells.includes("/bin/bash");
  return isSmall ? "busybox" : "gnu";
}

/** Files whose changes are forgotten: for looking at what a program would do. */
function scratch(view: ContainerView): FileSystem {
  return recording(view).files;
}

function recording(view: ContainerView): { files: FileSystem; made(): FileMap } {
  const under = fileSystem(view);
  const changes = new Map<string, string | undefined>();
  const made = (): FileMap => Object.fromEntries([...changes].filter((entry): entry is [string, string] => entry[1] !== undefined));
  return {
    files: {
      read: (path) => (changes.has(path) ? changes.get(path) : under.read(path)),
      list: under.list,
      write: (path, content) => void changes.set(path, content),
      isReadOnly: under.isReadOnly,
      modified: under.modified,
      makeDirectory: (path) => void changes.set(`${path.replace(/\/+$/, "")}/`, ""),
      remove(path) {
        const there = changes.has(path) ? changes.get(path) !== undefined : under.read(path) !== undefined;
        if (there) changes.set(path, undefined);
        return there;
      },
    },
    made,
  };
}
