import type { Command } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { printFlags } from "../../flags/common.ts";
import { createTabwriter, GET_TABLE } from "../../../base/tabwriter.ts";
import { StatusError } from "../../../machinery/status.ts";
import { objectPrinter } from "../../print/object-printer.ts";

interface Review {
  readonly status?: { readonly userInfo?: { readonly username?: string; readonly uid?: string; readonly groups?: readonly string[] } };
}

const VERSIONS: readonly string[] = ["v1", "v1beta1", "v1alpha1"];
const NOT_SERVED = `the selfsubjectreviews API is not enabled in the cluster
enable APISelfSubjectReview feature gate and authentication.k8s.io/v1alpha1 or authentication.k8s.io/v1beta1 API`;

/** `kubectl auth whoami`. kubectl/pkg/cmd/auth/whoami.go, 1.28 */
export const whoamiCommand: Command = {
  use: () => "whoami",
  long: "Show whom the server takes one for.",
  flags: () => printFlags(),
  async run({ env, flags, factory }) {
    const printer = await objectPrinter(env, flags);
    const client = await factory.client();
    for (const version of VERSIONS) {
      try {
        const kind = "SelfSubjectReview";
        const ref = { group: "authentication.k8s.io", version, resource: "selfsubjectreviews", namespace: "" };
        const answer = await client.create(ref, { apiVersion: `authentication.k8s.io/${version}`, kind, metadata: {} });
        env.stdout(printer === undefined ? table(answer as Review) : printer.print(answer));
        return;
      } catch (error) {
        if (!(error instanceof StatusError) || error.reason !== "NotFound") throw error;
      }
    }
    throw new CommandError(NOT_SERVED);
  },
};

function table({ status }: Review): string {
  const { username = "", uid = "", groups = [] } = status?.userInfo ?? {};
  const writer = createTabwriter(GET_TABLE);
  writer.write("ATTRIBUTE\tVALUE\n");
  writer.write(`Username\t${username}\n`);
  if (uid !== "") writer.write(`UID\t${uid}\n`);
  if (groups.length > 0) writer.write(`Groups\t[${groups.join(" ")}]\n`);
  return writer.flush();
}
