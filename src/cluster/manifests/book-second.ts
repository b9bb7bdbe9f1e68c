import { bookIngressController } from "./ingress-nginx.ts";
import { bookCsiDriver, bookSubdirProvisioner } from "./nfs.ts";
import nodePort from "../../../fixtures/book/ch3/3.3.1/nodeport.yaml" with { type: "text" };
import initInfra from "../../../fixtures/book/ch3/init_infra.sh.txt" with { type: "text" };
import ingressMultipath from "../../../fixtures/book/ch3/3.3.3/ingress-multipath.yaml" with { type: "text" };
import loadKubeApiserver from "../../../fixtures/book/ch3/3.1.6/load_kube_apiserver.sh.txt" with { type: "text" };
import unloadKubeApiserver from "../../../fixtures/book/ch3/3.1.6/unload_kube_apiserver.sh.txt" with { type: "text" };
import nginxDeployment from "../../../fixtures/book/ch3/3.1.8/nginx-deployment.yaml" with { type: "text" };
import poNginx from "../../../fixtures/book/ch3/3.2.1/po-nginx.yaml" with { type: "text" };
import rolloutNginx from "../../../fixtures/book/ch3/3.2.4/rollout-nginx.yaml" with { type: "text" };
import cj1mChkNginx from "../../../fixtures/book/ch3/3.2.6/cj-1m-chk-nginx.yaml" with { type: "text" };
import jobChkK8s from "../../../fixtures/book/ch3/3.2.6/job-chk-k8s.yaml" with { type: "text" };
import deployLoadBalancer from "../../../fixtures/book/ch3/3.3.2/deploy-LoadBalancer.yaml" with { type: "text" };
import ipLoadBalancer from "../../../fixtures/book/ch3/3.3.2/ip-LoadBalancer.yaml" with { type: "text" };
import metallbL2Iprange from "../../../fixtures/book/ch3/3.3.2/metallb-l2-iprange.yaml" with { type: "text" };
import gateway from "../../../fixtures/book/ch3/3.3.3/gateway.yaml" with { type: "text" };
import hnameClusterIP from "../../../fixtures/book/ch3/3.3.3/hname-clusterIP.yaml" with { type: "text" };
import ipClusterIP from "../../../fixtures/book/ch3/3.3.3/ip-clusterIP.yaml" with { type: "text" };
import nginxClusterIP from "../../../fixtures/book/ch3/3.3.3/nginx-clusterIP.yaml" with { type: "text" };
import nginxGwFabricInstaller from "../../../fixtures/book/ch3/3.3.3/nginx_gw_fabric_installer.sh.txt" with { type: "text" };
import emptyDir from "../../../fixtures/book/ch3/3.4.1/emptyDir.yaml" with { type: "text" };
import nfsExporter from "../../../fixtures/book/ch3/3.4.2/nfs_exporter.sh.txt" with { type: "text" };
import pvNfs from "../../../fixtures/book/ch3/3.4.2/pv-nfs.yaml" with { type: "text" };
import pvPvc from "../../../fixtures/book/ch3/3.4.2/pv-pvc.yaml" with { type: "text" };
import pvcNfs from "../../../fixtures/book/ch3/3.4.2/pvc-nfs.yaml" with { type: "text" };
import deployPvc from "../../../fixtures/book/ch3/3.4.3/deploy-pvc.yaml" with { type: "text" };
import pvcDynamic from "../../../fixtures/book/ch3/3.4.3/pvc-dynamic.yaml" with { type: "text" };
import pvcStsPv from "../../../fixtures/book/ch3/3.4.3/pvc-sts-pv.yaml" with { type: "text" };
import storageclass from "../../../fixtures/book/ch3/3.4.3/storageclass.yaml" with { type: "text" };
import configMapRef from "../../../fixtures/book/ch3/3.5.1/configMapRef.yaml" with { type: "text" };
import configMapRefReloader from "../../../fixtures/book/ch3/3.5.1/reloader/configMapRef-reloader.yaml" with { type: "text" };
import reloader from "../../../fixtures/addons/reloader.yaml" with { type: "text" };
import secretMysqlCredUnmatched from "../../../fixtures/book/ch3/3.5.2/secret-mysql-cred-unmatched.yaml" with { type: "text" };
import secretKeyRef from "../../../fixtures/book/ch3/3.5.2/secretKeyRef.yaml" with { type: "text" };

