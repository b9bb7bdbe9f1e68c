import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { JsonObject } from "../../base/json.ts";
import { UserError } from "../../base/user-error.ts";
import { memoryOf } from "../../cluster/memory.ts";
import type { OwnImage } from "../../images/own/own-image.ts";
import type { ImageReference } from "../../images/reference.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";

interface AddFlags {
  readonly filename?: string;
  readonly port?: string[];
  readonly body?: string;
  readonly status?: string;
  readonly tag?: string[];
  readonly log?: string;
  readonly requestLog?: string;
  readonly startsAfter?: string;
  readonly cpuPerRequest?: string;
  readonly memory?: string;
  readonly size?: string;
  readonly crashAfter?: string;
  readonly crashAfterRequests?: string;
  readonly needsEnv?: string[];
  readonly exitCode?: string;
}

const several = (value: string, before: string[] | undefined): string[] => [...(before ?? []), ...value.split(",")];

/** `k8sim image add|list|show|remove` */
export function addImageCommand(program: Command, site: CommandSite): void {
  const image = program.command("image").description("tell the cluster what images of your own do");
  image
    .command("add")
    .argument("[NAME:TAG]", "the image, as my-app:v2")
    .description(
      "describe an image; templates may hold {{hostname}} {{ip}} {{path}} {{client}} {{env NAME}} and more (src/images/README.md)",
    )
    .option("-f, --filename <FILE>", "a YAML file with one description or several; - reads standard input")
    .option("--port <N>", "where it listens; may be given again", several)
    .option("--body <TEXT>", "what it answers, as 'hello {{hostname}}'")
    .option("--status <N>", "the status of its answers")
    .option("--tag <TAG>", "another tag of the same image, * for any; may be given again", several)
    .option("--log <TEXT>", "what it logs when it starts")
    .option("--request-log <TEXT>", "what it logs for each request, as '{{client}} {{method}} {{path}} {{status}}'")
    .option("--starts-after <DURATION>", "from its start until it listens, as 5s")
    .option("--cpu-per-request <DURATION>", "CPU time that one request takes, as 2ms")
    .option("--memory <SIZE>", "memory that it takes, as 20Mi")
    .option("--size <SIZE>", "what has to be pulled, as 120MB")
    .option("--crash-after <DURATION>", "it ends by itself so long after its start")
    .option("--crash-after-requests <N>", "it ends by itself after so many requests")
    .option("--needs-env <NAME>", "it ends at its start without this variable; may be given again", several)
    .option("--exit-code <N>", "with what it ends, 1 unless told")
    .action((name: string | undefined, flags: AddFlags) => add(site, name, flags));
  image
    .command("list")
    .option("--all", "those that k8sim knows by itself too")
    .description("list the images that were described for the cluster in use")
    .action((flags: { all?: true }) => list(site, flags.all === true));
  image
    .command("show")
    .argument("<NAME:TAG>", "an image")
    .description("show an image's description as YAML")
    .action((name: string) => show(site, name));
  image
    .command("remove")
    .argument("<NAME[:TAG]>", "an image that was added; all of its tags when none is named")
    .description("forget an image's description")
    .action((name: string) => remove(site, name));
}

async function add(site: CommandSite, name: string | undefined, { filename, ...flags }: AddFlags): Promise<void> {
  if ((name === undefined) === (filename === undefined))
    throw new UserError("name one image (k8sim image add my-app:v2 --port 8080 --body hello) or a file with descriptions (-f FILE)");
  if (filename !== undefined && Object.keys(flags).length > 0)
    throw new UserError("a file says everything about its images: give -f FILE without other flags");
  const { ownImagesOf, readOwnImages } = await import("../../images/own/read.ts");
  const { keepOwnImages } = await import("../../images/own/stored.ts");
  const images = filename === undefined ? ownImagesOf(describedBy(name ?? "", flags), "image") : readOwnImages(textOf(filename), filename);
  await withSession(site.home, (session) => session.write(() => keepOwnImages(images, memoryOf(session.cluster.store))));
  for (const image of images) for (const tag of image.tags) site.output.stdout(`image ${image.name}:${tag} added\n`);
}

