import type { Command, CommanderError } from "commander";

/** A complaint of commander's about a line as one sentence: what was wrong, what would be right, and where more is said. */
export function mistakeText(command: Command, error: CommanderError): string {
  return `${complaint(command, error)}; see "${pathOf(command)} -h"`;
}

function complaint(command: Command, error: CommanderError): string {
  const path = pathOf(command);
  const [, word = ""] = /'([^']*)'/.exec(error.message) ?? [];
  switch (error.code) {
    case "commander.help":
      return `${path} needs one of its commands: ${commandNames(command)}`;
    case "commander.unknownCommand":
      return unknownCommand(command, word, suggestionOf(error));
    case "commander.excessArguments":
      if (command.commands.length > 0) return unknownCommand(command, command.args[0] ?? "", "");
      return `${path} takes ${countOf(command.registeredArguments.length, "argument")}, not ${command.args.length}: ${command.args.join(" ")}`;
    case "commander.missingArgument":
      return `${path} needs ${word}${descriptionOf(command, word)}`;
    case "commander.unknownOption":
      return `${path} has no option "${word}"${suggestionOf(error)}`;
    case "commander.optionMissingArgument":
      return `${path}: the option ${word} needs a value`;
    default:
      return `${path}: ${error.message
        .replace(/^error: /, "")
        .replace(/\.$/, "")
        .replace(/\s*\n\s*/g, " ")}`;
  }
}

function unknownCommand(command: Command, word: string, suggestion: string): string {
  return `"${word}" is no command of ${pathOf(command)}${suggestion === "" ? `; its commands: ${commandNames(command)}` : suggestion}`;
}

/** `k8sim cluster create` */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function commandNames(command: Command): string {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((child) => child.name())
    .join(", ");
}

/** commander's guess at what was meant. */
function suggestionOf(error: CommanderError): string {
  const meant = /\(Did you mean (.*)\?\)/.exec(error.message)?.[1];
  return meant === undefined ? "" : ` (did you mean ${meant}?)`;
}

function descriptionOf(command: Command, argument: string): string {
  const description = command.registeredArguments.find((each) => each.name() === argument)?.description ?? "";
  return description === "" ? "" : ` (${description})`;
}

function countOf(count: number, noun: string): string {
  return count === 0 ? `no ${noun}s` : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
