import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: server. One row each; add yours in alphabetical order. */
export const serverRows = {
  ...featureRows({
    hostPortsInTemplates: {
      since: "1.18",
      until: "1.28",
      what: "hostNetwork gives the container ports of pod templates host ports; later only those of Pods",
      evidence: "vectors/README.md, defaulting seen to matter",
    },
    labelSelectorFieldErrors: {
      since: "1.21",
      what: "a wrong key or value in a label selector is reported as a field error: `<nil>: Invalid value: ...`",
      evidence: "apimachinery/pkg/labels/selector.go: 1.20 source has the plain form; field.Path options came with 1.21",
    },
    lowercaseRfc1123Text: {
      since: "1.20",
      what: "DNS-1123 complaints say `a lowercase RFC 1123 label` instead of `a DNS-1123 label`",
      evidence: "facts/apiserver.md 4.2; recordings A/a-api-validation",
    },
    procMount: {
      since: "1.33",
      what: "securityContext.procMount is kept; before, the API server drops it",
      evidence: "vectors/README.md, gate-dropped; gate ProcMountType on by default from 1.33",
    },
    relaxedEnvNames: {
      since: "1.32",
      what: "names of environment variables may hold any printable ASCII but `=`",
      evidence: "gate RelaxedEnvironmentVariableValidation: alpha 1.30, beta and on 1.32",
    },
  }),
  labelOperatorsText: valueRow({
    values: [
      { since: "1.18", is: "'=', '!=', '==', 'in', notin'" },
      { since: "1.21", is: "in, notin, =, ==, !=, gt, lt" },
    ],
    what: "the operators that the parser of label selectors expected",
    evidence: "apimachinery/pkg/labels/selector.go, 1.20 source; the list from 1.21 on by memory of its binaryOperators",
  }),
  portNameLetterText: valueRow({
    values: [
      { since: "1.18", is: "must contain at least one letter or number (a-z, 0-9)" },
      { since: "1.27", is: "must contain at least one letter (a-z)" },
    ],
    what: "complaint about a port name of digits and hyphens alone",
    evidence: "facts/apiserver.md 4.2",
  }),
  tooLongText: valueRow({
    values: [
      { since: "1.18", is: "must have at most %d bytes" },
      { since: "1.32", is: "may not be more than %d bytes" },
    ],
    what: "detail of `Too long`",
    evidence: "facts/apiserver.md 4.1",
  }),
};
