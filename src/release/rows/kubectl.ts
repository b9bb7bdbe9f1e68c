import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: kubectl. One row each; add yours in alphabetical order. */
export const kubectlRows = {
  ...featureRows({
    debugCommand: { since: "1.20", what: "kubectl debug outside alpha", evidence: "recordings v-newer-commands, 1.18.4 against 1.20.2" },
    disableCompressionFlag: { since: "1.26", what: "--disable-compression", evidence: "recordings a-help options, 1.28 has it, 1.23 not" },
    emptyListKnowsScope: { since: "1.19", what: "No resources found without a namespace for cluster-scoped types", evidence: "conformance/VERSIONS.md, get table: 1.18.4 against 1.20.2" },
    eventsCommand: { since: "1.26", what: "kubectl events outside alpha", evidence: "facts/kubectl-versions.md 14" },
    fieldManagerPerVerb: { since: "1.19", what: "--field-manager and a manager name per verb", evidence: "facts/kubectl-versions.md 14" },
    getExport: { since: "1.18", until: "1.19", what: "get --export", evidence: "conformance/VERSIONS.md, get table: 1.18.4 against 1.20.2" },
    getSubresource: { since: "1.24", what: "get --subresource", evidence: "conformance/VERSIONS.md, get table" },
    getUsageHint: { since: "1.18", until: "1.24", what: "get --raw errors point at the help page", evidence: "conformance/VERSIONS.md, errors table" },
    helpNamesParent: { since: "1.26", what: "help of a parent command names it in its last lines", evidence: "conformance/VERSIONS.md, version table" },
    helpOptionBlocks: { since: "1.26", what: "help shows each option as a block of two lines", evidence: "recordings a-help, 1.28" },
    hidesManagedFields: { since: "1.21", what: "json and yaml output without managedFields", evidence: "facts/kubectl-versions.md 1" },
    impersonateUidFlag: { since: "1.23", what: "--as-uid", evidence: "recordings a-help options, 1.23.7 has it" },
    jsonErrorsQuoteContext: { since: "1.18", until: "1.23", what: "JSON decoding errors show the bytes around the mistake", evidence: "recordings a-schema-validation labelint.yaml, 1.20.2 against 1.23.7" },
    jsonPathAsJson: { since: "1.19", what: "-o jsonpath-as-json", evidence: "facts/kubectl-versions.md 3; recordings get -o foo 1.18.4 against 1.20.2" },
    jsonPathPrintsJson: { since: "1.20", what: "JSONPath prints maps and lists as JSON, not as Go does", evidence: "conformance/VERSIONS.md, get table" },
    listSelfLink: { since: "1.18", until: "1.24", what: "lists that get builds have an empty selfLink", evidence: "conformance/VERSIONS.md, get table" },
    mappingErrorNamesObject: { since: "1.24", what: "a kind that the server lacks: resource mapping not found for name …", evidence: "conformance/VERSIONS.md, errors table" },
    missingKubeconfigLogged: { since: "1.18", until: "1.28", what: "a KUBECONFIG file that is not there is logged", evidence: "conformance/VERSIONS.md, errors table" },
    noConvert: { since: "1.20", what: "kubectl convert is gone", evidence: "recordings a-misuse, 1.18.4 against 1.20.2" },
    noKlogFlags: { since: "1.26", what: "klog's flags but v and vmodule are gone", evidence: "recordings a-help options, 1.28" },
    noRollingUpdate: { since: "1.18", what: "kubectl rolling-update is gone", evidence: "recordings v-newer-commands, unknown in 1.18.4" },
    oneOutputFlag: { since: "1.20", what: "--one-output", evidence: "recordings a-help options" },
    openApiColumns: { since: "1.18", until: "1.22", what: "get --use-openapi-print-columns", evidence: "kubectl/pkg/cmd/get/get.go, 1.20" },
    recordDeprecated: { since: "1.22", what: "--record prints a deprecation", evidence: "facts/kubectl-versions.md 7" },
    scaleDryRun: { since: "1.20", what: "kubectl scale --dry-run", evidence: "conformance/VERSIONS.md, create/scale" },
    serverFieldValidation: { since: "1.25", what: "the server checks fields; --validate takes words", evidence: "facts/kubectl-versions.md 14" },
    serverWarnings: { since: "1.19", what: "Warning headers are printed; --warnings-as-errors", evidence: "facts/kubectl-versions.md 14" },
    sharedCacheDirectory: { since: "1.20", what: "cache directory ~/.kube/cache", evidence: "recordings a-help options" },
    singleLineCells: { since: "1.22", what: "a table cell is cut at its first line end", evidence: "facts/kubectl-versions.md 3" },
    sortsQuantities: { since: "1.22", what: "--sort-by compares quantities by amount", evidence: "kubectl/pkg/cmd/get/sorter.go after 1.20" },
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
    values: [{ since: "1.18", is: { watch: "--watch or --watch-only requested, --sort-by will be ignored", watchOnly: "--watch or --watch-only requested, --sort-by will be ignored" } }, { since: "1.30", is: { watch: "--watch requested, --sort-by will be ignored for watch events received", watchOnly: "--watch-only requested, --sort-by will be ignored" } }],
    what: "warning of get about --sort-by together with a watch",
    evidence: "facts/kubectl-versions.md 3",
  }),
  getFormats: valueRow({
    values: [{ since: "1.18", is: "json|yaml|wide|custom-columns=...|custom-columns-file=...|go-template=...|go-template-file=...|jsonpath=...|jsonpath-file=..." }, { since: "1.21", is: "json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns-file|custom-columns|wide" }, { since: "1.24", is: "json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide" }],
    what: "formats in the use line of get",
    evidence: "recordings a-help of 1.20.2, 1.23.7, 1.28.15",
  }),
};
