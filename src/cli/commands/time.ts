import type { Command } from "commander";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Session } from "../../cluster/session.ts";
import { advanceTime, advanceTimeTo, advanceUntil, settle } from "../../cluster/time.ts";
import { clockModeArgument, durationArgument, rateArgument } from "../arguments.ts";
import { conditionOf } from "../time-condition.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";

const DEFAULT_TIMEOUT = "10m";

/** `k8sim time [advance|settle|until|rate|mode]` */
export function addTimeCommand(program: Command, site: CommandSite): void {
  const time = program.command("time").description("show and drive the cluster's time");
  time.action(() => run(site, async () => undefined));
  time
    .command("advance")
    .argument("<DURATION>", "how far, as 2m30s")
    .description("move time forward")
    .action((duration: string) => {
      const ms = durationArgument(duration);
      return run(site, (session) => advanceTime(session, ms));
    });
  time
    .command("settle")
    .option("--timeout <DURATION>", "give up after so much of the cluster's time", DEFAULT_TIMEOUT)
    .description("move time until no rollout, pod start or pod stop is under way")
    .action(({ timeout }: { timeout: string }) => {
      const ms = durationArgument(timeout);
      return run(site, async (session) => {
        if (!(await settle(session, ms))) fail(site, `something was still under way after ${timeout}`);
      });
    });
  time
    .command("until")
    .argument(
      "<CONDITION...>",
      "as 'deployment/np-pods available', 'pod/x Ready', 'pod/x deleted' or a time, as 2026-01-01T12:00:00Z or 12:30",
    )
    .option("-n, --namespace <NAMESPACE>", "namespace of the object", "default")
    .option("--timeout <DURATION>", "give up after so much of the cluster's time", DEFAULT_TIMEOUT)
    .description("move time until a condition holds")
    .action((words: readonly string[], { namespace, timeout }: { namespace: string; timeout: string }) =>
      until(site, words.join(" "), namespace, timeout),
    );
  time
    .command("rate")
    .argument("<X>", "how many times faster than the wall, as 60")
    .description("set the rate of a real clock")
    .action((text: string) => {
      const rate = rateArgument(text);
      return run(site, (session) => session.write(() => session.cluster.transactor.setClock({ rate })));
    });
  time
    .command("mode")
    .argument("<MODE>", "real or stepped")
    .description("choose whether time follows the wall or moves only when told to")
    .action((text: string) => {
      const mode = clockModeArgument(text);
      return run(site, (session) => session.write(() => session.cluster.transactor.setClock({ mode })));
    });
}

/** Does something to the time and shows what it is then. */
async function run(site: CommandSite, action: (session: Session) => Promise<void>): Promise<void> {
  await withSession(site.home, async (session) => {
    await action(session);
    site.output.stdout(await session.read(() => line(session)));
  });
}

async function until(site: CommandSite, text: string, namespace: string, timeout: string): Promise<void> {
  const timeoutMs = durationArgument(timeout);
  await run(site, async (session) => {
    const condition = await session.read(() => conditionOf(text, namespace, session.cluster));
    if (condition.at !== undefined) return advanceTimeTo(session, condition.at);
    if (!(await advanceUntil(session, () => condition.holds(), timeoutMs))) fail(site, `"${text}" did not hold within ${timeout}`);
  });
}

function line(session: Session): string {
  const { mode, rate } = session.cluster.transactor.clock();
  return `${formatRfc3339(session.now())} (${mode === "real" ? `real, rate ${rate}` : "stepped"})\n`;
}

function fail(site: CommandSite, message: string): void {
  site.output.stderr(`error: ${message}\n`);
  site.exitCode = 1;
}
