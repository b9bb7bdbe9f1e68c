import { joinRelative } from "../paths.ts";

/** The annotations under which origins are kept and shown. */
export const ORIGIN = "config.kubernetes.io/origin";
export const TRANSFORMATIONS = "alpha.config.kubernetes.io/transformations";

/** Where an object came from, or what changed it, for the annotations of buildMetadata. api/resource/origin.go */
export interface Origin {
  readonly path?: string;
  readonly configuredIn?: string;
  readonly configuredBy?: { readonly apiVersion: string; readonly kind: string };
}

/** The origin of something below. */
export function below(origin: Origin, path: string): Origin {
  return { ...origin, path: joinRelative(origin.path ?? "", path) };
}

/** The built-in step of a kustomization as an origin. */
export function builtinOrigin(origin: Origin, file: string, kind: string): Origin {
  return { configuredIn: joinRelative(origin.path ?? "", file), configuredBy: { apiVersion: "builtin", kind } };
}

/** An origin as the YAML of its annotation. */
export function originText({ path, configuredIn, configuredBy }: Origin): string {
  return [
    ...(path === undefined || path === "" ? [] : [`path: ${path}`]),
    ...(configuredIn === undefined ? [] : [`configuredIn: ${configuredIn}`]),
    ...(configuredBy === undefined ? [] : ["configuredBy:", `  apiVersion: ${configuredBy.apiVersion}`, `  kind: ${configuredBy.kind}`]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** A list of origins as the YAML of its annotation. */
export function transformationsText(origins: readonly Origin[]): string {
  return origins
    .map((origin) =>
      originText(origin)
        .replace(/^/, "- ")
        .replace(/\n(?=.)/g, "\n  "),
    )
    .join("");
}
