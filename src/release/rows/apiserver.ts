import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: the API server's own handling of requests, whatever the kind. */
export const apiServerRows = {
  ...featureRows({
    emptyBudgetSelectorMatchesAll: {
      since: "1.21",
      what: "an empty selector of a PodDisruptionBudget covers every pod of the namespace",
      evidence: "policy/v1 semantics, facts/apiserver.md 1; 1.20 source pkg/registry/core/pod/storage/eviction.go",
    },
    generateNameRetries: {
      since: "1.30",
      what: "a generated name that is taken is drawn again, up to eight times",
      evidence: "facts/apiserver.md 7, gate RetryGenerateName",
    },
    jsonIteratorDecoding: {
      since: "1.18",
      until: "1.23",
      what: "json-iterator decodes request bodies, and its error texts are shown",
      evidence: "facts/apiserver.md 4.4; recordings A/a-schema-validation",
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
    selfLinks: {
      since: "1.18",
      until: "1.20",
      what: "metadata.selfLink is filled",
      evidence: "facts/apiserver.md 7, gate RemoveSelfLink on from 1.20",
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
  }),
  namespaceMismatchText: valueRow({
    values: [
      { since: "1.18", is: "the namespace of the provided object does not match the namespace sent on the request" },
      { since: "1.24", is: "the namespace of the object (%o) does not match the namespace on the request (%r)" },
    ],
    what: "complaint about an object sent to another namespace's URL",
    evidence: "facts/apiserver.md 6.3; 1.20 source registry/rest/create.go",
  }),
};
