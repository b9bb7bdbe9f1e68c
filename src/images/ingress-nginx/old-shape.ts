import type { HTTPIngressPath, Ingress, IngressBackend, OldIngressBackend } from "../../kinds/networking/ingress/types.ts";

type EitherBackend = IngressBackend & OldIngressBackend;

/** An ingress in the shape of networking.k8s.io/v1, whatever the version in which the server keeps it. */
export function convertedIngress(ingress: Ingress): Ingress {
  if (ingress.apiVersion === "networking.k8s.io/v1") return ingress;
  const { backend, rules, ...spec } = ingress.spec as Ingress["spec"] & { backend?: EitherBackend };
  return {
    ...ingress,
    spec: {
      ...spec,
      ...(backend ? { defaultBackend: newBackend(backend) } : {}),
      ...(rules
        ? { rules: rules.map((rule) => ({ ...rule, ...(rule.http ? { http: { paths: rule.http.paths.map(newPath) } } : {}) })) }
        : {}),
    },
  };
}

function newPath(path: HTTPIngressPath): HTTPIngressPath {
  return { ...path, backend: newBackend(path.backend as EitherBackend) };
}

function newBackend(backend: EitherBackend): IngressBackend {
  const { serviceName, servicePort } = backend;
  if (serviceName === undefined) return backend;
  return { service: { name: serviceName, port: typeof servicePort === "string" ? { name: servicePort } : { number: servicePort ?? 0 } } };
}
