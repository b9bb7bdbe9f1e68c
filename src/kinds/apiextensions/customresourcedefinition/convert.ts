import { deepEqual } from "../../../base/deep.ts";
import type { Draft } from "../../../machinery/kind.ts";
import type {
  CustomResourceConversion,
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceVersion,
  OldColumn,
  OldConversion,
  OldSpec,
  OldVersion,
  PrinterColumn,
} from "./types.ts";

/** Between v1beta1 and v1, in place: v1 says for each version what v1beta1 may say for all of them. */
// apiextensions/v1/conversion.go, 1.20
export function convertCustomResourceDefinition(object: Draft, toVersion: string): void {
  const definition = object as CustomResourceDefinition;
  if (toVersion === "v1") definition.spec = newSpec(definition.spec as OldSpec);
  else (definition as { spec: OldSpec }).spec = oldSpec(definition.spec);
}

function newSpec({ version, validation, subresources, additionalPrinterColumns: columns, ...spec }: OldSpec): CustomResourceDefinitionSpec {
  const { conversion, versions, ...rest } = spec;
  const named: OldVersion[] = versions ?? (version ? [{ name: version, served: true, storage: true }] : []);
  return {
    ...rest,
    ...(conversion ? { conversion: newConversion(conversion) } : {}),
    versions: named.map((each) => {
      const { additionalPrinterColumns: own = columns, ...parts } = each;
      return {
        ...parts,
        ...(validation ? { schema: validation } : {}),
        ...(subresources ? { subresources } : {}),
        ...(own ? { additionalPrinterColumns: own.map(newColumn) } : {}),
      };
    }),
  };
}

function newColumn({ JSONPath, ...column }: OldColumn): PrinterColumn {
  return { ...column, ...(JSONPath === undefined ? {} : { jsonPath: JSONPath }) };
}

function newConversion({ strategy, webhookClientConfig, conversionReviewVersions }: OldConversion): CustomResourceConversion {
  if (!webhookClientConfig && !conversionReviewVersions) return { strategy };
  return {
    strategy,
    webhook: {
      ...(webhookClientConfig ? { clientConfig: webhookClientConfig } : {}),
      ...(conversionReviewVersions ? { conversionReviewVersions } : {}),
    },
  };
}

/** A spec as v1beta1 has it, which is also how the server thinks of it: what all versions share stands at the top. */
export function oldSpec({ versions: given, conversion, ...spec }: CustomResourceDefinitionSpec): OldSpec {
  // A list that must be there is null when it was left out.
  const versions = given ?? [];
  const [first] = versions;
  const isShared = (part: keyof CustomResourceVersion): boolean => versions.every((each) => deepEqual(each[part], first?.[part]));
  const schema = isShared("schema");
  const subresources = isShared("subresources");
  const columns = isShared("additionalPrinterColumns");
  return {
    ...spec,
    ...(first ? { version: first.name } : {}),
    ...(schema && first?.schema ? { validation: first.schema } : {}),
    ...(subresources && first?.subresources ? { subresources: first.subresources } : {}),
    ...(columns && first?.additionalPrinterColumns ? { additionalPrinterColumns: first.additionalPrinterColumns.map(oldColumn) } : {}),
    versions: versions.map(({ schema: ownSchema, subresources: own, additionalPrinterColumns: ownColumns, ...version }) => ({
      ...version,
      ...(!schema && ownSchema ? { schema: ownSchema } : {}),
      ...(!subresources && own ? { subresources: own } : {}),
      ...(!columns && ownColumns ? { additionalPrinterColumns: ownColumns.map(oldColumn) } : {}),
    })),
    ...(conversion ? { conversion: oldConversion(conversion) } : {}),
  };
}

function oldColumn({ jsonPath, ...column }: PrinterColumn): OldColumn {
  return { ...column, ...(jsonPath === undefined ? {} : { JSONPath: jsonPath }) };
}

function oldConversion({ strategy, webhook }: CustomResourceConversion): OldConversion {
  const { clientConfig, conversionReviewVersions } = webhook ?? {};
  return {
    strategy,
    ...(clientConfig ? { webhookClientConfig: clientConfig } : {}),
    ...(conversionReviewVersions ? { conversionReviewVersions } : {}),
  };
}
