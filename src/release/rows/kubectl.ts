import { featureRows } from "../row.ts";
import { kubectlConnectionRows } from "./kubectl-connections.ts";
import { kubectlFeaturesDToH } from "./kubectl-d-to-h.ts";
import { kubectlFeaturesIToZ } from "./kubectl-i-to-z.ts";
import { kubectlTexts } from "./kubectl-texts.ts";

/** Differences between versions of: kubectl. One row each; add yours in alphabetical order, values in kubectl-texts.ts. */
export const kubectlRows = {
  ...featureRows({
    alphaDebug: { since: "1.18", until: "1.21", what: "kubectl alpha debug", evidence: "conformance/VERSIONS.md, rollout table" },
    alphaEvents: { since: "1.23", until: "1.26", what: "kubectl alpha events", evidence: "conformance/VERSIONS.md, rollout table" },
    ambiguousShortNames: {
      since: "1.29",
      what: "short names of several types are warned of",
      evidence: "client-go/restmapper/shortcut.go, 1.28 against 1.29; recording a-events, 1.32.5",
    },
    annotateSameValue: {
      since: "1.26",
      what: "annotate minds no annotation that has the value already",
      evidence: "kubectl/pkg/cmd/annotate/annotate.go, 1.25 against 1.26",
    },
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
    applyChecksWordsFirst: {
      since: "1.23",
      what: "apply looks at stray words before anything else",
      evidence: "kubectl/pkg/cmd/apply/apply.go ToOptions, 1.22 against 1.23",
    },
    applyMissingRecordNamed: {
      since: "1.20",
      what: "apply names the object that lacks the last-applied annotation",
      evidence: "facts/kubectl-versions.md 7; conformance/VERSIONS.md, apply table",
    },
    applyPatchTypeFromOpenApi: {
      since: "1.26",
      what: "apply asks the server's OpenAPI document whether a kind takes strategic merge patches, kinds it does not know itself too",
      evidence: "kubectl/pkg/cmd/apply/patcher.go getPatchTypeFromOpenAPI, 1.25 against 1.26",
    },
    applyReadsOpenApiV3: {
      since: "1.29",
      what: "apply makes patches by the server's OpenAPI v3 document first",
      evidence: "kubectl/pkg/cmd/apply/patcher.go buildStrategicMergePatchFromOpenAPIV3, 1.28 against 1.29",
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
    applySaysPatching: {
      since: "1.25",
      what: "apply puts `error when patching` in front of what the server or the patch says",
      evidence: "kubectl/pkg/cmd/apply/patcher.go Patch, 1.24 against 1.25",
    },
    applySubresource: { since: "1.32", what: "apply --subresource", evidence: "kubectl/pkg/cmd/apply/apply.go, 1.31 against 1.32" },
    applyTakesOverClientSide: {
      since: "1.26",
      what: "apply --server-side makes the fields of client-side apply its own",
      evidence: "kubectl/pkg/cmd/apply/apply.go migrateToSSAIfNecessary, 1.25 against 1.26",
    },
    applyWarnsDeleting: {
      since: "1.20",
      what: "apply warns about objects that are being deleted",
      evidence: "facts/kubectl-versions.md 7",
    },
    attachQuiet: { since: "1.21", what: "attach --quiet", evidence: "kubectl/pkg/cmd/attach/attach.go: 1.20 has none" },
    authWhoami: { since: "1.26", what: "auth whoami", evidence: "recordings v-newer-commands, unknown in 1.23.7, known in 1.28.15" },
    autoscaleDryRunFails: {
      since: "1.20",
      until: "1.21",
      what: "autoscale --dry-run=server asks whether an object without kind can be tried",
      evidence: "kubectl 1.20.2 itself; kubectl/pkg/cmd/autoscale/autoscale.go HasSupport",
    },
    autoscaleName: { since: "1.20", what: "autoscale --name names the autoscaler", evidence: "conformance/VERSIONS.md, create table" },
    canIKnowsUsers: {
      since: "1.22",
      what: "auth can-i impersonate users goes without a warning",
      evidence: "kubectl/pkg/cmd/auth/cani.go, 1.21 against 1.22",
    },
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
    certificateFlagsReplaceData: {
      since: "1.26",
      what: "--client-certificate and --client-key count instead of the data in the kubeconfig",
      evidence: "client-go/tools/clientcmd/client_config.go getAuthInfo; kubectl 1.20.2 refuses both; first minor not certain",
    },
    certificateNothingFoundAlways: {
      since: "1.18",
      until: "1.20",
      what: "certificate approve and deny say that nothing was found even when the error tells",
      evidence: "recordings a-misuse, 1.18.4 against 1.20.2",
    },
    completionMoreShells: { since: "1.23", what: "completion for fish and powershell", evidence: "recordings v-newer-commands, 1.23.7" },
    configBarePairErrors: {
      since: "1.24",
      what: "config set-credentials words wrong pairs without a second Error",
      evidence: "kubectl/pkg/cmd/config/create_authinfo.go, 1.23 against 1.24",
    },
    configExecClusterInfo: {
      since: "1.20",
      what: "a credential plugin's provideClusterInfo is shown and written, whatever it is",
      evidence: "client-go/tools/clientcmd/api/v1/types.go, 1.20; kubectl 1.20.2",
    },
    configExecInteractive: {
      since: "1.22",
      what: "a credential plugin's interactiveMode is filled in for the alpha and beta API",
      evidence: "client-go/tools/clientcmd/api/v1/defaults.go, 1.22",
    },
    configExecModes: {
      since: "1.30",
      what: "config set-credentials --exec-interactive-mode and --exec-provide-cluster-info",
      evidence: "kubectl/pkg/cmd/config/set_credentials.go, 1.29 against 1.30",
    },
    configKnowsFormats: {
      since: "1.18",
      until: "1.25",
      what: "config get-contexts tells formats of other commands from unknown ones",
      evidence: "kubectl/pkg/cmd/config/get_contexts.go, 1.24 against 1.25",
    },
    configProxyUrl: {
      since: "1.24",
      what: "config set-cluster --proxy-url",
      evidence: "kubectl/pkg/cmd/config/create_cluster.go, 1.23 against 1.24",
    },
    configRedactsSecrets: {
      since: "1.26",
      what: "config view hides passwords",
      evidence: "kubectl/pkg/cmd/config/view.go, 1.25 against 1.26: RedactSecrets",
    },
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
    cpChecksSource: {
      since: "1.20",
      what: "cp looks for the local file before it asks the server",
      evidence: "conformance/VERSIONS.md, cp: 1.18.4 against 1.20.2",
    },
    createChecksArguments: {
      since: "1.31",
      what: "bare kubectl create fails in one line, and names unexpected arguments",
      evidence: "kubectl 1.30.13 against 1.31.9",
    },
    createSecretNamesKinds: {
      since: "1.28",
      what: "use line of create secret names the kinds",
      evidence: "kubectl/pkg/cmd/create/create_secret.go, 1.27 against 1.28",
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
  }),
  ...kubectlConnectionRows,
  ...kubectlFeaturesDToH,
  ...kubectlFeaturesIToZ,
  ...kubectlTexts,
};
