import type { KubeObject } from "../../machinery/object.ts";
import type { Condition } from "../../kinds/shared/types.ts";

/** gateway.networking.k8s.io/v1 GatewayClass */
export interface GatewayClass extends KubeObject {
  spec: { controllerName: string; parametersRef?: { group: string; kind: string; name: string; namespace?: string } };
  status?: { conditions?: Condition[] };
}

/** One port on which a gateway listens. */
export interface Listener {
  name: string;
  hostname?: string;
  port: number;
  protocol: string;
  tls?: { mode?: string; certificateRefs?: { kind?: string; name: string; namespace?: string }[] };
  allowedRoutes?: {
    namespaces?: { from?: "All" | "Same" | "Selector"; selector?: { matchLabels?: Record<string, string> } };
    kinds?: { group?: string; kind: string }[];
  };
}

/** gateway.networking.k8s.io/v1 Gateway */
export interface Gateway extends KubeObject {
  spec: { gatewayClassName: string; listeners: Listener[]; addresses?: { type?: string; value: string }[] };
  status?: { conditions?: Condition[]; addresses?: { type?: string; value: string }[]; listeners?: ListenerStatus[] };
}

/** What a gateway's status says of one listener. */
export interface ListenerStatus {
  name: string;
  supportedKinds: { group: string; kind: string }[];
  attachedRoutes: number;
  conditions: Condition[];
}

/** The gateway, or one of its listeners, that a route wants to hang on. */
export interface ParentRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  sectionName?: string;
  port?: number;
}

/** How a header or a query parameter has to be. */
export interface ValueMatch {
  type?: "Exact" | "RegularExpression";
  name: string;
  value: string;
}

/** What a request has to be like; all of it. */
export interface RouteMatch {
  path?: { type?: "Exact" | "PathPrefix" | "RegularExpression"; value?: string };
  headers?: ValueMatch[];
  queryParams?: ValueMatch[];
  method?: string;
}

interface HeaderModifier {
  set?: { name: string; value: string }[];
  add?: { name: string; value: string }[];
  remove?: string[];
}

interface PathModifier {
  type: "ReplaceFullPath" | "ReplacePrefixMatch";
  replaceFullPath?: string;
  replacePrefixMatch?: string;
}

/** A step between request and answer. */
export interface RouteFilter {
  type: string;
  requestHeaderModifier?: HeaderModifier;
  responseHeaderModifier?: HeaderModifier;
  requestRedirect?: { scheme?: string; hostname?: string; port?: number; statusCode?: number; path?: PathModifier };
  urlRewrite?: { hostname?: string; path?: PathModifier };
}

/** A service that may answer. */
export interface BackendRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  port?: number;
  weight?: number;
}

/** Requests that go one way. */
export interface RouteRule {
  matches?: RouteMatch[];
  filters?: RouteFilter[];
  backendRefs?: BackendRef[];
}

/** gateway.networking.k8s.io/v1 HTTPRoute; a GRPCRoute is read by the same parts. */
export interface HttpRoute extends KubeObject {
  spec: { parentRefs?: ParentRef[]; hostnames?: string[]; rules?: RouteRule[] };
  status?: { parents?: { parentRef: ParentRef; controllerName: string; conditions: Condition[] }[] };
}

/** gateway.networking.k8s.io ReferenceGrant */
export interface ReferenceGrant extends KubeObject {
  spec: {
    from: { group: string; kind: string; namespace: string }[];
    to: { group: string; kind: string; name?: string }[];
  };
}

export const GROUP = "gateway.networking.k8s.io";
export const GATEWAY_CLASSES = `gatewayclasses.${GROUP}`;
export const GATEWAYS = `gateways.${GROUP}`;
export const HTTP_ROUTES = `httproutes.${GROUP}`;
export const REFERENCE_GRANTS = `referencegrants.${GROUP}`;
export const CONTROLLER_NAME = "gateway.nginx.org/nginx-gateway-controller";
