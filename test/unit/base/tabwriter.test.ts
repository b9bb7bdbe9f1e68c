import { expect, test } from "bun:test";
import { createTabwriter, DESCRIBE_TABLE, GET_TABLE, tabulate } from "../../../src/base/tabwriter.ts";

test("columns are as wide as their widest cell and the last cell is not padded", () => {
  expect(tabulate("NAME\tREADY\tAGE\nnginx-deployment\t1/1\t5s\n", GET_TABLE)).toBe(
    "NAME               READY   AGE\nnginx-deployment   1/1     5s\n",
  );
});

test("cells have a least width", () => {
  expect(tabulate("A\tB\nx\ty\n", GET_TABLE)).toBe("A     B\nx     y\n");
});

test("a line with one cell ends the block of columns", () => {
  expect(tabulate("Name:\tx\nLabels:\tlong\nplain\nA:\tb\n", DESCRIBE_TABLE)).toBe("Name:    x\nLabels:  long\nplain\nA:  b\n");
});

test("a column block ends where a line has no such column", () => {
  expect(tabulate("a\tbbb\tc\nd\te\nf\tgggggg\th\n", DESCRIBE_TABLE)).toBe("a  bbb  c\nd  e\nf  gggggg  h\n");
});

test("a tab at the line's end pads the cell before it", () => {
  expect(tabulate("a\t\nbbb\t\n", DESCRIBE_TABLE)).toBe("a    \nbbb  \n");
});

test("empty cells keep their column", () => {
  expect(tabulate("A\tB\tC\n\t\tx\n", GET_TABLE)).toBe("A     B     C\n            x\n");
});

test("text without a newline at its end is written as it stands", () => {
  expect(tabulate("a\tb\ncc\tdd", DESCRIBE_TABLE)).toBe("a   b\ncc  dd");
});

test("widths are counted in runes", () => {
  expect(tabulate("한글\tx\nabc\t😀\ty\n", DESCRIBE_TABLE)).toBe("한글   x\nabc  😀  y\n");
});

test("remembered widths carry over flushes and can be put back", () => {
  const writer = createTabwriter(GET_TABLE);
  writer.write("NAME\tSTATUS\nlong-name-here\tok\n");
  expect(writer.flush()).toBe("NAME             STATUS\nlong-name-here   ok\n");
  writer.write("x\tok\n");
  expect(writer.flush()).toBe("x                ok\n");
  const later = createTabwriter(GET_TABLE);
  later.setRememberedWidths(writer.rememberedWidths());
  later.write("x\tok\n");
  expect(later.flush()).toBe("x                ok\n");
});

test("cells may arrive in pieces", () => {
  const writer = createTabwriter(DESCRIBE_TABLE);
  for (const piece of ["a", "b\tc", "\n", "d\te\n"]) writer.write(piece);
  expect(writer.flush()).toBe("ab  c\nd   e\n");
  expect(writer.flush()).toBe("");
});
