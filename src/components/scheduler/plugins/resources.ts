import { counting, FITS, type FilterPlugin } from "../framework.ts";
import type { NodeInfo } from "../node-info.ts";

/** Enough of every resource, and room for one more pod. plugins/noderesources/fit.go, 1.20 */
export const resourcesFit: FilterPlugin = {
  name: "NodeResourcesFit",
  filter({ requests }) {
    const wanted = Object.entries(requests.real).filter(([, amount]) => amount > 0);
    return (info) => {
      const reasons: string[] = [];
      if (info.active + 1 > (info.allocatable["pods"] ?? 0)) reasons.push("Too many pods");
      for (const [resource, amount] of wanted) {
        if (amount > (info.allocatable[resource] ?? 0) - (info.requested[resource] ?? 0)) reasons.push(`Insufficient ${resource}`);
      }
      return reasons.length === 0 ? FITS : reasons;
    };
  },
};

/** Prefers nodes with more left. plugins/noderesources/least_allocated.go, 1.20 */
export const leastAllocated = counting("NodeResourcesLeastAllocated", {
  count:
    ({ requests }) =>
    (info) =>
      Math.floor(
        (left(info.scoredCpu + requests.scoredCpu, info.allocatable["cpu"] ?? 0) +
          left(info.scoredMemory + requests.scoredMemory, info.allocatable["memory"] ?? 0)) /
          2,
      ),
  scale: (scores) => scores,
});

function left(requested: number, capacity: number): number {
  return capacity === 0 || requested > capacity ? 0 : Math.floor(((capacity - requested) * 100) / capacity);
}

/** Prefers nodes whose cpu and memory fill up evenly. plugins/noderesources/balanced_allocation.go, 1.20 and 1.23 */
export const balancedAllocation = counting("NodeResourcesBalancedAllocation", {
  count({ requests, context }) {
    const real = context.release.has("schedulerBalancesRealRequests");
    return (info) => {
      if (real) return balancedReal(info, requests.real["cpu"] ?? 0, requests.real["memory"] ?? 0);
      const cpu = fraction(info.scoredCpu + requests.scoredCpu, info.allocatable["cpu"]);
      const memory = fraction(info.scoredMemory + requests.scoredMemory, info.allocatable["memory"]);
      return cpu >= 1 || memory >= 1 ? 0 : Math.trunc((1 - Math.abs(cpu - memory)) * 100);
    };
  },
  scale: (scores) => scores,
});

function balancedReal(info: NodeInfo, podCpu: number, podMemory: number): number {
  const cpu = Math.min(1, fraction((info.requested["cpu"] ?? 0) + podCpu, info.allocatable["cpu"]));
  const memory = Math.min(1, fraction((info.requested["memory"] ?? 0) + podMemory, info.allocatable["memory"]));
  return Math.trunc((1 - Math.abs(cpu - memory) / 2) * 100);
}

function fraction(requested: number, capacity: number | undefined): number {
  return capacity ? requested / capacity : 1;
}

const MEBIBYTE = 1024 * 1024;
const LEAST = 23 * MEBIBYTE;

/** Prefers nodes that have the images, weighed by how many nodes have them. plugins/imagelocality, 1.20 */
export const imageLocality = counting("ImageLocality", {
  count({ pod, context, nodes: all }) {
    const names = pod.spec.containers.map(({ image = "" }) => withTag(image));
    if (!all.some((info) => names.some((name) => info.images.has(name)))) return undefined;
    const share = names.map((name) => all.filter((info) => info.images.has(name)).length / all.length);
    const most = 1000 * MEBIBYTE * (context.release.has("schedulerImageThresholdPerContainer") ? names.length : 1);
    return (info) => {
      const sum = names.reduce((total, name, index) => total + Math.floor((info.images.get(name) ?? 0) * (share[index] ?? 0)), 0);
      return Math.floor((100 * (Math.min(most, Math.max(LEAST, sum)) - LEAST)) / (most - LEAST));
    };
  },
  scale: (scores) => scores,
});

function withTag(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
