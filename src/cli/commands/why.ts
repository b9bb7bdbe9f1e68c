import type { Command } from "commander";
import { UserError } from "../../base/user-error.ts";
import { findKind } from "../find-kind.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";

interface WhyOptions {
  readonly namespace: string;
  readonly output?: string;
}

/** `k8sim why KIND/NAME` */
export function addWhyCommand(program: Command, site: CommandSite): void {
  program
    .command("why")
    .argument("<KIND/NAME>", "as pod/web, svc/web, node/w1-k8s; also one that was deleted")
    .option("-n, --namespace <NAMESPACE>", "namespace of the object", "default")
    .option("-o, --output <FORMAT>", "json")
    .description("tell why an object is in its state, with the command that shows it")
    .action((word: string, options: WhyOptions) => why(site, word, options));
}

async function why(site: CommandSite, word: string, { namespace, output }: WhyOptions): Promise<void> {
  if (output !== undefined && output !== "json") throw new UserError(`"${output}" is no output format of why: leave it away or give json`);
  const [, kindWord = "", name = ""] = /^([A-Za-z0-9.-]+)\/([^/\s]+)$/.exec(word) ?? [];
  if (name === "") throw new UserError(`"${word}" names no object: write KIND/NAME, as pod/web or deployment/web`);
  const { answerJson, answerText } = await import("../../why/answer.ts");
  const { explain } = await import("../../why/explain.ts");
  const { whyWorld } = await import("../../why/world.ts");
  await withSession(site.home, async (session) => {
    const { cluster } = session;
    const answer = await session.read(() => {
      const kind = findKind(kindWord, cluster);
      if (kind === undefined) throw new UserError(`"${kindWord}" is no kind of this cluster: write it as pod, deployment, job …`);
      return explain(whyWorld(cluster), kind, namespace, name);
    });
    site.output.stdout(output === "json" ? answerJson(answer) : answerText(answer));
  });
}
