import { createApiServer } from "../apiserver/handle.ts";
import { assert } from "../base/assert.ts";
import { createActor } from "../client/actor.ts";
import { createClient } from "../client/client.ts";
import { createEventRecorder } from "../client/event-recorder.ts";
import { createLister } from "../client/lister.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { builtInCatalog } from "../kinds/index.ts";
import type { ApiHandler, UserInfo } from "../machinery/api.ts";
import type { Component, ComponentContext } from "../machinery/component.ts";
import type { NodeRuntime } from "../machinery/node-runtime.ts";
import type { TypedShells } from "../machinery/typed-line.ts";
import type { ExtensionServer } from "../machinery/extension-server.ts";
import type { KubeObject } from "../machinery/object.ts";
import { parseLabelSelector } from "../machinery/label-parser.ts";
import { loadSchema } from "../machinery/schema/schema.ts";
import { parseRelease, type Release } from "../release/release.ts";
import type { ClusterBase, ClusterParts } from "./cluster.ts";
import { ComponentsNeeded } from "./components-needed.ts";
import { createEngine, type Engine } from "./engine.ts";
import { memoryOf } from "./memory.ts";
import { userNamed } from "./users.ts";

/** Puts a Kubernetes cluster on its base: API server, kinds and, when something has to run, components. */
export async function assembleWorld(base: ClusterBase): Promise<ClusterParts> {
  const { store, sim, record } = base;
  const release = parseRelease(record.kubernetesVersion);
  assert(release, `the cluster's version ${record.kubernetesVersion} is known`);
  const catalog = builtInCatalog();
  const users = new Map<string, UserInfo>();
  const observers: { component: Component; context: ComponentContext }[] = [];
  const contexts = new Map<string, ComponentContext>();
  let kubelets: (NodeRuntime & { readonly typed: TypedShells }) | undefined;

  /** Components are trusted by identity: no client can claim to be the very object. */
  function ownUser(name: string): UserInfo {
    let user = users.get(name);
    if (user === undefined) users.set(name, (user = userNamed(name)));
    return user;
  }

  const api: ApiHandler = createApiServer({
    store,
    sim,
    catalog,
    release,
    schema: loadSchema(release.minor),
    settings: record.settings,
    observe: (_resource, object) => observers.reduce((seen, { component, context }) => component.observe?.(seen, context) ?? seen, object),
    trusts: (user) => users.get(user.name) === user,
    extensionServer: extensionServerIn,
    nodeRuntime: {
      logs: (...call) => loadedKubelets().logs(...call),
      exec: (...call) => loadedKubelets().exec(...call),
      reach: (...call) => loadedKubelets().reach(...call),
      attach: (...call) => loadedKubelets().attach(...call),
      trouble: (...call) => loadedKubelets().trouble(...call),
      http: (...call) => loadedKubelets().http(...call),
      forward: (...call) => loadedKubelets().forward(...call),
      kubelet: (...call) => loadedKubelets().kubelet(...call),
    },
  });

  /** Few clusters have one, so that its code is loaded when somebody looks for it. */
  function extensionServerIn(pod: KubeObject): ExtensionServer | undefined {
    const { extensionServerOf } = require("../images/extension-servers.ts") as typeof import("../images/extension-servers.ts");
    return extensionServerOf(pod as Pod, {
      lister: createLister(store),
      memory: memoryOf(store),
      cluster: record.settings,
      sim,
      parseLabels: (text) => parseLabelSelector(text, release as Release),
    });
  }

  /** As a rule whoever asks a kubelet has loaded the engine; where a request comes to that on its way (webhooks), it begins anew. */
  function loadedKubelets(): NodeRuntime & { readonly typed: TypedShells } {
    if (kubelets === undefined) throw new ComponentsNeeded("a request to a kubelet comes with the engine loaded");
    return kubelets;
  }

  function contextOf(component: Component): ComponentContext {
    const client = createClient(api, ownUser(component.user), component.userAgent);
    const lister = createLister(store);
    const events = createEventRecorder({ client, lister, sim, source: { component: component.name } });
    const context: ComponentContext = {
      sim,
      client,
      lister,
      events,
      release: release as Release,
      cluster: record.settings,
      catalog,
      memory: memoryOf(store),
      extensionServer: extensionServerIn,
      actAs: (user, userAgent) => createActor({ api, lister, sim }, userNamed(user), userAgent),
    };
    if (component.observe !== undefined) observers.push({ component, context });
    contexts.set(component.name, context);
    return context;
  }

  async function loadEngine(): Promise<Engine> {
    const { createComponents } = await import("../components/index.ts");
    const { networkOf, networkWorldOf } = await import("./network.ts");
    const components = createComponents(release as Release, (parts) => networkWorldOf({ store, sim, record }, parts));
    const { heldComponents } = await import("../components/faults/control-plane.ts");
    const memory = memoryOf(store);
    const held = (): ReturnType<typeof heldComponents> => heldComponents(memory);
    const engine = createEngine({ store, sim, components, contextOf, held, seed: record.settings.seed, relieve: base.relieve });
    const kubelet = contexts.get("kubelet");
    if (kubelet !== undefined) {
      const { createNodeRuntime } = await import("../components/kubelet/node-runtime.ts");
      kubelets = createNodeRuntime(kubelet, networkOf({ store, sim, record }));
    }
    return engine;
  }

  return {
    api,
    catalog,
    loadEngine,
    typedShells: () => loadedKubelets().typed,
    clientOf: (user, userAgent) => createClient(api, ownUser(user), userAgent),
  };
}
