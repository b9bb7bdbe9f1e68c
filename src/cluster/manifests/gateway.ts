import crds from "../../../fixtures/addons/nginx-gateway/crds.yaml" with { type: "text" };
import deploy from "../../../fixtures/addons/nginx-gateway/deploy.yaml" with { type: "text" };
import gatewayApi from "../../../fixtures/addons/gateway-api/v1.5.1.yaml" with { type: "text" };

// YAML that is imported as text has no type of its own.
const [fabricKinds, fabric, api]: readonly string[] = [crds, deploy, gatewayApi];

/** A file of a release of kubernetes-sigs/gateway-api v1.5; undefined for files and releases that are not here. */
export function gatewayApiManifest(tag: string, path: string): string | undefined {
  return /^v1\.5\.\d+$/.test(tag) && path === "standard-install.yaml"
    ? api?.replaceAll("bundle-version: v1.5.1", `bundle-version: ${tag}`)
    : undefined;
}

/** A manifest of nginx/nginx-gateway-fabric v2.6; undefined for files and releases that are not here. */
export function nginxGatewayManifest(tag: string, path: string): string | undefined {
  const version = /^v(2\.6\.\d+)$/.exec(tag)?.[1];
  if (version === undefined) return undefined;
  if (path === "deploy/crds.yaml" || path === "crds.yaml") return fabricKinds;
  if (path === "deploy/nodeport/deploy.yaml") return fabric?.replaceAll("2.6.1", version).replace("type: LoadBalancer", "type: NodePort");
  return path === "deploy/default/deploy.yaml" ? fabric?.replaceAll("2.6.1", version) : undefined;
}
