import { expect, test } from "bun:test";
import { convertIngress } from "../../../../src/kinds/networking/ingress/convert.ts";
import { ingress } from "../../../../src/kinds/networking/ingress/index.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { create, requestContext } from "../context.ts";

const paths = (...list: object[]) => [{ http: { paths: list } }];
const web = (spec: object, apiVersion = "networking.k8s.io/v1"): KubeObject => ({
  apiVersion,
  kind: "Ingress",
  metadata: { name: "web" },
  spec,
});

test("backends change their shape with the version", () => {
  const old = web(
    { backend: { serviceName: "d", servicePort: "http" }, rules: paths({ path: "/", backend: { serviceName: "s", servicePort: 80 } }) },
    "extensions/v1beta1",
  );
  const before = structuredClone(old);
  convertIngress(old, "networking.k8s.io/v1");
  expect(old.spec).toEqual({
    defaultBackend: { service: { name: "d", port: { name: "http" } } },
    rules: paths({ path: "/", backend: { service: { name: "s", port: { number: 80 } } } }),
  });
  old.apiVersion = "networking.k8s.io/v1";
  convertIngress(old, "v1beta1");
  expect(old.spec).toEqual(before.spec);
});

test("an old backend has a port, whatever it leads to", () => {
  const resource = { apiGroup: "x.io", kind: "Bucket", name: "b" };
  const now = web({ defaultBackend: { resource } });
  convertIngress(now, "v1beta1");
  expect(now.spec).toEqual({ backend: { resource, servicePort: 0 } });
});

test("complaints name the fields of the request's version", () => {
  const backend = { service: { name: "", port: { number: 80 } } };
  const spec = { rules: paths({ path: "/", pathType: "Prefix", backend }) };
  expect(create(ingress, web(spec)).errors).toEqual(["spec.rules[0].http.paths[0].backend.service.name: Required value"]);
  const old = { ...requestContext(), apiVersion: "networking.k8s.io/v1beta1" };
  expect(create(ingress, web(spec), old).errors).toEqual(["spec.rules[0].http.paths[0].backend.serviceName: Required value"]);
  expect(create(ingress, web({})).errors).toEqual([
    "spec: Invalid value: []networking.IngressRule(nil): either `defaultBackend` or `rules` must be specified",
  ]);
});

test("three hosts are shown, what follows is counted", () => {
  const rules = ["a.io", "b.io", "c.io", "d.io"].map((host) => ({ host }));
  expect(ingress.row(web({ rules, tls: [{}] }), requestContext()).slice(1, 5)).toEqual([
    "<none>",
    "a.io,b.io,c.io + 1 more...",
    "",
    "80, 443",
  ]);
});
