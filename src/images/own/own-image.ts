/** What an own image answers to requests that fit. */
export interface OwnAnswer {
  /** Exact, or with `*` at its end a beginning. */
  readonly path: string;
  /** Any when absent. */
  readonly method?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A template, see template.ts. */
  readonly body: string;
}

/** How an own image's process comes to its end by itself. */
export interface OwnFailure {
  /** So long after its start. */
  readonly afterMs?: number;
  /** Once it has answered so many requests. */
  readonly afterRequests?: number;
  /** At its start, unless all of these variables are set. */
  readonly missingEnv: readonly string[];
  readonly exitCode: number;
  /** Its last words. A template; "" says nothing, or which variable is missing. */
  readonly log: string;
}

/** An image that a user has described; kept in the cluster's memory as it is here. */
export interface OwnImage {
  /** Without tag, as people write it: `my-app`, `team/app`, `localhost:5000/app`. */
  readonly name: string;
  /** Tags that exist with this behaviour; `*` for any. */
  readonly tags: readonly string[];
  readonly ports: readonly number[];
  readonly answers: readonly OwnAnswer[];
  readonly log: { readonly start: string; readonly request: string };
  readonly startsMs: number;
  readonly cpuMsPerRequest: number;
  readonly cpuMillis: number;
  readonly memoryMi: number;
  readonly sizeBytes: number;
  readonly shell: "bash" | "none" | "sh";
  readonly files: Readonly<Record<string, string>>;
  readonly fails?: OwnFailure;
  /** The image on which it stands (`nginx:1.21`): it does what that one does, with these files. */
  readonly base?: string;
  /** Whose usual headers its answers have, and how it takes a signal. */
  readonly runtime?: "node";
  /** No registry has it: only the machines on which it was built. */
  readonly isLocal?: true;
}
