import { featureRows } from "../row.ts";

/** The features of kubectl from `d` to `h`; kubectl.ts has those before, kubectl-i-to-z.ts those behind. */
export const kubectlFeaturesDToH = featureRows({
  debugCommand: { since: "1.20", what: "kubectl debug outside alpha", evidence: "recordings v-newer-commands, 1.18.4 against 1.20.2" },
  describeChunks: {
    since: "1.22",
    what: "describe --chunk-size",
    evidence: "kubectl/pkg/cmd/describe/describe.go, 1.21 against 1.22",
  },
  debugCustomProfile: {
    since: "1.31",
    what: "debug --custom",
    evidence: "kubectl/pkg/cmd/debug/debug.go, 1.30 against 1.31 (before behind KUBECTL_DEBUG_CUSTOM_PROFILE)",
  },
  debugEphemeralKind: {
    since: "1.18",
    until: "1.22",
    what: "debug sends an object of kind EphemeralContainers",
    evidence: "recordings v-newer-commands debug, 1.20.2 on 1.23 against 1.23.7; kubectl/pkg/cmd/debug/debug.go, 1.20",
  },
  debugFilename: {
    since: "1.27",
    what: "debug --filename",
    evidence: "kubectl/pkg/cmd/debug/debug.go, 1.26 against 1.27",
  },
  debugImageRequired: {
    since: "1.18",
    until: "1.20",
    what: "cobra asks for debug --image",
    evidence: "recordings a-misuse alpha debug, 1.18.4",
  },
  debugKeepFlags: {
    since: "1.31",
    what: "debug --keep-labels and the like",
    evidence: "kubectl/pkg/cmd/debug/debug.go, 1.30 against 1.31",
  },
  debugLegacyWarning: {
    since: "1.32",
    what: "debug without --profile warns",
    evidence: "recordings a-misuse debug, 1.28.15 against 1.32.5",
  },
  debugNetadminRaw: {
    since: "1.29",
    what: "debug --profile=netadmin adds NET_RAW",
    evidence: "kubectl/pkg/cmd/debug/profiles.go, 1.28 against 1.29",
  },
  debugNodeTolerates: {
    since: "1.22",
    what: "pods of debug node/x tolerate everything",
    evidence: "kubectl/pkg/cmd/debug/debug.go, 1.21 against 1.22",
  },
  debugSysadmin: {
    since: "1.30",
    what: "debug --profile=sysadmin; netadmin without privileges",
    evidence: "kubectl/pkg/cmd/debug/profiles.go, 1.29 against 1.30",
  },
  debugTargetNote: {
    since: "1.22",
    what: "debug --target tells that runtimes may not support it",
    evidence: "kubectl/pkg/cmd/debug/debug.go, 1.21 against 1.22",
  },
  debugProfiles: { since: "1.25", what: "debug --profile", evidence: "kubernetes 1.25 release notes" },
  defaultContainerAnnotation: {
    since: "1.21",
    what: "the annotation kubectl.kubernetes.io/default-container; Defaulted container … out of",
    evidence: "facts/kubectl-versions.md 12",
  },
  deleteInteractive: {
    since: "1.29",
    what: "delete --interactive without an environment variable",
    evidence: "recordings v-newer-commands, 1.28 against 1.32",
  },
  diffChecksWordsFirst: {
    since: "1.25",
    what: "diff looks at stray words before anything else",
    evidence: "kubectl/pkg/cmd/diff/diff.go Complete",
  },
  diffConcurrency: {
    since: "1.28",
    what: "diff --concurrency",
    evidence: "kubectl/pkg/cmd/diff/diff.go, 1.27 against 1.28",
  },
  diffPrune: {
    since: "1.24",
    what: "diff --prune and --prune-allowlist",
    evidence: "kubectl/pkg/cmd/diff/diff.go, 1.23 against 1.24",
  },
  diffHidesManagedFields: {
    since: "1.25",
    what: "diff leaves managedFields out",
    evidence: "conformance/VERSIONS.md, apply table: 1.23.7 against 1.28",
  },
  diffSplitsCommand: {
    since: "1.20",
    what: "diff takes arguments from KUBECTL_EXTERNAL_DIFF",
    evidence: "conformance/VERSIONS-matrix.txt a-diff, 1.18.4 against 1.20.2",
  },
  disableCompressionFlag: { since: "1.26", what: "--disable-compression", evidence: "recordings a-help options, 1.28 has it, 1.23 not" },
  drainAbortWarning: {
    since: "1.22",
    until: "1.23",
    what: "a failed drain of several nodes warns that later releases go on",
    evidence: "facts/kubectl-versions.md 10",
  },
  drainContinues: {
    since: "1.23",
    what: "drain goes on with other nodes after a failure; --chunk-size; nodes are always drained",
    evidence: "conformance/VERSIONS.md, drain table: 1.20.2 against 1.23.7",
  },
  drainEmptyDirFlag: {
    since: "1.20",
    what: "drain --delete-emptydir-data and --skip-wait-for-delete-timeout",
    evidence: "facts/kubectl-versions.md 10",
  },
  drainNamesNamespace: {
    since: "1.20",
    what: "messages about refused evictions name the namespace",
    evidence: "facts/kubectl-versions.md 10",
  },
  drainNoLocalDataFlag: {
    since: "1.31",
    what: "drain --delete-local-data is gone",
    evidence: "conformance/VERSIONS.md, drain table: 1.32.5",
  },
  drainSpaceAfterColon: {
    since: "1.31",
    what: "due to error: has a blank behind it",
    evidence: "conformance/VERSIONS.md, drain table: 1.32.5",
  },
  editFileDigits: { since: "1.22", what: "the middle of the name of the edit file is digits", evidence: "facts/kubectl-versions.md 9" },
  editHidesManagedFields: { since: "1.19", what: "the edit buffer has no managedFields", evidence: "facts/kubectl-versions.md 9" },
  editNamesNilField: {
    since: "1.19",
    what: "the edit buffer says <nil> where a failure has no field",
    evidence: "conformance/VERSIONS.md, apply table: 1.18.4 against 1.20.2",
  },
  editReadsTwice: {
    since: "1.18",
    until: "1.24",
    what: "a text that is no YAML is complained of as JSON as well",
    evidence: "recordings a-edit-reopen badyaml.sh, 1.23.7 against 1.28.15",
  },
  emptyListKnowsScope: {
    since: "1.19",
    what: "No resources found without a namespace for cluster-scoped types",
    evidence: "conformance/VERSIONS.md, get table: 1.18.4 against 1.20.2",
  },
  envFileList: {
    since: "1.21",
    what: "--from-env-file may be given several times",
    evidence: "kubectl/pkg/cmd/create/create_configmap.go after 1.20",
  },
  getHintsAtHelp: {
    since: "1.18",
    until: "1.24",
    what: "get --output-watch-events without a watch hints at the help",
    evidence: "kubectl 1.20.2 against 1.27.16; the first minor is inferred",
  },
  eventsCommand: { since: "1.26", what: "kubectl events outside alpha", evidence: "facts/kubectl-versions.md 14" },
  eventsOfVersion: {
    since: "1.29",
    what: "events --for minds the object's API version",
    evidence: "kubectl/pkg/cmd/events/events.go, 1.28 against 1.29",
  },
  eventsOutput: {
    since: "1.26",
    what: "events --types, --no-headers and --output",
    evidence: "recordings v-newer-commands events --types, 1.28.15",
  },
  execNeedsDash: { since: "1.31", what: "exec without -- is refused", evidence: "facts/kubectl-versions.md 12" },
  explainErrorSmall: {
    since: "1.19",
    what: "explain: couldn't find resource, in small letters",
    evidence: "conformance/VERSIONS.md, rollout table: 1.18.4 against 1.20.2",
  },
  explainGroups: {
    since: "1.21",
    what: "explain takes types with their group, and a full stop at the end",
    evidence: "kubectl/pkg/explain/explain.go, 1.20 against 1.21",
  },
  explainJsonPaths: {
    since: "1.28",
    what: "explain reads its argument as JSONPath",
    evidence: "kubectl/pkg/explain/explain.go, 1.27 against 1.28",
  },
  explainOutputLetter: {
    since: "1.32",
    what: "explain -o",
    evidence: "kubectl/pkg/cmd/explain/explain.go, 1.31 against 1.32",
  },
  explainOutput: {
    since: "1.27",
    what: "explain --output, and the layout that reads OpenAPI v3",
    evidence: "recordings v-newer-commands, 1.28.15; facts/kubectl-versions.md 4",
  },
  filePatterns: {
    since: "1.24",
    what: "-f takes patterns",
    evidence: "cli-runtime/pkg/resource/builder.go, 1.23 against 1.24",
  },
  exposeGenerators: {
    since: "1.18",
    until: "1.22",
    what: "expose knows service/v1 beside service/v2",
    evidence: "conformance/VERSIONS.md, create table",
  },
  exposeNamespace: {
    since: "1.21",
    what: "expose --dry-run=client writes the namespace that --namespace names",
    evidence: "kubectl/pkg/cmd/expose/expose.go after 1.20",
  },
  exposeUsageHint: {
    since: "1.18",
    until: "1.24",
    what: "errors of expose end with a hint at the help page",
    evidence: "conformance/VERSIONS.md, errors table: 1.23.7 against 1.28",
  },
  fieldManagerPerVerb: { since: "1.19", what: "--field-manager and a manager name per verb", evidence: "facts/kubectl-versions.md 14" },
  generatorFlags: {
    since: "1.18",
    until: "1.21",
    what: "create and run take --generator, without effect",
    evidence: "facts/kubectl-versions.md 5; recordings v-newer-commands, 1.20.2 against 1.23.7",
  },
  getExport: {
    since: "1.18",
    until: "1.19",
    what: "get --export",
    evidence: "conformance/VERSIONS.md, get table: 1.18.4 against 1.20.2",
  },
  getSubresource: { since: "1.24", what: "get --subresource", evidence: "conformance/VERSIONS.md, get table" },
  getUsageHint: {
    since: "1.18",
    until: "1.24",
    what: "get --raw errors point at the help page",
    evidence: "conformance/VERSIONS.md, errors table",
  },
  helpNamesParent: {
    since: "1.26",
    what: "help of a parent command names it in its last lines",
    evidence: "conformance/VERSIONS.md, version table",
  },
  helpOptionBlocks: { since: "1.26", what: "help shows each option as a block of two lines", evidence: "recordings a-help, 1.28" },
  hidesManagedFields: { since: "1.21", what: "json and yaml output without managedFields", evidence: "facts/kubectl-versions.md 1" },
});
