import { expect, test } from "bun:test";
import { compareOutput } from "../../../src/lab/compare.ts";

const lines = (...texts: string[]) => texts.map((text, index) => ({ line: index + 10, text }));
const contradiction = { line: 11, object: "pod web", age: "4d2h", against: { line: 20, object: "service web", age: "49m" } };

test("blanks at line ends and empty lines around an output do not count; everything else does", () => {
  expect(compareOutput(lines("a  ", "b"), "\na\nb   \n\n", [])).toEqual({ status: "equal" });
  expect(compareOutput(lines("a", "b"), "a\n b\n", [])).toEqual({ status: "differs", lines: [11] });
  expect(compareOutput(lines("a", "b"), "a\nb\nc\n", []).status).toBe("differs");
  expect(compareOutput(lines("a", "b"), "", []).status).toBe("differs");
});

test("a command without an output in the document is equal whatever it prints", () => {
  expect(compareOutput(undefined, "anything\n", [])).toEqual({ status: "equal" });
});

test("a contradiction excuses the age on its own line and nothing else", () => {
  const shown = lines("NAME   AGE", "web    4d2h");
  expect(compareOutput(shown, "NAME   AGE\nweb    57m\n", [contradiction]).status).toBe("excused");
  expect(compareOutput(shown, "NAME   AGE\nweb    57m\n", []).status).toBe("differs");
  expect(compareOutput(shown, "NAME   AGE\nwob    57m\n", [contradiction]).status).toBe("differs");
  expect(compareOutput(shown, "NAMES  AGE\nweb    57m\n", [contradiction]).status).toBe("differs");
});
