import type { JsonValue } from "../../base/json.ts";

/** What a document's text leaves out: front matter and sidecar, merged. The sidecar wins. */
export interface LabSettings {
  readonly title?: string;
  readonly summary?: string;
  /** Name of the profile of the cluster. */
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly kubectlVersion?: string;
  /** `192.168.56.0/24` */
  readonly nodeNetwork?: string;
  readonly seed?: number;
  /** Contents of files by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Own images, in the form that files of `k8sim image add` have. */
  readonly images: readonly JsonValue[];
  readonly goals: readonly JsonValue[];
}

/** What is said of single steps: `steps: [{at: LINE or the command's text, …}]`. */
export interface StepSettings {
  /** Line of the command, or its text. */
  readonly at: number | string;
  /** `lab.md:3`: where it says so. */
  readonly place: string;
  readonly skip?: string;
  readonly advanceMs?: number;
  /** Commands that the document leaves out before it. */
  readonly before?: readonly string[];
  readonly edit?: readonly string[];
  readonly stdin?: string;
  readonly terminal?: string;
  /** Reasons by the output line as the document shows it. */
  readonly excuse?: Readonly<Record<string, string>>;
}
