import type { Cluster } from "../cluster/cluster.ts";
import type { Node } from "../kinds/core/node/types.ts";

/** Files of the system that labs look at, as an installer leaves them on a node; the user's own machine is anybody's. */
export function machineFiles({ store }: Cluster, machine: string): Readonly<Record<string, string>> {
  const nodes = store.list("nodes") as readonly Node[];
  const node = nodes.find(({ metadata }) => metadata.name === machine);
  const hosts = nodes.map(
    ({ metadata, status }) => `${status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? ""} ${metadata.name}\n`,
  );
  const local =
    "127.0.0.1   localhost localhost.localdomain localhost4 localhost4.localdomain4\n::1         localhost localhost.localdomain localhost6 localhost6.localdomain6\n";
  return {
    "/etc/hosts": local + hosts.join(""),
    "/etc/resolv.conf": "nameserver 8.8.8.8\n",
    "/etc/hostname": `${machine}\n`,
    "/root/.bashrc": "",
    "/root/.bash_profile": "",
    ...(node === undefined ? {} : releaseFiles(node.status?.nodeInfo?.osImage ?? "")),
  };
}

/** `/etc/os-release` and what stands beside it. */
function releaseFiles(image: string): Readonly<Record<string, string>> {
  const [, version = ""] = /(\d+(?:\.\d+)*)/.exec(image) ?? [];
  if (/CentOS/.test(image))
    return {
      "/etc/centos-release": "CentOS Linux release 7.8.2003 (Core)\n",
      "/etc/redhat-release": "CentOS Linux release 7.8.2003 (Core)\n",
      "/etc/os-release": `NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="7"\nPRETTY_NAME="CentOS Linux 7 (Core)"\nANSI_COLOR="0;31"\nCPE_NAME="cpe:/o:centos:centos:7"\nHOME_URL="https://www.centos.org/"\nBUG_REPORT_URL="https://bugs.centos.org/"\n\nCENTOS_MANTISBT_PROJECT="CentOS-7"\nCENTOS_MANTISBT_PROJECT_VERSION="7"\nREDHAT_SUPPORT_PRODUCT="centos"\nREDHAT_SUPPORT_PRODUCT_VERSION="7"\n\n`,
    };
  const short = version.split(".").slice(0, 2).join(".");
  const [name = "", title = ""] =
    { "20.04": ["focal", "Focal Fossa"], "22.04": ["jammy", "Jammy Jellyfish"], "24.04": ["noble", "Noble Numbat"] }[short] ?? [];
  if (name === "") return {};
  const old = short === "20.04";
  const rows = [
    ...(old ? [] : [`PRETTY_NAME="${image}"`]),
    'NAME="Ubuntu"',
    old ? `VERSION="${version} LTS (${title})"` : `VERSION_ID="${short}"`,
    old ? "ID=ubuntu" : `VERSION="${version} LTS (${title})"`,
    old ? "ID_LIKE=debian" : `VERSION_CODENAME=${name}`,
    old ? `PRETTY_NAME="${image}"` : "ID=ubuntu",
    old ? `VERSION_ID="${short}"` : "ID_LIKE=debian",
    'HOME_URL="https://www.ubuntu.com/"',
    'SUPPORT_URL="https://help.ubuntu.com/"',
    'BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"',
    'PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"',
    ...(old ? [`VERSION_CODENAME=${name}`] : []),
    `UBUNTU_CODENAME=${name}`,
    ...(short === "24.04" ? ["LOGO=ubuntu-logo"] : []),
  ];
  return {
    "/etc/os-release": `${rows.join("\n")}\n`,
    "/etc/lsb-release": `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${short}\nDISTRIB_CODENAME=${name}\nDISTRIB_DESCRIPTION="${image}"\n`,
  };
}
