import { featureRows, valueRow } from "../row.ts";

const SOURCES =
  "kustomize sources of the tags that kubectl's go.mod names: 2.0.3, 4.0.5, 4.2.0, 4.4.1, 4.5.4, 4.5.7, 5.0.1, 5.0.4-0.2023, 5.4.2, 5.5.0";
const CLIENTS = "real clients 1.20.2 and 1.32.4, kubectl kustomize on the same directories";

/** Differences between the kustomizes that kubectl carries, keyed by kubectl's version. One row each, in alphabetical order. */
export const kustomizeRows = {
  ...featureRows({
    kustomizeBuildMetadata: { since: "1.23", what: "buildMetadata in a kustomization", evidence: SOURCES },
    kustomizeClearsNulls: { since: "1.21", until: "1.25", what: "a strategic merge drops nulls that it passes", evidence: SOURCES },
    kustomizeComponentsLast: { since: "1.31", what: "components come after the generators", evidence: SOURCES },
    kustomizeDigestWithTag: { since: "1.24", what: "images keeps tag and digest apart", evidence: SOURCES },
    kustomizeEnvFromProcess: {
      since: "1.18",
      until: "1.27",
      what: "an env line without = takes the value of the environment",
      evidence: SOURCES,
    },
    kustomizeFieldErrorsShort: { since: "1.24", what: "errors about a field name the object instead of printing it", evidence: SOURCES },
    kustomizeHashNeedsBoth: {
      since: "1.27",
      what: "a generator that merges has a hash only when both objects want one",
      evidence: SOURCES,
    },
    kustomizeHelmDebug: { since: "1.32", what: "kustomize --helm-debug", evidence: "kubectl 1.31.9 against 1.32.5" },
    kustomizeHelmFlags: { since: "1.31", what: "kustomize --helm-api-versions, --helm-kube-version", evidence: CLIENTS },
    kustomizeImageTagSuffix: { since: "1.25", what: "tagSuffix of images, includeTemplates of labels", evidence: SOURCES },
    kustomizeInventory: { since: "1.21", until: "1.27", what: "inventory in a kustomization", evidence: SOURCES },
    kustomizeLabels: { since: "1.22", what: "labels and replacements in a kustomization", evidence: SOURCES },
    kustomizeLongIds: { since: "1.24", what: "ids are written Kind.version.group/name.namespace", evidence: SOURCES },
    kustomizeLongRootErrors: { since: "1.25", what: "a missing base must build at directory", evidence: `${SOURCES}; ${CLIENTS}` },
    kustomizeLooseReferences: { since: "1.31", what: "a reference finds its target across missing prefixes", evidence: SOURCES },
    kustomizeMalformedFirst: { since: "1.24", what: "malformed YAML is told without the search for a directory", evidence: SOURCES },
    kustomizeManyPatches: { since: "1.31", what: "one entry of patches may hold several strategic merge patches", evidence: SOURCES },
    kustomizePodTemplateNames: { since: "1.24", what: "names inside PodTemplates follow", evidence: SOURCES },
    kustomizePolicyNames: { since: "1.32", what: "names of admission policies follow", evidence: SOURCES },
    kustomizeRefusesEmpty: { since: "1.28", what: "a kustomization without any field is refused", evidence: `${SOURCES}; ${CLIENTS}` },
    kustomizeReplacesStrictly: { since: "1.27", what: "a replacement must find its target field", evidence: SOURCES },
    kustomizeSortOptions: { since: "1.27", what: "sortOptions and imageTags as fields of their own", evidence: SOURCES },
    kustomizeStringAnnotations: { since: "1.24", what: "all annotations become strings", evidence: SOURCES },
    kustomizeSubjectsOfNamespace: { since: "1.27", what: "a failing namespace says that the transformation failed", evidence: SOURCES },
    kustomizeWarns: { since: "1.27", what: "deprecated fields give a warning", evidence: `${SOURCES}; ${CLIENTS}` },
    kustomizeWarnsLabels: { since: "1.31", what: "commonLabels is deprecated", evidence: `${SOURCES}; ${CLIENTS}` },
  }),
  kustomizeEngine: valueRow<"v2" | "v4">({
    values: [
      { since: "1.18", is: "v2" },
      { since: "1.21", is: "v4" },
    ],
    what: "generation of kustomize inside kubectl: 2.0.3, or 4 and 5",
    evidence: "kubectl/go.mod of each release",
  }),
  kustomizeInvalid: valueRow({
    values: [
      { since: "1.18", is: "" },
      { since: "1.27", is: "invalid Kustomization: " },
    ],
    what: "what stands before the errors of decoding a kustomization",
    evidence: `${SOURCES}; ${CLIENTS}`,
  }),
  kustomizeLogPlace: valueRow({
    values: [
      { since: "1.18", is: "log.go:198" },
      { since: "1.21", is: "log.go:245" },
    ],
    what: "file and line in kustomize's lines of kubectl's log",
    evidence: CLIENTS,
  }),
  kustomizeReplacementLookup: valueRow<"one" | "lenient" | "strict">({
    values: [
      { since: "1.18", is: "one" },
      { since: "1.24", is: "lenient" },
      { since: "1.27", is: "strict" },
    ],
    what: "how a replacement finds its target fields: one, all that match, or at least one",
    evidence: SOURCES,
  }),
  kustomizeSchema: valueRow({
    values: [
      { since: "1.18", is: 18 },
      { since: "1.19", is: 19 },
      { since: "1.20", is: 20 },
      { since: "1.23", is: 21 },
    ],
    what: "minor version of the API whose merge keys kustomize carries: kubectl's own, then v1.20.4 and v1.21.2",
    evidence: "kyaml/openapi/kubernetesapi of each tag",
  }),
};
