import type { KubeObject } from "../../../machinery/object.ts";
import type { JsonSchema } from "../../../machinery/structural-schema/json-schema.ts";

/** apiextensions.k8s.io/v1 CustomResourceDefinition, which is also how one is stored. */
export interface CustomResourceDefinition extends KubeObject {
  spec: CustomResourceDefinitionSpec;
  status?: CustomResourceDefinitionStatus;
}

export interface CustomResourceDefinitionSpec {
  group: string;
  names: CustomResourceNames;
  scope: string;
  versions?: CustomResourceVersion[];
  conversion?: CustomResourceConversion;
  preserveUnknownFields?: boolean;
}

export interface CustomResourceNames {
  plural: string;
  singular?: string;
  kind: string;
  listKind?: string;
  shortNames?: string[];
  categories?: string[];
}

/** What v1beta1 also has once for all versions. */
export interface VersionParts {
  schema?: { openAPIV3Schema?: JsonSchema };
  subresources?: Subresources;
  additionalPrinterColumns?: PrinterColumn[];
}

export interface CustomResourceVersion extends VersionParts {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  deprecationWarning?: string;
}

export interface Subresources {
  status?: object;
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
}

export interface PrinterColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  priority?: number;
  jsonPath?: string;
}

export interface WebhookClientConfig {
  url?: string;
  service?: { namespace: string; name: string; path?: string; port?: number };
  caBundle?: string;
}

export interface CustomResourceConversion {
  strategy: string;
  webhook?: { clientConfig?: WebhookClientConfig; conversionReviewVersions?: string[] };
}

export interface CustomResourceCondition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

export interface CustomResourceDefinitionStatus {
  conditions?: CustomResourceCondition[] | null;
  acceptedNames?: CustomResourceNames;
  storedVersions?: string[] | null;
}

/** The spec of v1beta1, where it differs. */
export interface OldSpec extends Omit<CustomResourceDefinitionSpec, "versions" | "conversion"> {
  version?: string;
  versions?: OldVersion[];
  validation?: VersionParts["schema"];
  subresources?: Subresources;
  additionalPrinterColumns?: OldColumn[];
  conversion?: OldConversion;
}
export interface OldVersion extends Omit<CustomResourceVersion, "additionalPrinterColumns"> {
  additionalPrinterColumns?: OldColumn[];
}
export interface OldColumn extends Omit<PrinterColumn, "jsonPath"> {
  JSONPath?: string;
}
export interface OldConversion {
  strategy: string;
  webhookClientConfig?: WebhookClientConfig;
  conversionReviewVersions?: string[];
}
