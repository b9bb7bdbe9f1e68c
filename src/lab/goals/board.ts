import type { Cluster } from "../../cluster/cluster.ts";
import type { Standstill } from "../play.ts";
import type { GoalVerdict } from "./check.ts";
import { type Goal, titleOfGoal } from "./goal.ts";
import { withLook } from "./look.ts";

/** Which goals of a lab have been reached, as it goes on. */
export interface GoalBoard {
  /** Looks at the cluster of a play that stands still; gives the goals that are reached now and were not before. */
  look(standstill: Pick<Standstill, "cluster" | "played">): Promise<readonly Goal[]>;
  /** A line for each goal: with a tick, or with what was seen instead. */
  lines(): string[];
  /** How it stands with each goal. */
  readonly places: readonly GoalPlace[];
}

/** How it stands with one goal. */
export interface GoalPlace {
  readonly goal: Goal;
  /** After how many items it was reached first; undefined until then. */
  readonly reachedAfter: number | undefined;
  /** What was seen last, until it was reached. */
  readonly seen: string;
}

/** Judges goals while a lab is played; what is reached once stays so. `home` holds the cluster. */
export function createGoalBoard(goals: readonly Goal[], home: string, language = "en"): GoalBoard {
  let places: GoalPlace[] = goals.map((goal) => ({ goal, reachedAfter: undefined, seen: "" }));
  return {
    async look({ cluster, played }) {
      const open = places.filter(({ reachedAfter }) => reachedAfter === undefined);
      if (open.length === 0) return [];
      const verdicts = await judgeAll(
        open.map(({ goal }) => goal),
        home,
        cluster,
      );
      const judged = new Map(open.map(({ goal }, index) => [goal, verdicts[index]]));
      places = places.map((place) => {
        const verdict = judged.get(place.goal);
        if (verdict === undefined) return place;
        return { goal: place.goal, seen: verdict.seen, reachedAfter: verdict.isReached ? played : undefined };
      });
      return goals.filter((goal) => judged.get(goal)?.isReached === true);
    },
    lines: () => places.map((place) => lineOf(place, language)),
    get places() {
      return places;
    },
  };
}

function lineOf({ goal, reachedAfter, seen }: GoalPlace, language: string): string {
  const title = titleOfGoal(goal, language);
  return reachedAfter !== undefined ? tickOf(goal, language) : `· goal: ${title}${seen === "" ? "" : ` (${seen})`}`;
}

/** The line of a goal that is reached. */
export function tickOf(goal: Goal, language = "en"): string {
  return `✔ goal: ${titleOfGoal(goal, language)}`;
}

/** Judges goals by one look at a cluster that has no transaction open. */
export async function judgeAll(goals: readonly Goal[], home: string, cluster: Cluster): Promise<GoalVerdict[]> {
  return withLook(home, cluster, async (look) => {
    const verdicts: GoalVerdict[] = [];
    for (const { check } of goals) verdicts.push(await check(look));
    return verdicts;
  });
}