/** Files of the second edition that no other project's manifests are. */
export const SECOND_EDITION: Readonly<Record<string, string>> = {
  "ch3/.init_infra.sh": initInfra,
  "ch3/3.1.6/load-kube-apiserver.sh": loadKubeApiserver,
  "ch3/3.1.6/load_kube_apiserver.sh": loadKubeApiserver,
  "ch3/3.1.6/unload-kube-apiserver.sh": unloadKubeApiserver,
  "ch3/3.1.6/unload_kube_apiserver.sh": unloadKubeApiserver,
  "ch3/3.1.8/nginx-deployment.yaml": nginxDeployment,
  "ch3/3.2.1/po-nginx.yaml": poNginx,
  "ch3/3.2.4/rollout-nginx.yaml": rolloutNginx,
  "ch3/3.2.6/cj-1m-chk-nginx.yaml": cj1mChkNginx,
  "ch3/3.2.6/job-chk-k8s.yaml": jobChkK8s,
  "ch3/3.3.1/NodePort.yaml": nodePort,
  "ch3/3.3.2/deploy-LoadBalancer.yaml": deployLoadBalancer,
  "ch3/3.3.2/ip-LoadBalancer.yaml": ipLoadBalancer,
  "ch3/3.3.2/metallb-l2-iprange.yaml": metallbL2Iprange,
  "ch3/3.3.3/gateway.yaml": gateway,
  "ch3/3.3.3/hname-clusterIP.yaml": hnameClusterIP,
  "ch3/3.3.3/ingress-multipath.yaml": ingressMultipath,
  "ch3/3.3.3/ingress_ctrl_nodeport.yaml": bookIngressController(),
  "ch3/3.3.3/ip-clusterIP.yaml": ipClusterIP,
  "ch3/3.3.3/nginx-clusterIP.yaml": nginxClusterIP,
  "ch3/3.3.3/nginx_gw_fabric_installer.sh": nginxGwFabricInstaller,
  "ch3/3.4.1/emptyDir.yaml": emptyDir,
  "ch3/3.4.2/nfs_exporter.sh": nfsExporter,
  "ch3/3.4.2/pv-nfs.yaml": pvNfs,
  "ch3/3.4.2/pv-pvc.yaml": pvPvc,
  "ch3/3.4.2/pvc-nfs.yaml": pvcNfs,
  "ch3/3.4.3/csi-driver-nfs-v4.12.1.yaml": bookCsiDriver(),
  "ch3/3.4.3/deploy-pvc.yaml": deployPvc,
  "ch3/3.4.3/nfs-subdir-external-provisioner-v4.0.2.yaml": bookSubdirProvisioner(),
  "ch3/3.4.3/nfs-subdir-external-provisioner.v4.0.2.yaml": bookSubdirProvisioner(),
  "ch3/3.4.3/nfs-subdir-external-provisioner.yaml": bookSubdirProvisioner(),
  "ch3/3.4.3/pvc-dynamic.yaml": pvcDynamic,
  "ch3/3.4.3/pvc-sts-pv.yaml": pvcStsPv,
  "ch3/3.4.3/storageclass.yaml": storageclass,
  "ch3/3.5.1/configMapRef.yaml": configMapRef,
  "ch3/3.5.1/reloader-1.0.41.yaml": reloader,
  "ch3/3.5.1/reloader/configMapRef-reloader.yaml": configMapRefReloader,
  "ch3/3.5.1/reloader/reloader-1.0.41.yaml": reloader,
  "ch3/3.5.2/secret-mysql-cred-unmatched.yaml": secretMysqlCredUnmatched,
  "ch3/3.5.2/secretKeyRef.yaml": secretKeyRef,
};
