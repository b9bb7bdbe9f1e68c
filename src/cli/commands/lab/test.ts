import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { withSection, withSidecar, type DocumentFlags } from "./flags.ts";

/** Flags of `k8sim lab test`. */
export interface TestFlags extends DocumentFlags {
  readonly reporter: string;
  readonly seed?: string;
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly update?: boolean;
  readonly fresh?: boolean;
}

/** `k8sim lab test FILES…` */
export function addTestCommand(lab: Command, site: CommandSite): void {
  const test = lab
    .command("test")
    .argument("<FILES...>", "documents, directories or patterns")
    .description("play documents and fail when an output is not what they show; for CI")
    .option("--reporter <NAME>", "how to tell: pretty, tap, junit, github or json", "pretty")
    .option("--update", "write what was printed in the place of outputs that differ")
    .option("--fresh", "the cluster draws names, addresses and ports for itself; the document's stand for them")
    .option("--profile <LIST>", "profiles to play on, as book,book-56; the document's own unless told")
    .option("--kubernetes-version <LIST>", "versions to play on, as v1.18.4,v1.23.7; the document's own unless told")
    .option("--seed <LIST>", "seeds of the draws that the document does not show, as 1,2,3");
  withSection(withSidecar(test)).action(async (files: readonly string[], flags: TestFlags) => {
    const { testLabs } = await import("./run-tests.ts");
    await testLabs(site, files, flags);
  });
}
