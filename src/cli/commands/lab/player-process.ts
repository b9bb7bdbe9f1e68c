import { UserError } from "../../../base/user-error.ts";
import { shareProcessors } from "../../../cluster/machine-code.ts";
import { AssertionError } from "../../../base/assert.ts";
import type { FileResult } from "../../../lab/report/results.ts";
import { playJob, type Job } from "./play-job.ts";

/** What a player answers. */
type Answer = { readonly result: FileResult } | { readonly mistake: string } | { readonly failure: string };

/** Another process that plays one job after the other. */
export interface Player {
  play(job: Job): Promise<FileResult>;
  end(): void;
}

/** Starts k8sim once more, as a player: its hidden command `lab __play`. */
export function startPlayer(): Player {
  let settle: ((answer: Answer) => void) | undefined;
  const child = Bun.spawn([...selfCommand(), "lab", "__play"], {
    stdio: ["ignore", "ignore", "ignore"],
    ipc: (answer: Answer) => settle?.(answer),
    onExit: (_, code) => settle?.({ failure: `a process that plays ended with ${code ?? "a signal"}` }),
  });
  return {
    async play(job) {
      const answer = await new Promise<Answer>((resolve) => {
        settle = resolve;
        child.send(job);
      });
      if ("result" in answer) return answer.result;
      if ("mistake" in answer) throw new UserError(answer.mistake);
      throw new AssertionError(answer.failure);
    },
    end: () => child.disconnect(),
  };
}

/** Plays what the parent sends, until it goes away. */
export async function playForParent(): Promise<void> {
  shareProcessors();
  const { promise, resolve } = Promise.withResolvers<void>();
  process.on("message", (job: Job) => void answer(job).then((text) => process.send?.(text)));
  process.on("disconnect", () => resolve());
  await promise;
}

async function answer(job: Job): Promise<Answer> {
  try {
    return { result: await playJob(job) };
  } catch (error) {
    if (error instanceof UserError) return { mistake: error.message };
    return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** How this program was started: an executable that holds its sources, or Bun with the file that runs. */
function selfCommand(): string[] {
  const isCompiled = /^(?:\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/.test(Bun.main);
  return isCompiled ? [process.execPath] : [process.execPath, Bun.main];
}
