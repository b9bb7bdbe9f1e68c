import { goValueSyntax, goValueV } from "../../base/go-format.ts";
import { goJson } from "../../base/json-out.ts";
import { executeGoTemplate } from "../../machinery/go-template/execute.ts";
import { parseGoTemplate } from "../../machinery/go-template/parse.ts";
import { parseJsonPath } from "../../machinery/jsonpath/parse.ts";
import { executeJsonPath } from "../../machinery/jsonpath/print.ts";
import { CommandError } from "../errors.ts";
import type { KubectlEnv } from "../env.ts";
import { type ObjectPrinter, PrintError, type Printable } from "./object-printer.ts";

/** The printer for a template format and its text (or file). Throws CommandError for what does not parse. */
export function templatePrinter(env: KubectlEnv, format: string, argument: string, allowMissingKeys: boolean): ObjectPrinter {
  if (argument === "") throw new CommandError("template format specified but no template given");
  const text = format.endsWith("file") ? readTemplate(env, argument) : argument;
  return format.startsWith("jsonpath") ? jsonPathPrinter(env, format, text, allowMissingKeys) : goTemplatePrinter(text, allowMissingKeys);
}

function readTemplate(env: KubectlEnv, path: string): string {
  try {
    return env.files.read(path);
  } catch (error) {
    throw new CommandError(`error reading --template ${path}, ${(error as Error).message}\n`);
  }
}

// cli-runtime/pkg/printers/jsonpath.go
function jsonPathPrinter(env: KubectlEnv, format: string, text: string, allowMissingKeys: boolean): ObjectPrinter {
  const template = attempt(
    () => parseJsonPath(text),
    (why) => `error parsing jsonpath ${text}, ${why}\n`,
  );
  const collections = env.release.has("jsonPathPrintsJson") ? "json" : "go";
  return {
    print(object) {
      try {
        return executeJsonPath(template, object, { allowMissingKeys, collections, asJson: format === "jsonpath-as-json" });
      } catch (error) {
        const report = [
          `Error executing template: ${(error as Error).message}. Printing more information for debugging the template:`,
          `\ttemplate was:\n\t\t${text}`,
          `\tobject given to jsonpath engine was:\n\t\t${goValueSyntax(object)}\n\n`,
        ].join("\n");
        throw new PrintError(`error: error executing jsonpath ${JSON.stringify(text)}: ${report}\n`, "");
      }
    },
  };
}

// cli-runtime/pkg/printers/template.go
function goTemplatePrinter(text: string, allowMissingKeys: boolean): ObjectPrinter {
  const template = attempt(
    () => parseGoTemplate(text),
    (why) => `error parsing template ${text}, ${why}\n`,
  );
  return {
    print(object: Printable) {
      const { output, error } = executeGoTemplate(template, object, { allowMissingKeys });
      if (error === undefined) return output;
      const report = [
        `Error executing template: ${error.message}. Printing more information for debugging the template:`,
        `\ttemplate was:\n\t\t${text}`,
        `\traw data was:\n\t\t${goJson(object, { sortKeys: true })}`,
        `\tobject given to template engine was:\n\t\t${goValueV(object)}\n\n`,
      ].join("\n");
      throw new PrintError(`error: error executing template ${JSON.stringify(text)}: ${error.message}\n`, output + report);
    },
  };
}

function attempt<T>(parse: () => T, describe: (why: string) => string): T {
  try {
    return parse();
  } catch (error) {
    throw new CommandError(describe((error as Error).message));
  }
}
