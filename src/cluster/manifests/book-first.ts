import nginxPod from "../../../fixtures/book/ch3/3.1.6/nginx-pod.yaml" with { type: "text" };
import rolloutNginx from "../../../fixtures/book/ch3/3.2.10/rollout-nginx.yaml" with { type: "text" };
import echoHname from "../../../fixtures/book/ch3/3.2.4/echo-hname.yaml" with { type: "text" };
import dynamicPvcDeploy from "../../../fixtures/book/ch3/3.4.3/dynamic-pvc-deploy.yaml" with { type: "text" };
import dynamicPvc from "../../../fixtures/book/ch3/3.4.3/dynamic-pvc.yaml" with { type: "text" };
import limitsPvc from "../../../fixtures/book/ch3/3.4.3/limits-pvc.yaml" with { type: "text" };
import nfsIp from "../../../fixtures/book/ch3/3.4.3/nfs-ip.yaml" with { type: "text" };
import nfsPv from "../../../fixtures/book/ch3/3.4.3/nfs-pv.yaml" with { type: "text" };
import nfsPvcDeploy from "../../../fixtures/book/ch3/3.4.3/nfs-pvc-deploy.yaml" with { type: "text" };
import nfsPvc from "../../../fixtures/book/ch3/3.4.3/nfs-pvc.yaml" with { type: "text" };
import quotaPvc from "../../../fixtures/book/ch3/3.4.3/quota-pvc.yaml" with { type: "text" };
import standard from "../../../fixtures/book/ch3/3.4.3/standard.yaml" with { type: "text" };
import nfsPvcStsHlSvc from "../../../fixtures/book/ch3/3.4.4/nfs-pvc-sts-hl-svc.yaml" with { type: "text" };
import nfsPvcStsSvc from "../../../fixtures/book/ch3/3.4.4/nfs-pvc-sts-svc.yaml" with { type: "text" };
import nfsPvcSts from "../../../fixtures/book/ch3/3.4.4/nfs-pvc-sts.yaml" with { type: "text" };
import stsSvcDomain from "../../../fixtures/book/ch3/3.4.4/sts-svc-domain.yaml" with { type: "text" };

/** Files of the first edition that no other project's manifests are. */
export const FIRST_EDITION: Readonly<Record<string, string>> = {
  "ch3/3.1.6/nginx-pod.yaml": nginxPod,
  "ch3/3.2.10/rollout-nginx.yaml": rolloutNginx,
  "ch3/3.2.4/echo-hname.yaml": echoHname,
  "ch3/3.2.8/echo-hname.yaml": echoHname,
  "ch3/3.4.3/dynamic-pvc-deploy.yaml": dynamicPvcDeploy,
  "ch3/3.4.3/dynamic-pvc.yaml": dynamicPvc,
  "ch3/3.4.3/limits-pvc.yaml": limitsPvc,
  "ch3/3.4.3/nfs-ip.yaml": nfsIp,
  "ch3/3.4.3/nfs-pv.yaml": nfsPv,
  "ch3/3.4.3/nfs-pvc-deploy.yaml": nfsPvcDeploy,
  "ch3/3.4.3/nfs-pvc.yaml": nfsPvc,
  "ch3/3.4.3/quota-pvc.yaml": quotaPvc,
  "ch3/3.4.3/standard.yaml": standard,
  "ch3/3.4.4/nfs-pvc-sts-hl-svc.yaml": nfsPvcStsHlSvc,
  "ch3/3.4.4/nfs-pvc-sts-svc.yaml": nfsPvcStsSvc,
  "ch3/3.4.4/nfs-pvc-sts.yaml": nfsPvcSts,
  "ch3/3.4.4/sts-svc-domain.yaml": stsSvcDomain,
};
