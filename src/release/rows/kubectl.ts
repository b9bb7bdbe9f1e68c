import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: kubectl. One row each; add yours in alphabetical order. */
export const kubectlRows = {
  ...featureRows({
    alphaDebug: { since: "1.18", until: "1.21", what: "kubectl alpha debug", evidence: "conformance/VERSIONS.md, rollout table" },
    alphaEvents: { since: "1.23", until: "1.26", what: "kubectl alpha events", evidence: "conformance/VERSIONS.md, rollout table" },
    annotateList: { since: "1.19", what: "annotate --list", evidence: "conformance/VERSIONS.md, label table: 1.18.4 against 1.20.2" },
    apiResourcesCategories: {
      since: "1.26",
      what: "api-resources --categories; CATEGORIES column; verbs with commas",
      evidence: "facts/kubectl-versions.md 4",
    },
    apiResourcesVersion: {
      since: "1.20",
      what: "api-resources shows APIVERSION instead of APIGROUP",
      evidence: "conformance/VERSIONS.md, version table",
    },
    applyMissingRecordNamed: {
      since: "1.20",
      what: "apply names the object that lacks the last-applied annotation",
      evidence: "facts/kubectl-versions.md 7; conformance/VERSIONS.md, apply table",
    },
    applyRefusesForceDryRun: {
      since: "1.20",
      what: "apply refuses --force with --dry-run=server",
      evidence: "conformance/VERSIONS.md, apply table: 1.18.4 against 1.20.2",
    },
    applyRefusesGenerateName: {
      since: "1.20",
      what: "apply refuses objects with generateName in its own words",
      evidence: "conformance/VERSIONS.md, apply table: 1.18.4 against 1.20.2",
    },
    applyWarnsDeleting: {
      since: "1.20",
      what: "apply warns about objects that are being deleted",
      evidence: "facts/kubectl-versions.md 7",
    },
    autoscaleName: { since: "1.20", what: "autoscale --name names the autoscaler", evidence: "conformance/VERSIONS.md, create table" },
    attachQuiet: { since: "1.21", what: "attach --quiet", evidence: "kubectl/pkg/cmd/attach/attach.go: 1.20 has none" },
    authWhoami: { since: "1.26", what: "auth whoami", evidence: "recordings v-newer-commands, unknown in 1.23.7, known in 1.28.15" },
    canIBlankLine: {
      since: "1.24",
      what: "warnings of auth can-i have an empty line behind them",
      evidence: "recordings a-auth-rbac, 1.23.7 against 1.28.15",
    },
    canIUsageHint: {
      since: "1.24",
      what: "auth can-i without arguments shows how",
      evidence: "recordings a-auth-rbac, 1.23.7 against 1.28.15",
    },
    cascadeWords: {
      since: "1.20",
      what: "--cascade takes background, foreground and orphan",
      evidence: "conformance/VERSIONS.md, delete table",
    },
    completionMoreShells: { since: "1.23", what: "completion for fish and powershell", evidence: "recordings v-newer-commands, 1.23.7" },
    configRedactsTokens: {
      since: "1.19",
      what: "config view hides tokens and passwords",
      evidence: "conformance/VERSIONS.md, version table: 1.18.4 against 1.20.2",
    },
    configUsers: { since: "1.20", what: "config get-users and delete-user", evidence: "conformance/VERSIONS.md, version table" },
    controlPlaneName: {
      since: "1.20",
      what: "cluster-info says control plane instead of master",
      evidence: "conformance/VERSIONS.md, version table",
    },
    createChecksArguments: {
      since: "1.30",
      what: "bare kubectl create fails in one line, and names unexpected arguments",
      evidence: "conformance/VERSIONS.md, errors table: 1.28 against 1.32",
    },
    cpChecksSource: {
      since: "1.20",
      what: "cp looks for the local file before it asks the server",
      evidence: "conformance/VERSIONS.md, cp: 1.18.4 against 1.20.2",
    },
    createConfigMapTyped: {
      since: "1.21",
      what: "create configmap, secret, namespace, serviceaccount and pdb without generators; failures are named",
      evidence: "conformance/VERSIONS.md, create table: 1.20.2 against 1.23.7",
    },
    createDeploymentOptions: {
      since: "1.19",
      what: "create deployment --replicas, --port and a command",
      evidence: "facts/kubectl-versions.md 14",
    },
    createFailuresNamed: { since: "1.19", what: "generators say failed to create …", evidence: "facts/kubectl-versions.md 5" },
    createIngress: { since: "1.20", what: "create ingress", evidence: "facts/kubectl-versions.md 1" },
    createServiceFailureNamed: {
      since: "1.20",
      what: "create service says failed to create … service",
      evidence: "conformance/VERSIONS.md, create table: 1.18.4 against 1.20.2",
    },
    createServiceNamespace: {
      since: "1.21",
      what: "create service writes the namespace that --namespace names into the object",
      evidence: "kubectl/pkg/cmd/create/create_service.go after 1.20",
    },
    createToken: { since: "1.24", what: "create token", evidence: "facts/kubectl-versions.md 1" },
    cronJobV1Client: {
      since: "1.21",
      what: "create cronjob and --from=cronjob use batch/v1, pdb policy/v1",
      evidence: "recordings a-create-jobs: 1.20.2 on 1.23 warns, 1.23.7 does not",
    },
    debugCommand: { since: "1.20", what: "kubectl debug outside alpha", evidence: "recordings v-newer-commands, 1.18.4 against 1.20.2" },
    deleteInteractive: {
      since: "1.29",
      what: "delete --interactive without an environment variable",
      evidence: "recordings v-newer-commands, 1.28 against 1.32",
    },
    defaultContainerAnnotation: {
      since: "1.21",
      what: "the annotation kubectl.kubernetes.io/default-container; Defaulted container … out of",
      evidence: "facts/kubectl-versions.md 12",
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
    eventsCommand: { since: "1.26", what: "kubectl events outside alpha", evidence: "facts/kubectl-versions.md 14" },
    explainErrorSmall: {
      since: "1.19",
      what: "explain: couldn't find resource, in small letters",
      evidence: "conformance/VERSIONS.md, rollout table: 1.18.4 against 1.20.2",
    },
    explainOutput: {
      since: "1.27",
      what: "explain --output, and the layout that reads OpenAPI v3",
      evidence: "recordings v-newer-commands, 1.28.15; facts/kubectl-versions.md 4",
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
    execNeedsDash: { since: "1.31", what: "exec without -- is refused", evidence: "facts/kubectl-versions.md 12" },
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
    impersonateUidFlag: { since: "1.23", what: "--as-uid", evidence: "recordings a-help options, 1.23.7 has it" },
    jsonErrorsQuoteContext: {
      since: "1.18",
      until: "1.23",
      what: "JSON decoding errors show the bytes around the mistake",
      evidence: "recordings a-schema-validation labelint.yaml, 1.20.2 against 1.23.7",
    },
    jsonPathAsJson: {
      since: "1.19",
      what: "-o jsonpath-as-json",
      evidence: "facts/kubectl-versions.md 3; recordings get -o foo 1.18.4 against 1.20.2",
    },
    jsonPathPrintsJson: {
      since: "1.20",
      what: "JSONPath prints maps and lists as JSON, not as Go does",
      evidence: "conformance/VERSIONS.md, get table",
    },
    labelAllNamespaces: {
      since: "1.21",
      what: "label and annotate --all-namespaces",
      evidence: "kubectl/pkg/cmd/label/label.go: 1.20 has none, recordings a-help 1.23.7 has it",
    },
    labelSameValueAllowed: {
      since: "1.24",
      what: "label with the value that is there already is no error",
      evidence: "recordings a-label-annotate, 1.23.7 against 1.28.15",
    },
    listItemsKnowSource: {
      since: "1.22",
      what: "errors about items of a list in a file name the file",
      evidence: "conformance/VERSIONS.md, create and delete tables: 1.20.2 against 1.23.7",
    },
    listSelfLink: {
      since: "1.18",
      until: "1.24",
      what: "lists that get builds have an empty selfLink",
      evidence: "conformance/VERSIONS.md, get table",
    },
    logsContainerAnnotation: {
      since: "1.20",
      until: "1.24",
      what: "the annotation kubectl.kubernetes.io/default-logs-container",
      evidence: "kubectl/pkg/polymorphichelpers/logsforobject.go, 1.20",
    },
    logsDefaultsContainer: {
      since: "1.24",
      what: "logs takes the first of several containers",
      evidence: "facts/kubectl-versions.md 12; recordings a-logs-exec-errors, 1.23.7 against 1.28.15",
    },
    logsNamesNamespace: {
      since: "1.29",
      what: "logs of what is not there names the namespace",
      evidence: "recordings a-logs-exec-errors, 1.28.15 against 1.32.5",
    },
    logsTellsNothingFound: {
      since: "1.21",
      what: "logs -l that finds no pod says so",
      evidence: "facts/kubectl-versions.md 12; kubectl/pkg/cmd/logs/logs.go: 1.20 does not",
    },
    metricsApiOnly: {
      since: "1.19",
      what: "top asks only the metrics API, not heapster",
      evidence: "recordings a-top, 1.18.4 against 1.20.2",
    },
    mappingErrorNamesObject: {
      since: "1.24",
      what: "a kind that the server lacks: resource mapping not found for name …",
      evidence: "conformance/VERSIONS.md, errors table",
    },
    missingKubeconfigLogged: {
      since: "1.18",
      until: "1.28",
      what: "a KUBECONFIG file that is not there is logged",
      evidence: "conformance/VERSIONS.md, errors table",
    },
    noAlphaCommands: {
      since: "1.26",
      what: "kubectl alpha holds nothing and says so",
      evidence: "recordings v-newer-commands alpha events, 1.28.15",
    },
    noKlogFlags: { since: "1.26", what: "klog's flags but v and vmodule are gone", evidence: "recordings a-help options, 1.28" },
    oneOutputFlag: { since: "1.20", what: "--one-output", evidence: "recordings a-help options" },
    openApiColumns: { since: "1.18", until: "1.22", what: "get --use-openapi-print-columns", evidence: "kubectl/pkg/cmd/get/get.go, 1.20" },
    openApiV3: {
      since: "1.24",
      what: "the server publishes OpenAPI v3",
      evidence: "kubernetes 1.24 release notes: OpenAPI v3 beta, on by default",
    },
    overrideType: { since: "1.22", what: "run and expose --override-type", evidence: "recordings a-help, 1.23.7" },
    patchFile: { since: "1.19", what: "patch --patch-file", evidence: "recordings a-patch, 1.18.4 against 1.20.2" },
    patchSubresource: { since: "1.24", what: "patch, edit and replace --subresource", evidence: "facts/kubectl-versions.md 14" },
    priorityClassFailureNamed: {
      since: "1.21",
      what: "create priorityclass names itself in failures, not clusterrolebinding",
      evidence: "conformance/VERSIONS.md, create table: 1.20.2 against 1.23.7",
    },
    priorityClassPolicy: {
      since: "1.19",
      what: "create priorityclass sends PreemptLowerPriority unless told otherwise",
      evidence: "recordings a-create-misc, 1.18.4 against 1.20.2",
    },
    pruneAllowlist: {
      since: "1.26",
      what: "apply --prune-allowlist; the old name is deprecated",
      evidence: "recordings a-apply-prune, 1.28.15",
    },
    pruneNetworkingIngress: {
      since: "1.22",
      what: "apply --prune looks for networking.k8s.io/v1 Ingress and batch/v1 CronJob",
      evidence: "conformance/VERSIONS.md, apply table: 1.20.2 against 1.23.7",
    },
    pruneScopeWarning: {
      since: "1.26",
      what: "apply --prune warns about cluster-scoped types",
      evidence: "recordings a-apply-prune, 1.28.15",
    },
    pruneWhitelist: { since: "1.18", until: "1.29", what: "apply --prune-whitelist", evidence: "recordings a-apply-prune, 1.32.5" },
    recordDeprecated: { since: "1.22", what: "--record prints a deprecation", evidence: "facts/kubectl-versions.md 7" },
    replaceRefusesForceDryRun: {
      since: "1.21",
      what: "replace refuses --force with --dry-run",
      evidence: "kubectl/pkg/cmd/replace/replace.go after 1.20",
    },
    requiredByFlags: {
      since: "1.20",
      what: "cobra checks the flags that create cronjob and clusterrolebinding need",
      evidence: "conformance/VERSIONS.md, errors table",
    },
    roleVerbsFree: {
      since: "1.20",
      what: "create role takes unknown verbs with a warning",
      evidence: "conformance/VERSIONS.md, create table",
    },
    rolloutHistoryPrintsRevisions: {
      since: "1.26",
      what: "rollout history -o prints the objects that keep the revisions",
      evidence: "recordings v-newer-commands, 1.23.7 against 1.28.15",
    },
    rolloutRestartGuard: { since: "1.27", what: "two restarts within a second are refused", evidence: "facts/kubectl-versions.md 8" },
    rolloutSelector: {
      since: "1.24",
      what: "rollout subcommands with --selector",
      evidence: "conformance/VERSIONS.md, rollout table: 1.23.7 against 1.28.15",
    },
    rolloutUndoNamesDeployment: {
      since: "1.18",
      until: "1.26",
      what: "undo of a paused deployment names it in its advice",
      evidence: "facts/kubectl-versions.md 8; recordings a-rollout 1.23.7 against 1.28.15",
    },
    runAttachWarning: { since: "1.27", what: "run warns that it could not attach", evidence: "facts/kubectl-versions.md 5" },
    runCascadeDeprecated: {
      since: "1.26",
      until: "1.29",
      what: "run deprecates the flags about deletion",
      evidence: "recordings v-newer-commands, 1.28.15",
    },
    runOldFlags: {
      since: "1.18",
      until: "1.24",
      what: "run --requests, --limits, --serviceaccount, --hostport",
      evidence: "conformance/VERSIONS.md, create table",
    },
    runOldFlagsWork: {
      since: "1.18",
      until: "1.21",
      what: "run --requests, --limits, --serviceaccount, --hostport have an effect",
      evidence: "conformance/VERSIONS.md, create table",
    },
    runQuietLetter: { since: "1.21", what: "run -q", evidence: "kubectl/pkg/cmd/run/run.go after 1.20" },
    scaleDryRun: { since: "1.20", what: "kubectl scale --dry-run", evidence: "conformance/VERSIONS.md, create/scale" },
    scaleDryRunNamed: { since: "1.24", what: "scale tells of a dry run", evidence: "recordings a-scale, 1.23.7 against 1.28.15" },
    scaleIgnoresMissing: {
      since: "1.27",
      what: "scale of missing objects only: no objects passed to scale",
      evidence: "facts/kubectl-versions.md 8",
    },
    scaleNothingTellsWhy: { since: "1.32", what: "no objects passed to scale, with the reason", evidence: "recordings a-scale, 1.32.5" },
    secretFlagsTogether: {
      since: "1.21",
      what: "create secret tls and docker-registry name all missing flags in one sentence",
      evidence: "conformance/VERSIONS.md, create table",
    },
    secretRequiredFlags: {
      since: "1.18",
      until: "1.20",
      what: "create secret docker-registry marks its flags as required",
      evidence: "conformance/VERSIONS.md, create table",
    },
    serverFieldValidation: {
      since: "1.25",
      what: "the server checks fields; --validate takes words",
      evidence: "facts/kubectl-versions.md 14",
    },
    serverWarnings: { since: "1.19", what: "Warning headers are printed; --warnings-as-errors", evidence: "facts/kubectl-versions.md 14" },
    sharedCacheDirectory: { since: "1.20", what: "cache directory ~/.kube/cache", evidence: "recordings a-help options" },
    singleLineCells: { since: "1.22", what: "a table cell is cut at its first line end", evidence: "facts/kubectl-versions.md 3" },
    sortsQuantities: {
      since: "1.22",
      what: "--sort-by compares quantities by amount",
      evidence: "kubectl/pkg/cmd/get/sorter.go after 1.20",
    },
    statefulSetChangeCause: {
      since: "1.20",
      what: "rollout history of stateful sets shows change causes",
      evidence: "recordings a-rollout-ds-sts, 1.18.4 against 1.20.2",
    },
    taintClashAsPair: {
      since: "1.21",
      what: "taints both set and removed are named as key=effect",
      evidence: "recordings a-taint, 1.20.2 against 1.23.7",
    },
    topHeapsterFlags: {
      since: "1.19",
      until: "1.21",
      what: "top's heapster flags do nothing",
      evidence: "kubectl/pkg/cmd/top/top_node.go, 1.20",
    },
    topProtocolBuffers: { since: "1.21", what: "top --use-protocol-buffers", evidence: "recordings v-newer-commands, known in 1.23.7" },
    topSum: { since: "1.25", what: "top pod --sum", evidence: "facts/kubectl-versions.md 11" },
    versionRefusesArguments: {
      since: "1.26",
      what: "kubectl version refuses arguments",
      evidence: "recordings a-api-resources version extra, 1.23.7 against 1.28.15",
    },
    versionShortFlag: { since: "1.18", until: "1.28", what: "version --short", evidence: "conformance/VERSIONS.md, version table" },
    versionSkewWarning: {
      since: "1.21",
      what: "version warns when client and server are more than one minor apart",
      evidence: "facts/kubectl-versions.md 4",
    },
    waitDeleteIgnoresMissing: {
      since: "1.19",
      what: "wait --for=delete passes over objects that are not there",
      evidence: "conformance/VERSIONS.md, rollout table: 1.18.4 against 1.20.2",
    },
    waitDeleteOfNothing: {
      since: "1.21",
      what: "wait --for=delete is content when nothing matches",
      evidence: "conformance/VERSIONS.md, rollout table: 1.20.2 against 1.23.7",
    },
    waitForCreate: { since: "1.31", what: "wait --for=create", evidence: "conformance/VERSIONS.md, rollout table: 1.28.15 against 1.32.5" },
    waitForJsonPath: { since: "1.23", what: "wait --for=jsonpath", evidence: "conformance/VERSIONS.md, rollout table" },
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
        since: "1.27",
        is: "explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]",
      },
    ],
    what: "use line of explain",
    evidence: "kubectl/pkg/cmd/explain/explain.go, 1.20 and 1.28",
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
  topNodeHeaders: valueRow({
    values: [
      { since: "1.18", is: ["NAME", "CPU(cores)", "CPU%", "MEMORY(bytes)", "MEMORY%"] },
      { since: "1.32", is: ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"] },
    ],
    what: "headers of top node",
    evidence: "facts/kubectl-versions.md 11",
  }),
};
