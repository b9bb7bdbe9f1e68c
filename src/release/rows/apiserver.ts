import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: the API server's own handling of requests, whatever the kind. */
export const apiServerRows = {
  ...featureRows({
    celMessageExpressions: {
      since: "1.27",
      what: "rules of custom resources have messageExpression",
      evidence: "apiextensions/types_jsonschema.go ValidationRule, 1.26 against 1.27",
    },
    celOptionalOldSelf: {
      since: "1.29",
      what: "rules of custom resources have optionalOldSelf",
      evidence: "apiextensions/types_jsonschema.go ValidationRule, 1.28 against 1.29",
    },
    celQuantities: {
      since: "1.29",
      what: "CEL compares different numbers, and knows quantities and optional values",
      evidence: "apiserver/pkg/cel/environment/base.go, 1.28 for expressions of the release after",
    },
    celRuleReasons: {
      since: "1.28",
      what: "rules of custom resources have reason and fieldPath",
      evidence: "apiextensions/types_jsonschema.go ValidationRule, 1.27 against 1.28",
    },
    celRules: {
      since: "1.25",
      what: "x-kubernetes-validations are kept and in force",
      evidence: "apiextensions-apiserver/pkg/features CustomResourceValidationExpressions, beta in 1.25",
    },
    celSets: {
      since: "1.30",
      what: "CEL has the functions of sets",
      evidence: "apiserver/pkg/cel/environment/base.go, 1.29 for expressions of the release after",
    },
    crdRatcheting: {
      since: "1.30",
      what: "a rule that an unchanged part of a custom resource breaks only warns",
      evidence: "apiextensions-apiserver/pkg/features CRDValidationRatcheting, beta in 1.30",
    },
    aggregatedDiscovery: {
      since: "1.27",
      what: "one document tells all types, and which group versions are stale: nobody has to ask their servers",
      evidence: "gate AggregatedDiscoveryEndpoint, on from 1.27",
    },
    apiServiceFieldsTracked: {
      since: "1.23",
      what: "APIServices have managedFields",
      evidence: "recordings a-describe-cluster describe apiservice, on 1.20.2 and on 1.23",
    },
    applyKeepsLastApplied: {
      since: "1.20",
      what: "server-side apply by kubectl takes over the fields of client-side apply, and rewrites its last-applied annotation",
      evidence:
        "apiserver/pkg/endpoints/handlers/fieldmanager/fieldmanager.go, 1.20; recordings v-newer-commands apply --wait after --server-side",
    },
    emptyBudgetSelectorMatchesAll: {
      since: "1.21",
      what: "an empty selector of a PodDisruptionBudget covers every pod of the namespace",
      evidence: "policy/v1 semantics, facts/apiserver.md 1; 1.20 source pkg/registry/core/pod/storage/eviction.go",
    },
    itemsOfCustomResourcesNumbered: {
      since: "1.25",
      what: "errors in a list of a custom resource tell the item: spec.groups[0].name; before, spec.groups.name",
      evidence: "1.20.2's answers; go-openapi/validate slice_validator.go and kube-openapi's of 2022; first minor not certain",
    },
    jsonIteratorDecoding: {
      since: "1.18",
      until: "1.23",
      what: "json-iterator decodes request bodies, and its error texts are shown",
      evidence: "facts/apiserver.md 4.4; recordings A/a-schema-validation",
    },
    managedFieldsReconciled: {
      since: "1.20",
      until: "1.22",
      what: "before a write, a managedFields entry that owns a map or list and nothing in it comes to own all it holds",
      evidence:
        "recordings a-replace and a-apply: 1.20.2 does, 1.23 does not, the minor between them is inferred; structured-merge-diff 4.0.2 typed/reconcile_schema.go",
    },
    managedFieldsSubresource: {
      since: "1.22",
      what: "writes to a subresource have managedFields entries of their own",
      evidence: "facts/apiserver.md 7.1",
    },
    managedFieldsTimeAlwaysMoves: {
      since: "1.18",
      until: "1.19",
      what: "any change by a manager moves the time of its managedFields entry",
      evidence: "facts/apiserver.md 7.1",
    },
    proxyUnavailable: {
      since: "1.21",
      what: "a proxy that reaches nobody answers 503 ServiceUnavailable, before it 500 without a reason",
      evidence: "1.20 source apimachinery/pkg/util/proxy/transport.go; answers of newer servers quoted in kubernetes issues",
    },
    openApiV3: {
      since: "1.24",
      what: "/openapi/v3 is served",
      evidence: "gate OpenAPIV3, on by default from 1.24; kubectl 1.32 explains and validates by it",
    },
    preemptionPolicyDefault: {
      since: "1.19",
      what: "every pod gets a preemptionPolicy",
      evidence: "facts/apiserver.md 2.1; recordings A/a-get-pods-formats",
    },
    projectedServiceAccountToken: {
      since: "1.21",
      what: "pods get their token by a projected volume kube-api-access-…, not by the secret of the account",
      evidence: "facts/apiserver.md 2.1; gate BoundServiceAccountTokenVolume on from 1.21",
    },
    quotaNamesContainers: {
      since: "1.24",
      what: "a quota's refusal tells which containers leave a request or limit unsaid",
      evidence: "names alone in 1.20.2 (recordings A/a-quota-limits) and in kubernetes issue 107205 (end of 2021); first minor not certain",
    },
    selfLinks: {
      since: "1.18",
      until: "1.20",
      what: "metadata.selfLink is filled",
      evidence: "facts/apiserver.md 7, gate RemoveSelfLink on from 1.20",
    },
    serverExport: {
      since: "1.18",
      until: "1.21",
      what: "GET with export=true",
      evidence: "apiserver/pkg/endpoints/handlers/get.go, 1.20 against 1.21",
    },
    unknownPathsListed: {
      since: "1.18",
      until: "1.23",
      what: "an unknown path is answered by 404 and the paths that the server of custom resources knows",
      evidence: "kube-apiserver 1.20.2 itself; NewEmptyDelegateWithCustomHandler, 1.22 against 1.23",
    },
    serverFieldValidation: {
      since: "1.25",
      what: "the server warns of, or refuses, unknown fields",
      evidence: "facts/apiserver.md 4.4",
    },
    singularNames: {
      since: "1.27",
      what: "discovery gives built-in resources their singularName",
      evidence: "facts/schema/README.md",
    },
    subresourceTables: {
      since: "1.24",
      what: "subresources come as tables, too",
      evidence: "recordings v-newer-commands get --subresource=status, on 1.23; kubernetes PR 99556",
    },
  }),
  namespaceMismatchText: valueRow({
    values: [
      { since: "1.18", is: "the namespace of the provided object does not match the namespace sent on the request" },
      { since: "1.24", is: "the namespace of the object (%o) does not match the namespace on the request (%r)" },
    ],
    what: "complaint about an object sent to another namespace's URL",
    evidence: "facts/apiserver.md 6.3; 1.20 source registry/rest/create.go",
  }),
  serverBuild: valueRow({
    values: [
      {
        since: "1.18",
        is: { gitCommit: "c96aede7b5205121079932896c4ad89bb93260af", buildDate: "2020-06-17T11:33:59Z", goVersion: "go1.13.9" },
      },
      { since: "1.19", is: { gitCommit: "", buildDate: "2020-08-26T14:23:04Z", goVersion: "go1.15" } },
      {
        since: "1.20",
        is: { gitCommit: "faecb196815e248d3ecfb03c680a4507229c2a56", buildDate: "2021-01-13T13:20:00Z", goVersion: "go1.15.5" },
      },
      { since: "1.21", is: { gitCommit: "", buildDate: "2021-04-08T16:25:06Z", goVersion: "go1.16.1" } },
      { since: "1.22", is: { gitCommit: "", buildDate: "2021-08-04T17:57:25Z", goVersion: "go1.16.6" } },
      {
        since: "1.23",
        is: { gitCommit: "42c05a547468804b2053ecf60a3bd15560362fc2", buildDate: "2022-05-24T12:24:41Z", goVersion: "go1.17.10" },
      },
      { since: "1.24", is: { gitCommit: "", buildDate: "2022-05-03T13:38:19Z", goVersion: "go1.18.1" } },
      { since: "1.25", is: { gitCommit: "", buildDate: "2022-08-23T17:38:15Z", goVersion: "go1.19" } },
      { since: "1.27", is: { gitCommit: "", buildDate: "2023-04-14T13:14:42Z", goVersion: "go1.20.3" } },
      { since: "1.29", is: { gitCommit: "", buildDate: "2023-12-13T08:44:10Z", goVersion: "go1.21.5" } },
      { since: "1.30", is: { gitCommit: "", buildDate: "2024-04-17T17:27:03Z", goVersion: "go1.22.2" } },
      { since: "1.32", is: { gitCommit: "", buildDate: "2024-12-11T17:59:15Z", goVersion: "go1.23.3" } },
    ],
    what: "what /version says of the build; empty where it is not known",
    evidence: "1.18.4, 1.20.2 and 1.23.7 as their releases print them (from memory); recording A/a-get-raw has a Debian build's date",
  }),
};
