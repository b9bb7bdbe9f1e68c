import { type Absence, hex64, parseImage } from "../../../cluster/docker.ts";
import { readArguments } from "./arguments.ts";
import { changed, daemonError, type DockerCall, type DockerCommand, usageError } from "./command.ts";
import { type DockerVersion, fullName, shortId } from "./texts.ts";

/** `docker pull NAME[:TAG]` */
export const pull: DockerCommand = async (docker) => {
  const read = readArguments(docker.words, {
    values: ["platform"],
    switches: ["quiet", "all-tags", "disable-content-trust"],
    letters: { q: "quiet", a: "all-tags" },
  });
  const wrong = usageError(docker, "pull", read, 1);
  if (wrong !== undefined) return wrong;
  const { text, isThere } = await fetchImage(docker, read.operands[0] ?? "", read.flags.has("quiet"));
  if (!isThere) return daemonError(docker, text);
  docker.call.streams.out(text);
  return 0;
};

/** Pulls an image: what is said of it, or why it cannot be had. `docker build` says the same of a base image. */
export async function fetchImage(docker: DockerCall, asked: string, isQuiet = false): Promise<{ text: string; isThere: boolean }> {
  const { shown, host } = docker;
  const reference = parseImage(asked);
  if (reference === undefined) return { text: "invalid reference format", isThere: false };
  const { short, tag } = reference;
  const name = fullName(short);
  const pulled = await changed(docker, () => host.pull(reference));
  if (typeof pulled === "string") return { text: absenceText(pulled, short, tag, shown), isThere: false };
  const { image, isNew } = pulled;
  const listed = shown.namesRegistry ? `docker.io/${short}` : short;
  const lines = [
    ...(/:[^/]*$/.test(asked) ? [] : ["Using default tag: latest"]),
    ...(shown.namesRegistry ? [`Trying to pull repository ${name} ... `] : []),
    `${tag}: Pulling from ${shown.namesRegistry ? name : name.replace(/^docker\.io\//, "")}`,
    ...(isNew ? image.layers.map((layer) => `${shortId(layer)}: Pull complete`) : []),
    `Digest: sha256:${hex64(image.id)}`,
    `Status: ${isNew ? "Downloaded newer image" : "Image is up to date"} for ${listed}:${tag}`,
  ];
  const last = shown.number >= 1903 || isQuiet ? [`${name}:${tag}`] : [];
  return { text: [...(isQuiet ? [] : lines), ...last, ""].join("\n"), isThere: true };
}

function absenceText(absence: Absence, short: string, tag: string, { number, namesRegistry }: DockerVersion): string {
  if (absence === "no-tag")
    return namesRegistry
      ? `manifest for ${fullName(short)}:${tag} not found`
      : `manifest for ${short}:${tag} not found${number < 1903 ? "" : ": manifest unknown: manifest unknown"}`;
  if (namesRegistry) return `repository ${fullName(short).replace("/library/", "/")} not found: does not exist or no pull access`;
  return `pull access denied for ${short}, repository does not exist or may require 'docker login'${number < 1809 ? "" : ": denied: requested access to the resource is denied"}`;
}

/** `docker push NAME[:TAG]`: from then on every node can pull it. */
export const push: DockerCommand = async (docker) => {
  const { call, host, shown } = docker;
  const read = readArguments(docker.words, {
    values: [],
    switches: ["quiet", "all-tags", "disable-content-trust"],
    letters: { q: "quiet", a: "all-tags" },
  });
  const wrong = usageError(docker, "push", read, 1);
  if (wrong !== undefined) return wrong;
  const text = read.operands[0] ?? "";
  const reference = parseImage(text);
  if (reference === undefined) return daemonError(docker, "invalid reference format");
  const { short, tag } = reference;
  const name = fullName(short);
  const { streams } = call;
  if (shown.number >= 2010 && !/:[^/]*$/.test(text)) streams.out("Using default tag: latest\n");
  streams.out(`The push refers to ${shown.number < 1707 ? "a repository" : "repository"} [${name}]\n`);
  const image = host.find(`${short}:${tag}`);
  if (image === undefined) {
    streams.err(`An image does not exist locally with the tag: ${shown.namesRegistry ? name : short}\n`);
    return 1;
  }
  const layers = image.layers.toReversed();
  if (name.startsWith("docker.io/library/")) {
    // Nobody may write where Docker's own images are.
    streams.out(layers.map((layer) => `${shortId(layer)}: Preparing\n`).join(""));
    streams.err("denied: requested access to the resource is denied\n");
    return 1;
  }
  await changed(docker, () => host.push(image));
  streams.out(layers.map((layer) => `${shortId(layer)}: Pushed\n`).join(""));
  // A manifest has 7 lines and 2 for each layer, of some 110 bytes.
  streams.out(`${tag}: digest: sha256:${hex64(image.id)} size: ${Math.round(300 + image.layers.length * 210.5)}\n`);
  return 0;
};
