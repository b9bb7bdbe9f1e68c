import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import type { CustomResourceDefinition, CustomResourceDefinitionSpec, OldSpec } from "./types.ts";

/** Names that follow from others, no conversion, and the version that is stored. */
// apiextensions/v1/defaults.go and v1beta1/defaults.go, 1.20
export function defaultCustomResourceDefinition(object: Draft): void {
  const definition = object as CustomResourceDefinition;
  const spec = (definition.spec ??= {} as CustomResourceDefinitionSpec);
  const names = (spec.names ??= { plural: "", kind: "" });
  const isOld = splitApiVersion(object.apiVersion).version !== "v1";
  if (isOld) spec.scope ||= "Namespaced";
  if (names.kind) {
    names.singular ||= names.kind.toLowerCase();
    names.listKind ||= `${names.kind}List`;
  }
  if (isOld) defaultOld(spec as OldSpec);
  spec.conversion ??= { strategy: "None" };
  defaultPort(isOld ? (spec as OldSpec).conversion?.webhookClientConfig : spec.conversion.webhook?.clientConfig);
  const stored = (spec.versions ?? []).find(({ storage }) => storage);
  if (stored && (definition.status?.storedVersions ?? []).length === 0) {
    definition.status = { ...definition.status, storedVersions: [stored.name] };
  }
}

/** v1beta1 may name one version alone, and keeps what a schema does not know. */
function defaultOld(spec: OldSpec): void {
  const versions = spec.versions ?? [];
  if (versions.length === 0 && spec.version) spec.versions = [{ name: spec.version, served: true, storage: true }];
  if (!spec.version && versions[0]) spec.version = versions[0].name;
  spec.conversion ??= { strategy: "None" };
  if (spec.conversion.strategy === "Webhook" && (spec.conversion.conversionReviewVersions ?? []).length === 0) {
    spec.conversion.conversionReviewVersions = ["v1beta1"];
  }
  spec.preserveUnknownFields ??= true;
}

function defaultPort(config: { service?: { port?: number } } | undefined): void {
  if (config?.service) config.service.port ??= 443;
}
