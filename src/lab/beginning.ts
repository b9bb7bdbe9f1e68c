import { openBranch } from "../cluster/branch.ts";
import { openCluster, type Cluster } from "../cluster/cluster.ts";
import { copyCluster, removeCluster } from "../cluster/copy.ts";
import { createCluster, type CreateOptions } from "../cluster/create.ts";
import { createFromMould, makeRoot, rootFromMould } from "../cluster/mould.ts";
import type { PinnedTape } from "../sim/tape.ts";

/** The two clusters of a play, which begin alike. */
interface Clusters {
  /** A copy as the cluster is at its beginning; anew with each call. */
  rehearsal(tape: PinnedTape): Promise<Cluster>;
  /** The one that is left behind, where one is. */
  play(tape: PinnedTape): Promise<Cluster>;
  /** Removes what must not be left behind. */
  end(): void;
}

/** Has a cluster installed, whose draws the tape gives, or takes one that was; `alone`: nobody needs a file of it. */
export async function beginClusters(
  home: string,
  options: Omit<CreateOptions, "clock"> & { readonly name: string },
  tape: PinnedTape,
  alone: boolean,
): Promise<Clusters> {
  const { name } = options;
  const rehearsal = `${name}-rehearsal`;
  if (alone) {
    const root = await rootFromMould(home, options, tape);
    const open = (itsTape: PinnedTape) => openBranch(root, home, name, itsTape);
    return { rehearsal: open, play: open, end: () => undefined };
  }
  await createFromMould(home, options, tape);
  return {
    rehearsal(itsTape) {
      copyCluster(home, name, rehearsal);
      return openCluster(home, rehearsal, { tape: itsTape, lasting: false, alone: true });
    },
    play: (itsTape) => openCluster(home, name, { tape: itsTape, lasting: false }),
    end: () => removeCluster(home, rehearsal),
  };
}

/** Has a cluster installed in the place of the play's whose tape answers in words of its own: no mould fits it. Gives what opens it. */
export async function beginAnew(
  home: string,
  options: Omit<CreateOptions, "clock"> & { readonly name: string },
  tape: PinnedTape,
  alone: boolean,
): Promise<Clusters["play"]> {
  const { name } = options;
  if (alone) {
    const root = await makeRoot(home, options, tape);
    return (itsTape) => openBranch(root, home, name, itsTape);
  }
  await createCluster(home, { ...options, clock: "stepped", force: true }, { tape, lasting: false });
  return (itsTape) => openCluster(home, name, { tape: itsTape, lasting: false });
}
