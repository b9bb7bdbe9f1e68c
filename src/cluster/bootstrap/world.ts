import type { Client } from "../../machinery/client.ts";
import { splitApiVersion, type KubeObject } from "../../machinery/object.ts";
import type { Sim } from "../../sim/types.ts";
import type { Release } from "../../release/release.ts";
import type { Profile, ProfileNode } from "./profile.ts";

/** What setting up a cluster needs: an API server whose components run, and a clock that the set-up moves. */
export interface BootstrapWorld {
  readonly profile: Profile;
  readonly release: Release;
  readonly sim: Sim;
  /** Certificates (PEM) of the authorities that the API server trusts. */
  readonly authorities: { readonly cluster: string; readonly frontProxy: string };
  /** A client that speaks as that user, with that User-Agent. */
  client(user: string, userAgent: string): Client;
  /** Lets virtual time run up to that moment, ms since the Unix epoch. */
  runUntil(atMs: number): void;
  /** Address of Calico's tunnel device on a node, the first of its block (facts/calico.md 2). */
  tunnelAddress(node: ProfileNode): string;
}

/** Creates an object as the given user; the object names its own namespace. `resource` is the plural. */
export function createObject(client: Client, resource: string, object: KubeObject): KubeObject {
  return client.create({ ...splitApiVersion(object.apiVersion), resource, namespace: object.metadata.namespace ?? "" }, object);
}
