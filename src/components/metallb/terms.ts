/** The index term of services of type LoadBalancer. kinds/index-terms.ts balancerTerms */
export const BALANCERS = "service-type:LoadBalancer";

/** The index term of services that have an address from a load balancer. */
export function addressTerm(address: string): string {
  return `load-balancer-ip:${address}`;
}
