import type { LocalImage } from "../../../cluster/docker.ts";

/** How a docker of a version prints what it says. */
export interface DockerVersion {
  readonly text: string;
  /** 1809 for 18.09. */
  readonly number: number;
  /** CentOS' docker names the registry of what it lists and pulls. github.com/projectatomic/docker */
  readonly namesRegistry: boolean;
  /** Images are built by BuildKit unless told otherwise. docs.docker.com/engine/release-notes/23.0 */
  readonly buildKit: boolean;
}

/** What a version of docker does its own way. */
export function versionOf(text: string): DockerVersion {
  const [major = 0, minor = 0] = text.split(".").map(Number);
  const number = major * 100 + minor;
  return { text, number, namesRegistry: number < 1700, buildKit: number >= 2300 };
}

/** `nginx`, or as CentOS' docker lists it `docker.io/nginx`. */
export function repositoryOf({ name }: Pick<LocalImage, "name">, { namesRegistry }: DockerVersion): string {
  if (!namesRegistry || name === "<none>" || /^[^/]*[.:][^/]*\//.test(name)) return name;
  return `docker.io/${name}`;
}

/** Where a registry has a name: `docker.io/library/nginx`. */
export function fullName(name: string): string {
  if (/^(?:[^/]*[.:][^/]*|localhost)\//.test(name)) return name;
  return `docker.io/${name.includes("/") ? name : `library/${name}`}`;
}

/** The first 12 digits. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Bytes as docker writes them: `3.072kB`, `141MB`; before 17 with a blank. docker/go-units/size.go HumanSizeWithPrecision */
export function sizeText(bytes: number, digits: number, { number }: DockerVersion): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
  const text = value === 0 ? "0" : String(Number(value.toPrecision(digits)));
  return `${text}${number < 1700 ? " " : ""}${UNITS[unit]}`;
}

/** How long ago: `2 weeks ago`. docker/go-units/duration.go HumanDuration */
export function agoText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.round(minutes / 60);
  if (seconds < 1) return "Less than a second ago";
  if (seconds === 1) return "1 second ago";
  if (seconds < 60) return `${seconds} seconds ago`;
  if (minutes === 1) return "About a minute ago";
  if (minutes < 60) return `${minutes} minutes ago`;
  if (hours === 1) return "About an hour ago";
  if (hours < 48) return `${hours} hours ago`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days ago`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks ago`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months ago`;
  return `${Math.floor(hours / 24 / 365)} years ago`;
}
