import { goQuote } from "../../../base/go-format.ts";
import type { OldVersion } from "./types.ts";

/** The versions as Go prints them with %#v; what lies behind a pointer is an address there, which nobody can know. */
// apiextensions/types.go CustomResourceDefinitionVersion, 1.20
export function goVersions(versions: readonly OldVersion[]): string {
  const pointer = (type: string, value: unknown): string => `(*${type})(${value === undefined ? "nil" : "0xc0000b8000"})`;
  const one = (version: OldVersion): string =>
    `apiextensions.CustomResourceDefinitionVersion{${[
      `Name:${goQuote(version.name)}`,
      `Served:${version.served}`,
      `Storage:${version.storage}`,
      `Deprecated:${version.deprecated ?? false}`,
      `DeprecationWarning:${pointer("string", version.deprecationWarning)}`,
      `Schema:${pointer("apiextensions.CustomResourceValidation", version.schema)}`,
      `Subresources:${pointer("apiextensions.CustomResourceSubresources", version.subresources)}`,
      `AdditionalPrinterColumns:[]apiextensions.CustomResourceColumnDefinition(nil)`,
    ].join(", ")}}`;
  return `[]apiextensions.CustomResourceDefinitionVersion{${versions.map(one).join(", ")}}`;
}
