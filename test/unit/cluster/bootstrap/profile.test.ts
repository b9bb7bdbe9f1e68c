import { expect, test } from "bun:test";
import { changeProfile, loadProfile, nodeAddress, profileNames } from "../../../../src/cluster/bootstrap/profile.ts";

test("other machines, networks and versions of what runs on them", () => {
  const profile = changeProfile(loadProfile("kubeadm-flannel"), {
    nodeNetwork: "10.0.2.0/24",
    nodes: [
      { name: "control", host: 5, controlPlane: true, joined: 0 },
      { name: "far", host: 262, joined: 90 },
    ],
    osImage: "Rocky Linux 9.3 (Blue Onyx)",
    containerRuntime: "cri-o://1.28.1",
    serviceCidr: "10.43.0.0/16",
    podCidr: "10.42.0.0/16",
  });
  expect(profile.nodes.map((node) => nodeAddress(profile, node))).toEqual(["10.0.2.5", "10.0.3.6"]);
  expect(profile).toMatchObject({
    osImage: "Rocky Linux 9.3 (Blue Onyx)",
    containerRuntime: "cri-o://1.28.1",
    dnsAddress: "10.43.0.10",
    podCidr: "10.42.0.0/16",
    ready: 300,
  });
  expect(profile.untainted).toBeUndefined();
});

test("a control plane that is alone runs pods", () => {
  const nodes = [{ name: "only", host: 5, controlPlane: true, joined: 0 }];
  expect(changeProfile(loadProfile("book"), { nodes }).untainted).toBe(true);
  expect(changeProfile(loadProfile("book"), {}).untainted).toBeUndefined();
});

test("a profile as it is stays as it is", () => {
  for (const profile of profileNames().map(loadProfile)) expect(changeProfile(profile, {})).toEqual(profile);
});
