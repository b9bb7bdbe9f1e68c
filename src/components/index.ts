import type { Component } from "../machinery/component.ts";
import type { MakeNetworkWorld } from "../network/outcomes.ts";
import type { Release } from "../release/release.ts";
import { createApiServiceController } from "./api-service/index.ts";
import { createBootstrapSigner, createTokenCleaner } from "./bootstrap-token/index.ts";
import { createCertificateController } from "./certificates/index.ts";
import { createClusterRoleAggregationController } from "./clusterrole-aggregation/index.ts";
import { createCustomResourceController } from "./crd/index.ts";
import { createCronJobController } from "./cronjob/index.ts";
import { createDaemonSetController } from "./daemonset/index.ts";
import { createDeploymentController } from "./deployment/index.ts";
import { createDisruptionController } from "./disruption/index.ts";
import { createEndpointsController } from "./endpoints/index.ts";
import { createEndpointSliceController } from "./endpointslice/index.ts";
import { createEndpointSliceMirroringController } from "./endpointslice-mirroring/index.ts";
import { createEventTtl } from "./event-ttl/index.ts";
import { createFaults } from "./faults/index.ts";
import { createGarbageCollector } from "./garbage-collector/index.ts";
import { createHorizontalPodAutoscalerController } from "./hpa/index.ts";
import { createIngressNginx } from "./ingress-nginx/index.ts";
import { createJobController } from "./job/index.ts";
import { createKubeProxy } from "./kube-proxy/index.ts";
import { createKubelet } from "./kubelet/index.ts";
import { createLoadGenerator } from "./load/index.ts";
import { createMetalLbController, createMetalLbSpeaker } from "./metallb/index.ts";
import { createNamespaceController } from "./namespace/index.ts";
import { createCsiNfsProvisioner, createLocalPathProvisioner, createNfsSubdirProvisioner } from "./volume-provisioner/index.ts";
import { createNginxGateway } from "./nginx-gateway/index.ts";
import { createNodeLifecycleController } from "./node-lifecycle/index.ts";
import { createPersistentVolumeController } from "./persistent-volume/index.ts";
import { createPodGarbageCollector } from "./pod-gc/index.ts";
import { createReloader } from "./reloader/index.ts";
import { createReplicaSetController } from "./replicaset/index.ts";
import { createReplicationController } from "./replication/index.ts";
import { createResourceQuotaController } from "./resourcequota/index.ts";
import { createRootCaPublisher } from "./root-ca/index.ts";
import { createScheduler } from "./scheduler/index.ts";
import { createServiceController } from "./service/index.ts";
import { createServiceAccountController } from "./serviceaccount/index.ts";
import { createStatefulSetController } from "./statefulset/index.ts";
import { createTokenController } from "./token/index.ts";
import { createTtlController } from "./ttl/index.ts";
import { createTtlAfterFinishedController } from "./ttl-after-finished/index.ts";
import { createClaimProtectionController, createVolumeProtectionController } from "./volume-protection/index.ts";
import { createWebhookCertgen } from "./webhook-certgen/index.ts";

/** One line each, in the order in which they get a change. A maker returns undefined where its release has no such component. */
const MAKERS: readonly ((release: Release) => Component | undefined)[] = [
  createCustomResourceController,
  createApiServiceController,
  createServiceAccountController,
  createTokenController,
  createRootCaPublisher,
  createCertificateController,
  createBootstrapSigner,
  createTokenCleaner,
  createNamespaceController,
  createResourceQuotaController,
  createDeploymentController,
  createReplicaSetController,
  createReplicationController,
  createDaemonSetController,
  createStatefulSetController,
  createJobController,
  createCronJobController,
  createTtlAfterFinishedController,
  createDisruptionController,
  createPersistentVolumeController,
  createNfsSubdirProvisioner,
  createCsiNfsProvisioner,
  createLocalPathProvisioner,
  createNginxGateway,
  createVolumeProtectionController,
  createClaimProtectionController,
  createClusterRoleAggregationController,
  createTtlController,
  createServiceController,
  createEventTtl,
  () => createHorizontalPodAutoscalerController(),
  createEndpointsController,
  createEndpointSliceController,
  createEndpointSliceMirroringController,
  createGarbageCollector,
  createNodeLifecycleController,
  createPodGarbageCollector,
  () => createIngressNginx(),
  () => createWebhookCertgen(),
  () => createReloader(),
  createScheduler,
  createKubelet,
  createKubeProxy,
  createFaults,
  createMetalLbController,
  createMetalLbSpeaker,
];

/**
 * Every component of a cluster of that release. Components hold no state: the engine gives each its own ComponentContext per call. Standing
 * load needs a network; without one there is none.
 */
export function createComponents(release: Release, network?: MakeNetworkWorld): Component[] {
  const own = MAKERS.map((create) => create(release)).filter((component) => component !== undefined);
  return network === undefined ? own : [...own, createLoadGenerator(network)];
}
