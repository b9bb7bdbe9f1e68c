import { expect, test } from "bun:test";
import { createOwnLetters } from "../../../../src/lab/draws/own-letters.ts";

const WEB = "name-suffix/pods/default/web-";
const V1 = "name-suffix/pods/default/web-v1-";

test("own letters are others, in the order in which the document's names are listed", () => {
  const shown = ["x2bcd", "2zzzz", "ghbqs", "m6qtz"];
  for (const seed of [1, 2, 3]) {
    const letters = createOwnLetters(seed);
    letters.draw({ [WEB]: shown });
    const own = shown.map((each) => letters.of("web-", each) ?? "");
    for (const each of own) expect(each).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(own.filter((each) => shown.includes(each))).toEqual([]);
    const order = (list: readonly string[]): number[] =>
      list.map((_, index) => index).toSorted((a, b) => ((list[a] ?? "") < (list[b] ?? "") ? -1 : 1));
    expect(order(own)).toEqual(order(shown));
  }
});

test("a seed decides the letters; a name that is told again keeps them", () => {
  const drawn = (seed: number): string | undefined => {
    const letters = createOwnLetters(seed);
    letters.draw({ [WEB]: ["ghbqs"] });
    const before = letters.of("web-", "ghbqs");
    letters.draw({ [WEB]: [undefined, "ghbqs", "m6qtz"] });
    expect(letters.of("web-", "ghbqs")).toBe(before);
    expect((letters.of("web-", "m6qtz") ?? "") > (before ?? "")).toBe(true);
    return before;
  };
  expect(drawn(1)).toBe(drawn(1));
  expect(drawn(1)).not.toBe(drawn(2));
});

test("names of one base stay on their side of longer bases that begin alike", () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const letters = createOwnLetters(seed);
    letters.draw({ [WEB]: ["sq9p5", "zr72d"], [V1]: ["ghbqs"] });
    const v1 = `web-v1-${letters.of("web-v1-", "ghbqs")}`;
    expect(`web-${letters.of("web-", "sq9p5")}` < v1).toBe(true);
    expect(`web-${letters.of("web-", "zr72d")}` > v1).toBe(true);
  }
});

test("what no cluster draws gets no letters", () => {
  const letters = createOwnLetters(1);
  letters.draw({ [WEB]: ["aeiou"] });
  expect(letters.of("web-", "aeiou")).toBeUndefined();
});
