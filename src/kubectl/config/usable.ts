import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { CommandError, ConfigurationError } from "../errors.ts";
import { FileError, type KubectlEnv } from "../env.ts";
import type { Flags } from "../flags/parse.ts";
import { textOf } from "./kubeconfig.ts";

/** What flags and kubeconfig lead to, by name. */
export interface Chosen {
  readonly userName: string;
  readonly user: JsonObject;
  readonly clusterName: string;
  readonly cluster: JsonObject;
}

/** Refuses a user or a cluster that cannot be connected with. Throws CommandError for one reason, ConfigurationError for several. */
// client-go/tools/clientcmd/validation.go validateAuthInfo and validateClusterInfo; client_config.go getAuthInfo and getCluster
export function confirmUsable(env: KubectlEnv, chosen: Chosen, flags: Flags): void {
  const problems = [...userProblems(env, chosen, flags), ...clusterProblems(env, chosen, flags)];
  const [first] = problems;
  if (problems.length > 1) throw new ConfigurationError(problems);
  if (first !== undefined) throw new CommandError(first);
}

function userProblems(env: KubectlEnv, { userName, user }: Chosen, flags: Flags): string[] {
  const given = (field: string): string => flags.text(field) || textOf(user, field);
  const replaced = env.release.has("certificateFlagsReplaceData");
  const data = (field: string): string => (replaced && flags.text(field) !== "" ? "" : textOf(user, `${field}-data`));
  const methods = [given("token") === "" ? "" : "token", given("username") === "" && given("password") === "" ? "" : "basicAuth"].filter(
    (method) => method !== "",
  );
  const many = `more than one authentication method found for ${userName}; found [${methods.join(" ")}], only one is allowed`;
  const certificate = given("client-certificate");
  const key = given("client-key");
  const shows = certificate !== "" || data("client-certificate") !== "";
  return [
    ...(shows ? certificateProblems(env, userName, { certificate, key, data }) : []),
    ...execProblems(userName, user["exec"]),
    ...(methods.length > 1 ? [many] : []),
  ];
}

interface Shown {
  /** Files. */
  readonly certificate: string;
  readonly key: string;
  data(field: string): string;
}

function certificateProblems(env: KubectlEnv, user: string, { certificate, key, data }: Shown): string[] {
  const both = certificate !== "" && data("client-certificate") !== "";
  const bothKeys = key !== "" && data("client-key") !== "";
  const keyless = key === "" && data("client-key") === "";
  return [
    both ? `client-cert-data and client-cert are both specified for ${user}. client-cert-data will override.` : "",
    bothKeys ? `client-key-data and client-key are both specified for ${user}; client-key-data will override` : "",
    keyless ? `client-key-data or client-key must be specified for ${user} to use the clientCert authentication method.` : "",
    unreadable(env, "client-cert", certificate, user),
    unreadable(env, "client-key", key, user),
  ].filter((problem) => problem !== "");
}

function execProblems(user: string, exec: unknown): string[] {
  if (!isJsonObject(exec)) return [];
  return ["command", "apiVersion"]
    .filter((field) => textOf(exec, field) === "")
    .map((field) => `${field} must be specified for ${user} to use exec authentication plugin`);
}

function clusterProblems(env: KubectlEnv, { clusterName, cluster }: Chosen, flags: Flags): string[] {
  const file = flags.text("certificate-authority") || textOf(cluster, "certificate-authority");
  const data = flags.text("certificate-authority") === "" ? textOf(cluster, "certificate-authority-data") : "";
  const both = `certificate-authority-data and certificate-authority are both specified for ${clusterName}. certificate-authority-data will override.`;
  return [file !== "" && data !== "" ? both : "", unreadable(env, "certificate-authority", file, clusterName)].filter(
    (problem) => problem !== "",
  );
}

function unreadable(env: KubectlEnv, what: string, file: string, owner: string): string {
  if (file === "") return "";
  try {
    env.files.read(file);
    return "";
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return `unable to read ${what} ${file} for ${owner} due to ${error.message}`;
  }
}