function describedBy(image: string, flags: AddFlags): JsonObject {
  const { port, body, status, tag, log, requestLog, startsAfter, cpuPerRequest, memory, size } = flags;
  const { crashAfter, crashAfterRequests, needsEnv, exitCode } = flags;
  const fails = defined({ after: crashAfter, afterRequests: crashAfterRequests, missingEnv: needsEnv, exitCode });
  const logs = defined({ start: log, request: requestLog });
  return {
    image,
    ...defined({ ports: port, status, tags: tag, startsAfter, cpuPerRequest, memory, size }),
    // A shell's argument has no line end; what an application answers has one.
    ...defined({ body: body === undefined || body.endsWith("\n") ? body : `${body}\n` }),
    ...(Object.keys(logs).length > 0 ? { log: logs } : {}),
    ...(Object.keys(fails).length > 0 ? { fails } : {}),
  };
}

function defined(values: Readonly<Record<string, string | string[] | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}

function textOf(filename: string): string {
  try {
    return readFileSync(filename === "-" ? 0 : filename, "utf8");
  } catch {
    throw new UserError(`${filename} cannot be read: is there such a file?`);
  }
}

async function list(site: CommandSite, all: boolean): Promise<void> {
  const { ownImages } = await import("../../images/own/stored.ts");
  const { catalogueEntries } = await import("../../images/catalogue.ts");
  const images = await withSession(site.home, (session) => session.read(() => [...ownImages(memoryOf(session.cluster.store))]));
  const rows = images.map((image) => [image.name, image.tags.join(","), image.ports.join(",") || "-", gist(image)]);
  if (all)
    rows.push(
      ...catalogueEntries().map(({ match, tags, ports, behaviour }) => [
        match,
        tags === undefined || tags.length > 24 ? "*" : tags.replaceAll("\\", ""),
        ports?.join(",") ?? "-",
        `built in${behaviour === undefined ? "" : `: ${behaviour}`}`,
      ]),
    );
  if (rows.length === 0)
    return site.output.stdout('no images of your own yet; "k8sim image add" describes one, --all lists what k8sim knows\n');
  const table = [["IMAGE", "TAGS", "PORTS", "ANSWERS"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)) + 3);
  for (const row of table) site.output.stdout(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("")}\n`);
}

function gist({ answers, fails }: OwnImage): string {
  const said = answers.map(({ path, body }) => `${path === "*" ? "" : `${path} `}${JSON.stringify(body.trim())}`).join(" ");
  return `${said || "that it is emulated"}${fails === undefined ? "" : " (fails)"}`;
}

async function show(site: CommandSite, text: string): Promise<void> {
  const { parseImage } = await import("../../images/reference.ts");
  const { ownImageOf } = await import("../../images/own/stored.ts");
  const { availability, entryOf, sizeOf } = await import("../../images/catalogue.ts");
  const { formatOwnImage } = await import("../../images/own/write.ts");
  const { formatYaml } = await import("../../base/yaml-out.ts");
  const reference = requireImage(text, parseImage(text));
  await withSession(site.home, (session) =>
    session.read(() => {
      const memory = memoryOf(session.cluster.store);
      const image = ownImageOf(reference, memory);
      if (image !== undefined) return site.output.stdout(formatOwnImage(image));
      if (availability(reference, memory) !== "present")
        throw new UserError(`image ${text} does not exist: pods that use it cannot pull it`);
      const { behaviour, ports, body } = entryOf(reference) ?? {};
      site.output.stdout(
        `# built in\n${formatYaml({ image: text, ...(behaviour ? { behaviour } : {}), ...(ports ? { ports } : {}), ...(body ? { body } : {}), size: sizeOf(reference, memory) })}`,
      );
    }),
  );
}

async function remove(site: CommandSite, text: string): Promise<void> {
  const { parseImage } = await import("../../images/reference.ts");
  const { forgetOwnImage, ownImages } = await import("../../images/own/stored.ts");
  const { short, tag } = requireImage(text, parseImage(text));
  const hasTag = /:[^/]*$/.test(text);
  await withSession(site.home, (session) =>
    session.write(() => {
      const memory = memoryOf(session.cluster.store);
      if (forgetOwnImage(short, hasTag ? tag : undefined, memory)) return;
      const names = ownImages(memory).flatMap(({ name, tags }) => tags.map((one) => `${name}:${one}`));
      throw new UserError(
        `image ${text} was not added; ${names.length > 0 ? `there are ${names.join(", ")}` : "there are none of your own"}`,
      );
    }),
  );
  site.output.stdout(`image ${text} removed\n`);
}

function requireImage(text: string, reference: ImageReference | undefined): ImageReference {
  if (reference !== undefined) return reference;
  throw new UserError(`"${text}" is no name for an image: lower-case letters, digits and . _ - /, then :TAG, as my-app:v2`);
}
