import type { Pod, PodAffinityTerm, WeightedPodAffinityTerm } from "../../../kinds/core/pod/types.ts";
import { FITS, type Attempt, type FilterPlugin, type Reasons, type ScorePlugin } from "../framework.ts";
import { matchesSelector } from "../match.ts";
import type { NodeInfo } from "../node-info.ts";

const GENERAL = "node(s) didn't match pod affinity/anti-affinity";
const AFFINITY = "node(s) didn't match pod affinity rules";
const ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules";
const EXISTING = "node(s) didn't satisfy existing pods anti-affinity rules";

/** `key\0value` of a topology domain. */
type Domains = Map<string, number>;

/** Required affinity and anti-affinity between pods, both ways. plugins/interpodaffinity/filtering.go, 1.20 */
export const interPodAffinity: FilterPlugin = {
  name: "InterPodAffinity",
  filter(attempt) {
    const { pod, nodes, context } = attempt;
    const wanted = pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const unwanted = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const refused = domainsRefusing(pod, nodes);
    if (wanted.length === 0 && unwanted.length === 0 && refused.size === 0) return undefined;
    const near = wanted.map((term) => domainsWith(attempt, term, wanted));
    const far = unwanted.map((term) => domainsWith(attempt, term, [term]));
    const firstOfItsKind = near.every((domains) => domains.size === 0) && wanted.every((term) => termMatches(term, pod, pod));
    const reasons = (reason: string): Reasons => (context.release.has("schedulerAffinityGeneralReason") ? [GENERAL, reason] : [reason]);
    return (info) => {
      const found = (domains: Domains | undefined, key: string): boolean => domains?.has(domainOf(info, key) ?? "") ?? false;
      const attracted = wanted.every(
        ({ topologyKey }, index) => domainOf(info, topologyKey) !== undefined && (found(near[index], topologyKey) || firstOfItsKind),
      );
      if (!attracted) return reasons(AFFINITY);
      if (unwanted.some(({ topologyKey }, index) => found(far[index], topologyKey))) return reasons(ANTI_AFFINITY);
      return labelsOf(info).some(([key, value]) => refused.has(`${key}\0${value}`)) ? reasons(EXISTING) : FITS;
    };
  },
};

/** Preferred affinity, both ways; existing pods' required affinity counts 1. plugins/interpodaffinity/scoring.go, 1.20 */
export const preferredPodAffinity: ScorePlugin = {
  name: "InterPodAffinity",
  score(attempt, nodes) {
    const sums: Domains = new Map();
    const own = attempt.pod.spec.affinity;
    const hasOwn = preferred(own?.podAffinity).length + preferred(own?.podAntiAffinity).length > 0;
    for (const info of attempt.nodes) {
      // Nearly every pod of nearly every cluster: nobody says anything about the other.
      if (!hasOwn && info.withAffinity.size === 0) continue;
      const others = hasOwn
        ? [...info.residents.values()].filter(({ active }) => active).map(({ pod }) => pod)
        : [...info.withAffinity.values()];
      for (const other of others) addScores(sums, attempt.pod, other, info);
    }
    if (sums.size === 0) return undefined;
    const raw = nodes.map((info) => labelsOf(info).reduce((sum, [key, value]) => sum + (sums.get(`${key}\0${value}`) ?? 0), 0));
    const least = Math.min(...raw);
    const spread = Math.max(...raw) - least;
    return raw.map((value) => (spread === 0 ? 0 : Math.trunc((100 * (value - least)) / spread)));
  },
};

function addScores(sums: Domains, pod: Pod, other: Pod, info: NodeInfo): void {
  const add = ({ topologyKey }: PodAffinityTerm, weight: number): void => {
    const domain = domainOf(info, topologyKey);
    if (domain !== undefined) sums.set(domain, (sums.get(domain) ?? 0) + weight);
  };
  const both = [
    { owner: pod, target: other },
    { owner: other, target: pod },
  ];
  for (const { owner, target } of both) {
    for (const term of preferred(owner.spec.affinity?.podAffinity))
      if (termMatches(term.podAffinityTerm, owner, target)) add(term.podAffinityTerm, term.weight);
    for (const term of preferred(owner.spec.affinity?.podAntiAffinity))
      if (termMatches(term.podAffinityTerm, owner, target)) add(term.podAffinityTerm, -term.weight);
  }
  for (const term of other.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
    if (termMatches(term, other, pod)) add(term, 1);
}

function preferred(
  affinity: { preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[] } | undefined,
): readonly WeightedPodAffinityTerm[] {
  return affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Domains in which an existing pod's required anti-affinity refuses this pod. */
function domainsRefusing(pod: Pod, nodes: readonly NodeInfo[]): Set<string> {
  const refused = new Set<string>();
  for (const info of nodes) {
    for (const other of info.withAffinity.values()) {
      for (const term of other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
        const domain = domainOf(info, term.topologyKey);
        if (domain !== undefined && termMatches(term, other, pod)) refused.add(domain);
      }
    }
  }
  return refused;
}

/** Domains of the first term's topology that hold a pod matching all the terms. */
function domainsWith({ pod, nodes }: Attempt, { topologyKey }: PodAffinityTerm, terms: readonly PodAffinityTerm[]): Domains {
  const domains: Domains = new Map();
  for (const info of nodes) {
    const domain = domainOf(info, topologyKey);
    if (domain === undefined) continue;
    for (const { pod: other, active } of info.residents.values()) {
      if (active && terms.every((term) => termMatches(term, pod, other))) domains.set(domain, (domains.get(domain) ?? 0) + 1);
    }
  }
  return domains;
}

function termMatches(term: PodAffinityTerm, owner: Pod, target: Pod): boolean {
  const { namespaces = [], namespaceSelector, labelSelector } = term;
  const namespace = target.metadata.namespace ?? "";
  // An empty namespaceSelector means all namespaces; one with requirements would need the namespaces' labels.
  const everywhere = namespaceSelector !== undefined && Object.keys(namespaceSelector).length === 0;
  const inScope = everywhere || (namespaces.length > 0 ? namespaces.includes(namespace) : namespace === owner.metadata.namespace);
  return inScope && matchesSelector(labelSelector, target.metadata.labels ?? {});
}

function labelsOf({ node }: NodeInfo): [string, string][] {
  return Object.entries(node.metadata.labels ?? {});
}

function domainOf({ node }: NodeInfo, key: string): string | undefined {
  const value = node.metadata.labels?.[key];
  return value === undefined ? undefined : `${key}\0${value}`;
}
