import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: what kubectl does over a connection (attach, cp, exec, port-forward, proxy). */
export const kubectlConnectionRows = {
  ...featureRows({
    attachTtyIsError: {
      since: "1.21",
      what: "attach -t to a container without a terminal says error: in front",
      evidence: "1.20.2 and 1.32.4 against k8sim serve; 1.21 rewrote how attach finds its container",
    },
    proxyAppendsPath: {
      since: "1.23",
      what: "proxy --append-server-path",
      evidence: "kubernetes pull request 97350, kui pull request 9327; not in 1.20.2",
    },
    cpRetries: { since: "1.23", what: "cp --retries", evidence: "kubernetes pull request 104792; 1.23.0-rc.0 has it" },
    cpWantsTwoPaths: {
      since: "1.22",
      what: "cp refuses more than two paths, and looks for empty ones first",
      evidence:
        "kubectl/pkg/cmd/cp/cp.go: 1.20.2 takes further arguments, 1.32.4 refuses them; 1.22 split its paths in local and remote ones",
    },
    portForwardEndsOnError: {
      since: "1.23",
      what: "port-forward ends after the first connection that fails",
      evidence: "kubernetes pull request 103526, issue kubectl 1169; 1.20.2 and 1.32.4 against k8sim serve",
    },
    portForwardEndIsError: {
      since: "1.27",
      what: "lost connection to pod is an error of the command, with exit code 1",
      evidence: "kubernetes pull request 114460; 1.32.4 against k8sim serve",
    },
  }),
  portForwardLogPlace: valueRow({
    values: [
      { since: "1.18", is: "portforward.go:400" },
      { since: "1.23", is: "portforward.go:406" },
      { since: "1.27", is: "portforward.go:409" },
      { since: "1.30", is: "portforward.go:413" },
      { since: "1.31", is: "portforward.go:424" },
    ],
    what: "the place in kubectl's source that says why a forwarded connection failed",
    evidence: "1.20.2 and 1.32.4 against k8sim serve; quotations in public issues for the others",
  }),
  proxyLogLines: valueRow({
    values: [
      { since: "1.18", is: { filter: "proxy.go:167", absent: "proxy.go:190", file: "proxy.go:192", expression: "proxy_server.go:80" } },
      { since: "1.32", is: { filter: "proxy.go:177", absent: "proxy.go:200", file: "proxy.go:202", expression: "proxy_server.go:83" } },
    ],
    what: "the places in kubectl's source that proxy's warnings name",
    evidence: "kubectl proxy of 1.20.2 and 1.32.4; versions between them are not known to differ",
  }),
  proxyListing: valueRow({
    values: [
      { since: "1.18", is: "" },
      { since: "1.32", is: '<!doctype html>\n<meta name="viewport" content="width=device-width">\n' },
    ],
    what: "what stands in front of a directory's list of files",
    evidence: "kubectl proxy --www of 1.20.2 and 1.32.4",
  }),
};
