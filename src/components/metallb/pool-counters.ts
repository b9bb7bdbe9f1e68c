import type { KubeObject } from "../../machinery/object.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { ActingInstance, ProgramContext } from "../in-pod/program.ts";
import { addressText, endOf, parseAddress } from "../../images/metallb/addresses.ts";
import { type Configuration, type Pool, poolFor } from "../../images/metallb/configuration.ts";
import { inForce } from "./in-force.ts";
import { GROUP } from "./sources.ts";
import { BALANCERS } from "./terms.ts";

/** Has each pool say how many of its addresses are given out. internal/k8s/controllers/pool_status_controller.go, 0.15 */
export function countAddresses(leader: ActingInstance, context: ProgramContext): void {
  const { namespace = "" } = leader.pod.metadata;
  const configuration = inForce(leader, context.memory);
  if (configuration === undefined) return;
  const assigned = assignedBy(configuration, context);
  const ref = { group: GROUP, version: "v1beta1", resource: "ipaddresspools", namespace };
  for (const pool of configuration.pools) {
    const object = context.lister.get(`ipaddresspools.${GROUP}`, namespace, pool.name);
    if (object === undefined) continue;
    const status = statusOf(pool, assigned.get(pool) ?? new Set());
    if (JSON.stringify(object["status"]) !== JSON.stringify(status)) leader.client.updateStatus(ref, { ...object, status } as KubeObject);
  }
}

function assignedBy(configuration: Configuration, { lister }: ProgramContext): Map<Pool, Set<string>> {
  const assigned = new Map<Pool, Set<string>>();
  for (const { status } of lister.list("services", { index: BALANCERS }) as readonly Service[]) {
    for (const { ip = "" } of status?.loadBalancer?.ingress ?? []) {
      const address = parseAddress(ip);
      const pool = address && poolFor(configuration, [address]);
      if (!pool) continue;
      const taken = assigned.get(pool) ?? new Set();
      assigned.set(pool, taken.add(addressText(address)));
    }
  }
  return assigned;
}

function statusOf(pool: Pool, taken: ReadonlySet<string>): Record<string, number> {
  const total = (isV6: boolean): bigint =>
    pool.blocks.reduce((sum, block) => (block.isV6 === isV6 ? sum + endOf(block) - block.first - buggyIn(block, pool) : sum), 0n);
  const v6 = [...taken].filter((address) => address.includes(":")).length;
  const [assignedIPv4, assignedIPv6] = [taken.size - v6, v6];
  const rest = (all: bigint, used: number): number => Number(all > MOST ? MOST : all) - used;
  return { assignedIPv4, assignedIPv6, availableIPv4: rest(total(false), assignedIPv4), availableIPv6: rest(total(true), assignedIPv6) };
}

/** More than anybody counts. */
const MOST = 2n ** 53n - 1n;

/** How many addresses of a block are left out because they end in .0 or .255. */
function buggyIn({ first, bits, isV6 }: Pool["blocks"][number], { avoidBuggyIps }: Pool): bigint {
  if (!avoidBuggyIps || isV6) return 0n;
  if (bits <= 24) return 2n << BigInt(24 - bits);
  const last = first + (1n << BigInt(32 - bits)) - 1n;
  return (first % 256n === 0n ? 1n : 0n) + (last % 256n === 255n ? 1n : 0n);
}
