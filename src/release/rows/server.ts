import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: server. One row each; add yours in alphabetical order. */
export const serverRows = {
  ...featureRows({
    lowercaseRfc1123Text: {
      since: "1.20",
      what: "DNS-1123 complaints say `a lowercase RFC 1123 label` instead of `a DNS-1123 label`",
      evidence: "facts/apiserver.md 4.2; recordings A/a-api-validation",
    },
    relaxedEnvNames: {
      since: "1.32",
      what: "names of environment variables may hold any printable ASCII but `=`",
      evidence: "gate RelaxedEnvironmentVariableValidation: alpha 1.30, beta and on 1.32",
    },
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
