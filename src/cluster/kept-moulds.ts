import { deserialize, serialize } from "bun:jsc";
import { assert } from "../base/assert.ts";
import type { Root } from "./branch.ts";
import { readKept } from "./kept.ts";
import type { Asked, Mould } from "./mould.ts";
import { frozenSnapshot } from "./state/memory-state.ts";
import { createSharing } from "./state/sharing.ts";

/** Where the executable carries a mould that it was built with. */
interface Place {
  readonly options: string;
  readonly asked: readonly Asked[];
  readonly file: string;
}

/** A root but for what a process makes for itself. */
interface StoredRoot extends Omit<Root, "snapshot"> {
  readonly snapshot: Omit<Root["snapshot"], "sharing">;
}

const PLACES = "moulds";

/** Gives what is carried under a name. */
type Read = (name: string) => Uint8Array | undefined;

let carried: readonly Mould<() => Root>[] | undefined;

/** The moulds that the executable carries, each read when it is asked for its form. */
export function keptMoulds(): readonly Mould<() => Root>[] {
  return (carried ??= readMoulds(readKept));
}

/** The moulds of a folder that {@link storeMoulds} has made the files of. */
export function readMoulds(read: Read): readonly Mould<() => Root>[] {
  const places = valueOf<readonly Place[]>(read(PLACES)) ?? [];
  return places.map(({ options, asked, file }) => ({ options, asked, form: () => rootOf(valueOf<StoredRoot>(read(file)), file) }));
}

/** Moulds as files of the folder that the executable carries. */
export function storeMoulds(moulds: readonly Mould<Root>[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const stored = moulds.map(({ options, asked, form: { snapshot, ...root } }, index): Place => {
    const { sharing: _, ...rest } = snapshot;
    const file = `mould-${index}`;
    files.set(file, bytesOf({ ...root, snapshot: rest } satisfies StoredRoot));
    return { options, asked, file };
  });
  return files.set(PLACES, bytesOf(stored));
}

function rootOf(stored: StoredRoot | undefined, file: string): Root {
  assert(stored, `${file} is carried with the list that names it`);
  const { snapshot, ...root } = stored;
  return { ...root, snapshot: frozenSnapshot({ ...snapshot, sharing: createSharing() }) };
}

// The format of JSC keeps what the objects have in common; only the executable that wrote it reads it.
function valueOf<T>(bytes: Uint8Array | undefined): T | undefined {
  return bytes && (deserialize(bytes) as T);
}

function bytesOf(value: unknown): Uint8Array {
  return new Uint8Array(serialize(value));
}
