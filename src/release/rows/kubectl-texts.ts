import { valueRow } from "../row.ts";

/** Texts and other values of kubectl that change with its version. One row each. */
export const kubectlTexts = {
  eventsUse: valueRow({
    values: [
      { since: "1.18", is: "events [--for TYPE/NAME] [--watch]" },
      {
        since: "1.26",
        is: "events [(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--event=Normal,Warning]",
      },
      {
        since: "1.29",
        is: "events [(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]",
      },
    ],
    what: "use line of events",
    evidence: "recordings v-newer-commands; kubectl/pkg/cmd/events/events.go of 1.23 and 1.28",
  }),
  clientFeatureGates: valueRow<readonly string[]>({
    values: [
      { since: "1.18", is: [] },
      { since: "1.30", is: ["WatchListClient", "InformerResourceVersion"] },
      { since: "1.32", is: ["ClientsAllowCBOR", "ClientsPreferCBOR", "InformerResourceVersion", "WatchListClient"] },
    ],
    what: "feature gates that a client logs; Go's maps rotate their order",
    evidence: "recordings a-misuse --v=1, 1.32.5; client-go/features/known_features.go",
  }),
  configMergeText: valueRow({
    values: [
      { since: "1.18", is: "if merge==false a precise file must to specified" },
      { since: "1.24", is: "if merge==false a precise file must be specified" },
    ],
    what: "config view --merge=false without a file",
    evidence: "kubectl/pkg/cmd/config/view.go, 1.23 against 1.24",
  }),
  configUnexpected: valueRow({
    values: [
      { since: "1.18", is: "Unexpected args" },
      { since: "1.24", is: "unexpected args" },
    ],
    what: "config set-credentials with a wrong number of words",
    evidence: "kubectl/pkg/cmd/config/create_authinfo.go, 1.23 against 1.24",
  }),
  missingNameText: valueRow({
    values: [
      { since: "1.18", is: "resource(s) were provided, but no name, label selector, or --all flag specified" },
      { since: "1.21", is: "resource(s) were provided, but no name was specified" },
    ],
    what: "a type without a name where one is needed",
    evidence: "conformance/VERSIONS.md, errors table: 1.20.2 against 1.23.7",
  }),
  kubeconfigLogPlace: valueRow({
    values: [{ since: "1.18", is: "loader.go:223" }],
    what: "file and line of the log line about a missing kubeconfig",
    evidence: "recordings a-misuse",
  }),
  kustomizeUse: valueRow({
    values: [
      { since: "1.18", is: "kustomize <dir>" },
      { since: "1.21", is: "kustomize DIR" },
    ],
    what: "use line of kustomize",
    evidence: "recordings v-newer-commands kustomize --help, 1.20.2 against 1.23.7",
  }),
  reconcileWithoutNamespace: valueRow({
    values: [
      { since: "1.18", is: "" },
      { since: "1.21", is: "an empty namespace may not be set when a resource name is provided" },
      { since: "1.29", is: "resource name may not be empty" },
    ],
    what: "what auth reconcile says of a role without a namespace; before, it took the current one",
    evidence: "recordings a-auth-rbac auth reconcile, 1.20.2, 1.23.7, 1.28.15 and 1.32.5",
  }),
  describeVersions: valueRow<Readonly<Record<string, string>>>({
    values: [
      {
        since: "1.18",
        is: {
          "cronjobs.batch": "v1beta1",
          "endpointslices.discovery.k8s.io": "v1beta1",
          "horizontalpodautoscalers.autoscaling": "v2beta2",
          "poddisruptionbudgets.policy": "v1beta1",
        },
      },
      { since: "1.21", is: { "horizontalpodautoscalers.autoscaling": "v2beta2" } },
      { since: "1.26", is: {} },
    ],
    what: "versions that describe reads for its pages",
    evidence: "warnings in recordings describe cj, endpointslice, pdb and hpa of 1.20.2, 1.23.7 and 1.28.15 on 1.23",
  }),
  cobraErrors: valueRow({
    values: [
      { since: "1.18", is: { prefix: "Error: ", runHint: true } },
      { since: "1.23.2", is: { prefix: "error: ", runHint: false } },
    ],
    what: "prefix of the command line's own errors, and whether unknown commands get a Run line",
    evidence: "recordings a-misuse of 1.18.4, 1.20.2, 1.23.7",
  }),
  sortWatchWarning: valueRow({
    values: [
      {
        since: "1.18",
        is: {
          watch: "--watch or --watch-only requested, --sort-by will be ignored",
          watchOnly: "--watch or --watch-only requested, --sort-by will be ignored",
        },
      },
      {
        since: "1.30",
        is: {
          watch: "--watch requested, --sort-by will be ignored for watch events received",
          watchOnly: "--watch-only requested, --sort-by will be ignored",
        },
      },
    ],
    what: "warning of get about --sort-by together with a watch",
    evidence: "facts/kubectl-versions.md 3",
  }),
  getFormats: valueRow({
    values: [
      {
        since: "1.18",
        is: "json|yaml|wide|custom-columns=...|custom-columns-file=...|go-template=...|go-template-file=...|jsonpath=...|jsonpath-file=...",
      },
      {
        since: "1.21",
        is: "json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns-file|custom-columns|wide",
      },
      {
        since: "1.24",
        is: "json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide",
      },
    ],
    what: "formats in the use line of get",
    evidence: "recordings a-help of 1.20.2, 1.23.7, 1.28.15",
  }),
  warnValidationPlace: valueRow({
    values: [{ since: "1.18", is: "schema.go:118" }],
    what: "file and line of the log line about --validate=warn on an old server",
    evidence: "recordings v-newer-commands, 1.28.15",
  }),
  certificateMask: valueRow({
    values: [
      { since: "1.18", is: "REDACTED" },
      { since: "1.26", is: "DATA+OMITTED" },
    ],
    what: "what config view shows for client certificates",
    evidence: "conformance/VERSIONS.md, version table",
  }),
  versionStyle: valueRow({
    values: [
      { since: "1.18", is: "struct" },
      { since: "1.24", is: "deprecated struct" },
      { since: "1.28", is: "short" },
    ],
    what: "how kubectl version prints without flags",
    evidence: "facts/kubectl-versions.md 4",
  }),
  kustomizeVersion: valueRow({
    values: [
      { since: "1.18", is: "" },
      { since: "1.24", is: "v4.5.4" },
      { since: "1.25", is: "v4.5.7" },
      { since: "1.27", is: "v5.0.1" },
      { since: "1.28", is: "v5.0.4-0.20230601165947-6ce0bf390ce3" },
      { since: "1.31", is: "v5.4.2" },
      { since: "1.32", is: "v5.5.0" },
    ],
    what: "version of kustomize inside kubectl, empty when version does not tell",
    evidence: "recordings v-newer-commands version, 1.28.15 and 1.32.5; facts/kubectl-versions.md 4",
  }),
  dryRunLogLines: valueRow({
    values: [
      { since: "1.18", is: { bare: 535, boolTrue: 549, boolFalse: 552 } },
      { since: "1.20", is: { bare: 553, boolTrue: 567, boolFalse: 570 } },
      { since: "1.23", is: { bare: 598, boolTrue: 612, boolFalse: 615 } },
      { since: "1.27", is: { bare: 692, boolTrue: 706, boolFalse: 709 } },
      { since: "1.32", is: { bare: 702, boolTrue: 716, boolFalse: 719 } },
    ],
    what: "line of helpers.go in the log about old forms of --dry-run",
    evidence: "facts/kubectl-versions.md 7; recordings v-newer-commands of 1.18.4, 1.20.2, 1.23.7, 1.28, 1.32",
  }),
  servicePortParser: valueRow({
    values: [
      { since: "1.18", is: "Atoi" },
      { since: "1.20", is: "ParseUint" },
    ],
    what: "Go function that create service --tcp names in its errors",
    evidence: "conformance/VERSIONS.md, create table",
  }),
  waitUse: valueRow({
    values: [
      {
        since: "1.18",
        is: "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=delete|--for condition=available]",
      },
      {
        since: "1.23",
        is: "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=delete|--for condition=available|--for=jsonpath='{}'=value]",
      },
      {
        since: "1.28",
        is: "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
      },
      {
        since: "1.32",
        is: "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
      },
    ],
    what: "use line of wait",
    evidence: "kubectl/pkg/cmd/wait/wait.go",
  }),
  jobOwnerReference: valueRow({
    values: [
      { since: "1.18", is: { apiVersion: "apps/v1", flags: "both" } },
      { since: "1.20", is: { apiVersion: "", flags: "none" } },
      { since: "1.24", is: { apiVersion: "", flags: "both" } },
      { since: "1.29", is: { apiVersion: "", flags: "controller" } },
    ],
    what: "owner reference of a job that create job --from makes; no apiVersion means the CronJob's own",
    evidence: "conformance/VERSIONS.md, create table: 1.18.4, 1.20.2, 1.23.7, 1.28, 1.32",
  }),
  explainUse: valueRow({
    values: [
      { since: "1.18", is: "explain RESOURCE" },
      {
        since: "1.28",
        is: "explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [--output=plaintext|plaintext-openapiv2]",
      },
      {
        since: "1.32",
        is: "explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]",
      },
    ],
    what: "use line of explain",
    evidence: "kubectl/pkg/cmd/explain/explain.go, 1.20 and 1.28; kubectl 1.27.16",
  }),
  unlabeledWhen: valueRow<"never" | "shorter" | "shorter without overwrite">({
    values: [
      { since: "1.18", is: "never" },
      { since: "1.22", is: "shorter" },
      { since: "1.24", is: "shorter without overwrite" },
    ],
    what: "when label says unlabeled: the object's text got shorter",
    evidence: "recordings a-label-annotate, 1.20.2, 1.23.7, 1.28.15",
  }),
  discoveryFailureLog: valueRow({
    values: [
      { since: "1.18", is: "none" },
      { since: "1.26", is: "plain" },
      { since: "1.31", is: "structured" },
    ],
    what: "how failed attempts at discovery are logged",
    evidence: "recordings a-misuse -s https://127.0.0.1:1, 1.23.7, 1.28.15 and 1.32.5",
  }),
  undiscoveredLogPlaces: valueRow({
    values: [
      { since: "1.18", is: [] as readonly string[] },
      { since: "1.26", is: ["memcache.go:255", "memcache.go:106", "memcache.go:106", "memcache.go:106"] },
      { since: "1.26.3", is: ["memcache.go:287", "memcache.go:121", "memcache.go:121", "memcache.go:121"] },
    ],
    what: "where and how often kubectl logs that a server did not tell its types, as `get pods` does",
    evidence:
      "issues apecloud/kubeblocks 1484 (February 2023), k3s-io/k3s 7286 (1.26.3) and 7427; other commands may log less or more often",
  }),
  warningWord: valueRow({
    values: [
      { since: "1.18", is: "warning" },
      { since: "1.25", is: "Warning" },
    ],
    what: "word in front of warnings of delete",
    evidence: "conformance/VERSIONS.md, delete table: 1.23.7 against 1.28",
  }),
  drainTexts: valueRow({
    values: [
      {
        since: "1.18",
        is: {
          warning: "WARNING: ",
          fatalPrefix: "cannot delete ",
          localStorage: "Pods with local storage (use --delete-local-data to override)",
          unmanaged: "Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet (use --force to override)",
          unmanagedWarning: "deleting Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet",
        },
      },
      {
        since: "1.20",
        is: {
          warning: "WARNING: ",
          fatalPrefix: "cannot delete ",
          localStorage: "Pods with local storage (use --delete-emptydir-data to override)",
          unmanaged: "Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet (use --force to override)",
          unmanagedWarning: "deleting Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet",
        },
      },
      {
        since: "1.24",
        is: {
          warning: "WARNING: ",
          fatalPrefix: "cannot delete ",
          localStorage: "Pods with local storage (use --delete-emptydir-data to override)",
          unmanaged: "Pods declare no controller (use --force to override)",
          unmanagedWarning: "deleting Pods that declare no controller",
        },
      },
      {
        since: "1.25",
        is: {
          warning: "Warning: ",
          fatalPrefix: "cannot delete ",
          localStorage: "Pods with local storage (use --delete-emptydir-data to override)",
          unmanaged: "Pods declare no controller (use --force to override)",
          unmanagedWarning: "deleting Pods that declare no controller",
        },
      },
      {
        since: "1.30",
        is: {
          warning: "Warning: ",
          fatalPrefix: "cannot delete ",
          localStorage: "Pods with local storage (use --delete-emptydir-data to override)",
          unmanaged: "cannot delete Pods that declare no controller (use --force to override)",
          unmanagedWarning: "deleting Pods that declare no controller",
        },
      },
    ],
    what: "drain's reasons and warnings",
    evidence: "facts/kubectl-versions.md 10; recordings a-cordon-drain of all versions",
  }),
  taintTypesText: valueRow({
    values: [
      { since: "1.18", is: '["node" "nodes"]' },
      { since: "1.20", is: "node types" },
    ],
    what: "what taint says about other types",
    evidence: "conformance/VERSIONS.md, drain table",
  }),
  applyConflictHelp: valueRow({
    values: [
      { since: "1.18", is: "http://k8s.io/docs/reference/using-api/api-concepts/#conflicts" },
      { since: "1.21", is: "https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts" },
    ],
    what: "page that apply --server-side names after a conflict",
    evidence: "conformance/VERSIONS.md, apply table: 1.20.2 against 1.23.7",
  }),
  pruneLogPlace: valueRow({
    values: [{ since: "1.18", is: "prune.go:71" }],
    what: "file and line of the log line about pruning cluster-scoped types",
    evidence: "recordings a-apply-prune, 1.28.15 and 1.32.5",
  }),
  execAdvice: valueRow({
    values: [
      { since: "1.18", is: "kubectl kubectl exec" },
      { since: "1.19", is: "kubectl exec" },
    ],
    what: "what exec without -- advises",
    evidence: "facts/kubectl-versions.md 12",
  }),
  certificateExpiredText: valueRow({
    values: [
      { since: "1.18", is: "x509: certificate has expired or is not yet valid" },
      { since: "1.19", is: "x509: certificate has expired or is not yet valid: current time %n is after %e" },
      {
        since: "1.27",
        is: "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time %n is after %e",
      },
    ],
    what: "what a client says of a server whose certificate has ended (%e) now (%n)",
    evidence: "crypto/x509/verify.go of Go 1.13 and 1.15, crypto/tls/handshake_client.go of Go 1.20, with which those releases are built",
  }),
  topNodeHeaders: valueRow({
    values: [
      { since: "1.18", is: ["NAME", "CPU(cores)", "CPU%", "MEMORY(bytes)", "MEMORY%"] },
      { since: "1.32", is: ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"] },
    ],
    what: "headers of top node",
    evidence: "facts/kubectl-versions.md 11",
  }),
};
