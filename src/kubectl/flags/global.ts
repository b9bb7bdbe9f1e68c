import type { FlagSpec } from "./spec.ts";

/** The flags that every kubectl command takes. `home` is where the cache directory's default lies. */
// kubectl/pkg/cmd/cmd.go, cli-runtime/pkg/genericclioptions/config_flags.go
export function globalFlags(home: string): readonly FlagSpec[] {
  return [...klogFlags, ...connectionFlags, ...cacheFlags(home)];
}

const connectionFlags: readonly FlagSpec[] = [
  { name: "as", type: "string", usage: "User to act as. It may be a plain user or a service account of a namespace." },
  { name: "as-group", type: "stringArray", usage: "Group to act as; give it again for several groups." },
  { name: "as-uid", type: "string", feature: "impersonateUidFlag", usage: "UID to act as." },
  { name: "certificate-authority", type: "string", usage: "File with the certificate authority's certificate" },
  { name: "client-certificate", type: "string", usage: "File with the client certificate for TLS" },
  { name: "client-key", type: "string", usage: "File with the client key for TLS" },
  { name: "cluster", type: "string", usage: "Cluster entry of the kubeconfig to use" },
  { name: "context", type: "string", usage: "Context entry of the kubeconfig to use" },
  { name: "disable-compression", type: "bool", feature: "disableCompressionFlag", usage: "Ask the server for answers without compression" },
  { name: "insecure-skip-tls-verify", type: "bool", usage: "Do not check the server's certificate. The connection is then not secure" },
  { name: "kubeconfig", type: "string", usage: "The kubeconfig file to use." },
  { name: "match-server-version", type: "bool", usage: "Refuse to work unless client and server are of one version" },
  { name: "namespace", shorthand: "n", type: "string", usage: "Namespace in which this command works" },
  { name: "password", type: "string", usage: "Password for basic authentication" },
  {
    name: "profile",
    type: "string",
    default: "none",
    usage: "Profile to capture: none, cpu, heap, goroutine, threadcreate, block or mutex",
  },
  { name: "profile-output", type: "string", default: "profile.pprof", usage: "File that takes the profile" },
  {
    name: "request-timeout",
    type: "string",
    default: "0",
    usage: "How long one request may take, with a unit (1s, 2m, 3h). Zero means as long as it needs.",
  },
  { name: "server", shorthand: "s", type: "string", usage: "Address and port of the API server" },
  { name: "tls-server-name", type: "string", usage: "Name to expect in the server's certificate instead of the host name" },
  { name: "token", type: "string", usage: "Bearer token for authentication" },
  { name: "user", type: "string", usage: "User entry of the kubeconfig to use" },
  { name: "username", type: "string", usage: "User name for basic authentication" },
  { name: "warnings-as-errors", type: "bool", feature: "serverWarnings", usage: "Fail when the server sends a warning" },
];

const klogFlags: readonly FlagSpec[] = [
  { name: "add-dir-header", type: "bool", without: "noKlogFlags", usage: "Put the file's directory into log headers" },
  { name: "alsologtostderr", type: "bool", without: "noKlogFlags", usage: "Log to standard error as well as to files" },
  {
    name: "log-backtrace-at",
    type: "string",
    default: ":0",
    defaultText: ":0",
    without: "noKlogFlags",
    usage: "At this file:line, log a stack trace",
  },
  { name: "log-dir", type: "string", without: "noKlogFlags", usage: "Directory for log files" },
  { name: "log-file", type: "string", without: "noKlogFlags", usage: "File to log to" },
  {
    name: "log-file-max-size",
    type: "uint",
    default: 1800,
    without: "noKlogFlags",
    usage: "Largest size of a log file in megabytes; 0 means no limit.",
  },
  { name: "log-flush-frequency", type: "duration", default: 5000, usage: "Longest time between two flushes of the log" },
  { name: "logtostderr", type: "bool", default: true, without: "noKlogFlags", usage: "Log to standard error instead of files" },
  {
    name: "one-output",
    type: "bool",
    feature: "oneOutputFlag",
    without: "noKlogFlags",
    usage: "Write each log line to its own severity only",
  },
  { name: "skip-headers", type: "bool", without: "noKlogFlags", usage: "Log without headers" },
  { name: "skip-log-headers", type: "bool", without: "noKlogFlags", usage: "Open log files without headers" },
  { name: "stderrthreshold", type: "int", default: 2, without: "noKlogFlags", usage: "From this severity on, log to standard error" },
  { name: "v", shorthand: "v", type: "int32", usage: "How much to log, as a number" },
  { name: "vmodule", type: "string", defaultText: "", usage: "Log levels for single files, as pattern=N,pattern=N" },
];

function cacheFlags(home: string): readonly FlagSpec[] {
  const usage = "Where the cache lies";
  return [
    { name: "cache-dir", type: "string", default: `${home}/.kube/http-cache`, without: "sharedCacheDirectory", usage },
    { name: "cache-dir", type: "string", default: `${home}/.kube/cache`, feature: "sharedCacheDirectory", usage },
  ];
}
