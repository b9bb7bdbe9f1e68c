import nodePort from "../../../fixtures/book/ch3/3.3.1/nodeport.yaml" with { type: "text" };
import ingressConfig from "../../../fixtures/book/ch3/3.3.2/ingress-config.yaml" with { type: "text" };
import ingressService from "../../../fixtures/book/ch3/3.3.2/ingress.yaml" with { type: "text" };
import metallbRange from "../../../fixtures/book/ch3/3.3.4/metallb-l2config.yaml" with { type: "text" };
import requestPagePowerShell from "../../../fixtures/book/ch3/3.3.4/req_page.ps1.txt" with { type: "text" };
import requestPage from "../../../fixtures/book/ch3/3.3.4/req_page.sh.txt" with { type: "text" };
import metallbRangeAgain from "../../../fixtures/book/ch3/3.4.2/metallb-l2config.yaml" with { type: "text" };
import hpa from "../../../fixtures/book/ch3/3.6.2/hpa.yaml" with { type: "text" };
import hpaCpu from "../../../fixtures/book/ch3/3.6.2/HorizontalPodAutoscaler-v2-cpu.yaml" with { type: "text" };
import hpaMemory from "../../../fixtures/book/ch3/3.6.2/HorizontalPodAutoscaler-v2-memory.yaml" with { type: "text" };
import curlCpu from "../../../fixtures/book/ch3/3.6.2/curl_cpu.sh.txt" with { type: "text" };
import curlMemory from "../../../fixtures/book/ch3/3.6.2/curl_memory.sh.txt" with { type: "text" };
import { FIRST_EDITION } from "./book-first.ts";
import { SECOND_EDITION } from "./book-second.ts";
import { ingressNginxManifest } from "./ingress-nginx.ts";
import { metallbManifest } from "./metallb.ts";
import { bookMetricsServer, withInsecureTls } from "./metrics-server.ts";

/**
 * The book's own files, by their path behind `_Book_k8sInfra/`. Where its editions have a file of the same name the first counts. Its MetalLB
 * is the project's v0.8.3 to the byte that matters; a later printing only takes the images from quay.io.
 */
export const BOOK_FILES: Readonly<Record<string, string>> = {
  ...SECOND_EDITION,
  ...FIRST_EDITION,
  "ch3/3.3.1/nodeport.yaml": nodePort,
  "ch3/3.3.2/ingress-config.yaml": ingressConfig,
  "ch3/3.3.2/ingress-nginx.yaml": ingressNginxManifest("nginx-0.30.0", "deploy/static/mandatory.yaml") ?? "",
  "ch3/3.3.2/ingress.yaml": ingressService,
  "ch3/3.3.2/metallb-native-v0.15.3.yaml": metallbManifest("v0.15.3", "config/manifests/metallb-native.yaml") ?? "",
  "ch3/3.3.4/metallb.yaml": metallbManifest("v0.8.3", "manifests/metallb.yaml") ?? "",
  "ch3/3.3.4/metallb-l2config.yaml": metallbRange,
  "ch3/3.3.4/req_page.ps1": requestPagePowerShell,
  "ch3/3.3.4/req_page.sh": requestPage,
  "ch3/3.3.5/metrics-server.yaml": bookMetricsServer(),
  "ch3/3.4.2/metallb-l2config.yaml": metallbRangeAgain,
  "ch3/3.6.1/metrics-server-0.6.4-notls.yaml": withInsecureTls("v0.6.4"),
  "ch3/3.6.1/metrics-server-0.8.1-notls.yaml": withInsecureTls("v0.8.1"),
  "ch3/3.6.2/HorizontalPodAutoscaler-v2-cpu.yaml": hpaCpu,
  "ch3/3.6.2/HorizontalPodAutoscaler-v2-memory.yaml": hpaMemory,
  "ch3/3.6.2/curl_cpu.sh": curlCpu,
  "ch3/3.6.2/curl_memory.sh": curlMemory,
  "ch3/3.6.2/hpa.yaml": hpa,
};
