import { expect, test } from "bun:test";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { printingsShown } from "../../../../src/lab/settings/printings.ts";

const FILE = "/root/_Book_k8sInfra/ch3/3.3.2/ingress-nginx.yaml";

function printings(...output: readonly string[]): Record<string, string> {
  const lines = ["```", "[root@m-k8s ~]# kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.2/ingress-nginx.yaml", ...output, "```"];
  const transcript = loadTranscript("lab.md", lines.join("\n"));
  return transcript === undefined ? {} : printingsShown(transcript);
}

test("the printing of the ingress controller's manifest is known by whether its limit range was made", () => {
  const all = ["namespace/ingress-nginx created", "deployment.apps/nginx-ingress-controller created"];
  const text = printings(...all)[FILE] ?? "";
  expect(text).toContain("kind: Deployment");
  expect(text).not.toContain("kind: LimitRange");
  expect(printings(...all, "limitrange/ingress-nginx created")).toEqual({});
  expect(printings(...all, "...")).toEqual({});
  expect(printings("namespace/ingress-nginx created")).toEqual({});
});
