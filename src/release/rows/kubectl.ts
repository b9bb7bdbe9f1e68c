import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: kubectl. One row each; add yours in alphabetical order. */
export const kubectlRows = {
  ...featureRows({
    debugCommand: { since: "1.20", what: "kubectl debug outside alpha", evidence: "recordings v-newer-commands, 1.18.4 against 1.20.2" },
    disableCompressionFlag: { since: "1.26", what: "--disable-compression", evidence: "recordings a-help options, 1.28 has it, 1.23 not" },
    eventsCommand: { since: "1.26", what: "kubectl events outside alpha", evidence: "facts/kubectl-versions.md 14" },
    fieldManagerPerVerb: { since: "1.19", what: "--field-manager and a manager name per verb", evidence: "facts/kubectl-versions.md 14" },
    helpNamesParent: { since: "1.26", what: "help of a parent command names it in its last lines", evidence: "conformance/VERSIONS.md, version table" },
    helpOptionBlocks: { since: "1.26", what: "help shows each option as a block of two lines", evidence: "recordings a-help, 1.28" },
    hidesManagedFields: { since: "1.21", what: "json and yaml output without managedFields", evidence: "facts/kubectl-versions.md 1" },
    impersonateUidFlag: { since: "1.23", what: "--as-uid", evidence: "recordings a-help options, 1.23.7 has it" },
    jsonErrorsQuoteContext: { since: "1.18", until: "1.23", what: "JSON decoding errors show the bytes around the mistake", evidence: "recordings a-schema-validation labelint.yaml, 1.20.2 against 1.23.7" },
    mappingErrorNamesObject: { since: "1.24", what: "a kind that the server lacks: resource mapping not found for name …", evidence: "conformance/VERSIONS.md, errors table" },
    missingKubeconfigLogged: { since: "1.18", until: "1.28", what: "a KUBECONFIG file that is not there is logged", evidence: "conformance/VERSIONS.md, errors table" },
    noConvert: { since: "1.20", what: "kubectl convert is gone", evidence: "recordings a-misuse, 1.18.4 against 1.20.2" },
    noKlogFlags: { since: "1.26", what: "klog's flags but v and vmodule are gone", evidence: "recordings a-help options, 1.28" },
    noRollingUpdate: { since: "1.18", what: "kubectl rolling-update is gone", evidence: "recordings v-newer-commands, unknown in 1.18.4" },
    oneOutputFlag: { since: "1.20", what: "--one-output", evidence: "recordings a-help options" },
    recordDeprecated: { since: "1.22", what: "--record prints a deprecation", evidence: "facts/kubectl-versions.md 7" },
    scaleDryRun: { since: "1.20", what: "kubectl scale --dry-run", evidence: "conformance/VERSIONS.md, create/scale" },
    serverFieldValidation: { since: "1.25", what: "the server checks fields; --validate takes words", evidence: "facts/kubectl-versions.md 14" },
    serverWarnings: { since: "1.19", what: "Warning headers are printed; --warnings-as-errors", evidence: "facts/kubectl-versions.md 14" },
    sharedCacheDirectory: { since: "1.20", what: "cache directory ~/.kube/cache", evidence: "recordings a-help options" },
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
};
