import { featureRows } from "../row.ts";

const standards = "pod-security-admission, its release branches";

/** Differences between versions of: admission plug-ins. */
export const admissionRows = featureRows({
  podSecurity: {
    since: "1.23",
    what: "pods are held to the Pod Security Standards that their namespace's labels name",
    evidence: "gate PodSecurity, alpha and off in 1.22, on from 1.23",
  },
  podSecurityAppArmorFields: {
    since: "1.30",
    what: "the standards look at AppArmor profiles in fields, too",
    evidence: `${standards}: policy/check_appArmorProfile.go`,
  },
  podSecurityOverrides: {
    since: "1.24",
    what: "a restricted check replaces the baseline check of the same matter",
    evidence: `${standards}: OverrideCheckIDs from 1.24`,
  },
  podSecurityWarnsOfEnforced: {
    since: "1.26",
    what: "an enforced level is warned of as well, unless the labels name another to warn of",
    evidence: `${standards}: api/helpers.go from 1.26`,
  },
  youngestDefaultClass: {
    since: "1.26",
    what: "of several default classes (storage, ingress) the youngest is taken; before, objects without a class were refused",
    evidence: "1.20 source; kubernetes pull requests 110559 and 110974",
  },
});
