import { expect, test } from "bun:test";
import { naturalLess } from "../../../../src/kubectl/print/sorting.ts";

test("numbers in names are compared as numbers, and come before other characters", () => {
  const names = ["shop-https", "shop3", "shop", "shop10", "shop2", "rssvc", "shopper"];
  const sorted = names.toSorted((left, right) => (naturalLess(left, right) ? -1 : 1));
  expect(sorted).toEqual(["rssvc", "shop", "shop2", "shop3", "shop10", "shop-https", "shopper"]);
});
