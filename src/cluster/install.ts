import { assert } from "../base/assert.ts";
import { tunnelAddressOf } from "../network/pod-blocks.ts";
import { parseRelease } from "../release/release.ts";
import { loadAddons } from "./bootstrap/addons.ts";
import { bootstrap } from "./bootstrap/index.ts";
import type { Profile } from "./bootstrap/profile.ts";
import { authorities } from "./kubeconfig.ts";
import type { Session } from "./session.ts";

/** Calico's own default, a prefix length. */
const DEFAULT_BLOCK_SIZE = 26;

/** Sets a new cluster up as its installer does. */
export async function install(session: Session, profile: Profile): Promise<void> {
  const { cluster } = session;
  const { sim, record } = cluster;
  const release = parseRelease(record.kubernetesVersion);
  assert(release, `the cluster's version ${record.kubernetesVersion} is known`);
  const addons = await loadAddons(profile.addons);
  await session.write((engine) =>
    bootstrap(
      {
        profile,
        release,
        sim,
        authorities: authorities(record.settings.seed, release, sim.now()),
        client: (user, userAgent) => cluster.clientOf(user, userAgent),
        runUntil: (atMs) => void engine.runUntil(atMs),
        tunnelAddress: (node) => tunnelAddressOf(profile.podCidr, profile.podBlockSize ?? DEFAULT_BLOCK_SIZE, node.name),
      },
      addons,
    ),
  );
}
