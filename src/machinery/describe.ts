import type { Release } from "../release/release.ts";
import type { AsyncClient } from "./client.ts";
import type { KubeObject } from "./object.ts";

/** Writes describe's indented, tab-separated lines; the tabwriter aligns them afterwards. kubectl/pkg/describe/interface.go */
export interface DescribeWriter {
  /** `level` 0..4 indents by two blanks each; `text` holds its own tabs and line ends. */
  write(level: number, text: string): void;
  /** A line as it is, without indentation. */
  writeLine(text: string): void;
  /** Ends the columns of everything before: what follows is aligned by itself. */
  flush(): void;
}

/** What a describer may use. */
export interface DescribeContext {
  readonly client: AsyncClient;
  /** kubectl's own release: layouts differ by client version. */
  readonly release: Release;
  /** Now in ms since the Unix epoch, for ages. */
  readonly now: number;
  readonly showEvents: boolean;
  /** The events about an object, as `Events:` needs them, already sorted. */
  events(object: KubeObject): Promise<KubeObject[]>;
}

/** How `kubectl describe` shows one kind. */
export interface DescribeFacet {
  /** Whether kubectl of a release knows the page; the generic one is shown where it does not. Every release when absent. */
  knows?(release: Release): boolean;
  /** By what the events about an object are found, where that is not its own kind and uid; they are looked for by each in turn. */
  involved?(object: KubeObject, release: Release): readonly { kind?: string; uid?: string }[];
  describe(object: KubeObject, out: DescribeWriter, context: DescribeContext): Promise<void>;
}
