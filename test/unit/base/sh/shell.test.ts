import { expect, test } from "bun:test";
import { ShellSyntaxError } from "../../../../src/base/sh/ast.ts";
import { runScript } from "../../../../src/base/sh/interpret.ts";
import { parseShell } from "../../../../src/base/sh/parse.ts";
import type { Effect, ShellHost } from "../../../../src/base/sh/process.ts";
import { newShellState } from "../../../../src/base/sh/state.ts";

/** Runs a script in an empty directory /tmp; the only program there is cat. */
function run(script: string, name = "bash"): { out: string; err: string; status: number } {
  const files = new Map<string, string>();
  const state = newShellState({ name, directory: "/tmp", environment: { HOME: "/root" } });
  const host: ShellHost = {
    files: {
      kind: (path) => (files.has(path) ? "file" : path === "/" || path === "/tmp" ? "directory" : undefined),
      read: (path) => files.get(path),
      write: (path, content) => (files.set(path, content), true),
      list: (path) => [...files.keys()].filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1)),
    },
    hasProgram: (program) => program === "cat",
    now: () => 0,
  };
  let out = "";
  let err = "";
  const process = runScript(script, state, host, {
    input: { rest: "" },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  let step = process.next();
  while (step.done !== true) step = process.next(answer(step.value, files, name));
  return { out, err, status: step.value };
}

function answer(effect: Effect, files: Map<string, string>, shell: string): number {
  if (effect.kind !== "run") return 0;
  const { argv, streams } = effect;
  if (argv[0] !== "cat") {
    streams.err(`${shell}: ${argv[0]}: command not found\n`);
    return 127;
  }
  streams.out(
    argv.length > 1
      ? argv
          .slice(1)
          .map((file) => files.get(`/tmp/${file}`) ?? "")
          .join("")
      : streams.input.rest,
  );
  streams.input.rest = "";
  return 0;
}

/** Script, its output, exit status and the first line of its complaints, as bash 5.2 gives them. */
const CASES: readonly (readonly [string, string, number, string])[] = [
  ["echo hello world", "hello world\n", 0, ""],
  ["echo \"a  b\" 'c  d' e\\ f", "a  b c  d e f\n", 0, ""],
  ["x=5; echo $x ${x} \"${x}y\" '$x'", "5 5 5y $x\n", 0, ""],
  [
    'echo $((1+2*3)) $(( (1+2)*3 )) $((7/2)) $((7%3)) $((2**10)) $((1<<4)) $((5>3)) $((x=3)) $x\nfor i in 1 2 3; do echo "n $i"; done\nfor i in {1..5}; do printf "%d," $i; done; echo\nfor ((i=0;i<3;i++)); do echo $i; done\ni=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done\ni=0; until [ $i -ge 2 ]; do i=$((i+1)); echo u$i; done\nif [ 1 = 1 ]; then echo yes; else echo no; fi\nif false; then echo a; elif true; then echo b; else echo c; fi\ncase abc in a*) echo one;; *) echo two;; esac\ncase x in a|b) echo 1;; x|y) echo 2;; esac\ncase foo.txt in *.md) echo md;; *.txt) echo txt;& *) echo fall;; esac\nf() { echo "f $1 $# $@"; return 3; }; f a b c; echo $?\nfunction g { local y=1; echo g$y; }; g\necho a | cat\necho -e "a\\tb\\nc"\nprintf \'%s-%s\\n\' a b c d\nprintf \'%5d|%-5s|%05.1f|%x\\n\' 42 ab 3.14159 255\necho ${u:-def} ${u-d2} ${u:=set} $u ${u:+alt} ${v:+alt}\ns=hello.tar.gz; echo ${s#*.} ${s##*.} ${s%.*} ${s%%.*} ${#s} ${s/l/L} ${s//l/L} ${s:1:3} ${s: -2} ${s^^} ${s^}\ncat <<EOF\na $((1+1)) `echo bq` $(echo cs)\n  b "q" \\$x\nEOF\n',
    '7 9 3 1 1024 16 1 3 3\nn 1\nn 2\nn 3\n1,2,3,4,5,\n0\n1\n2\n1\n2\n3\nu1\nu2\nyes\nb\none\n2\ntxt\nfall\nf a 3 a b c\n3\ng1\na\na\tb\nc\na-b\nc-d\n   42|ab   |003.1|ff\ndef d2 set set alt\ntar.gz gz hello.tar hello 12 heLlo.tar.gz heLLo.tar.gz ell gz HELLO.TAR.GZ Hello.tar.gz\na 2 bq cs\n  b "q" $x\n',
    0,
    "",
  ],
  ["cat <<'EOF'\na $x `y`\nEOF\n", "a $x `y`\n", 0, ""],
  ["cat <<-EOF\n\ttab\n\tEOF\n", "tab\n", 0, ""],
  ["true && echo t || echo f", "t\n", 0, ""],
  ["false && echo t || echo f", "f\n", 0, ""],
  ["! true; echo $?", "1\n", 0, ""],
  ['(x=2; echo $x); echo "[$x]"', "2\n[]\n", 0, ""],
  ["{ echo a; echo b; } | cat", "a\nb\n", 0, ""],
  ['x=$(echo "a b"; echo c); echo "$x"; echo $x', "a b\nc\na b c\n", 0, ""],
  [
    'set -- a "b c" d; echo $#; for a in "$@"; do echo "<$a>"; done; for a in $*; do echo "[$a]"; done; shift; echo $1',
    "3\n<a>\n<b c>\n<d>\n[a]\n[b]\n[c]\n[d]\nb c\n",
    0,
    "",
  ],
  ['echo "a\'b" \'a"b\' "\\"q\\""', 'a\'b a"b "q"\n', 0, ""],
  ["echo one > f1; echo two >> f1; cat f1; cat < f1", "one\ntwo\none\ntwo\n", 0, ""],
  ["echo err >&2; echo out 2>&1", "out\n", 0, "err"],
  ["nosuch; echo $?", "127\n", 0, "bash: nosuch: command not found"],
  ["x=1 y=2; echo $x$y", "12\n", 0, ""],
  ['read a b <<< "one two three"; echo "$a|$b"', "one|two three\n", 0, ""],
  ["printf 'l1\\nl2\\n' | while read l; do echo \"got $l\"; done", "got l1\ngot l2\n", 0, ""],
  ['while read l; do echo "<$l>"; done <<EOF\nx y\nz\nEOF\n', "<x y>\n<z>\n", 0, ""],
  ["IFS=:; p=a:b:c; for i in $p; do echo $i; done", "a\nb\nc\n", 0, ""],
  ['[[ abc == a* ]] && echo m; [[ abc =~ ^a.c$ ]] && echo r; [[ -z "" && ! -n "" ]] && echo z', "m\nr\nz\n", 0, ""],
  ['test -f nofile || echo none; [ -n "a" -a -z "" ] && echo both', "none\nboth\n", 0, ""],
  ["i=5; ((i++)); echo $i; ((i>5)) && echo gt; let i+=2; echo $i", "6\ngt\n8\n", 0, ""],
  ["for i in a b c d; do if [ $i = b ]; then continue; fi; if [ $i = d ]; then break; fi; echo $i; done", "a\nc\n", 0, ""],
  ["for i in 1 2; do for j in 1 2; do [ $j = 2 ] && continue 2; echo $i$j; done; done", "11\n21\n", 0, ""],
  ["eval 'echo ev $((1+1))'", "ev 2\n", 0, ""],
  ["x='a*b'; echo \"$x\"; echo '*nofile*'", "a*b\n*nofile*\n", 0, ""],
  ["echo $'a\\tb\\x41\\n'", "a\tbA\n\n", 0, ""],
  ["echo {a,b}{1,2} x{01..03}y {c..a}", "a1 a2 b1 b2 x01y x02y x03y c b a\n", 0, ""],
  ['export A=1; echo $A; unset A; echo "[$A]"', "1\n[]\n", 0, ""],
  ['echo "${x:-"a b"}" ${y:-"c d"}', "a b c d\n", 0, ""],
  ["a=1; a+=2; echo $a", "12\n", 0, ""],
  ["echo a;echo b # comment", "a\nb\n", 0, ""],
  ["echo a#b", "a#b\n", 0, ""],
  ["  echo   spaced   out  ", "spaced out\n", 0, ""],
  ["echo a \\\nb", "a b\n", 0, ""],
  ["while true; do echo once; break; done", "once\n", 0, ""],
  ["n=3; while [ $n -gt 0 ]; do n=$((n-1)); done; echo $n", "0\n", 0, ""],
  ["alias k=echo; echo done", "done\n", 0, ""],
  ["type echo", "echo is a shell builtin\n", 0, ""],
  ["command -v cd", "cd\n", 0, ""],
  ["pwd; cd /; pwd; cd nosuchdir; echo $?", "/tmp\n/\n1\n", 0, "bash: cd: nosuchdir: No such file or directory"],
  ['echo ${#} $? "$@"', "0 0\n", 0, ""],
  ["f() { return; }; false; f; echo $?", "1\n", 0, ""],
  ["set -e; false || echo x; echo y; false; echo z", "x\ny\n", 1, ""],
  ["exit 4", "", 4, ""],
  ["echo a; exit; echo b", "a\n", 0, ""],
  ["if true; then\n  echo multi\nfi", "multi\n", 0, ""],
  ["x=`echo \\`echo nested\\``; echo $x", "nested\n", 0, ""],
  ['echo "$(echo "inner $(echo deep)")"', "inner deep\n", 0, ""],
  ["echo $((0x1f)) $((010)) $((1?2:3)) $((1,2)) $((!0)) $((~0)) $((-5/2))", "31 8 2 2 1 -1 -2\n", 0, ""],
  ["echo $((1/0))", "", 1, 'bash: 1/0: division by 0 (error token is "0")'],
  ['echo "unterminated', "", 2, "bash: unexpected EOF while looking for matching `\"'"],
  ["if true; then", "", 2, "bash: syntax error: unexpected end of file"],
  ["echo )", "", 2, "bash: syntax error near unexpected token `)'"],
  ["done", "", 2, "bash: syntax error near unexpected token `done'"],
  ["for i in 1 2; echo $i; done", "", 2, "bash: syntax error near unexpected token `echo'"],
  ['printf "%s\\n" "$(printf \'a\\n\\n\')"', "a\n", 0, ""],
  ['x=abc; [ "$x" = abc ] && [ ! -d /nodir ] && echo ok', "ok\n", 0, ""],
  ["echo a{b echo} c", "a{b echo} c\n", 0, ""],
  ['foo=bar; echo ${foo}s $foo_x "${foo:0:1}"', "bars b\n", 0, ""],
  ["[ 1 -eq x ]", "", 2, "bash: [: x: integer expression expected"],
  ["[ a b ]", "", 2, "bash: [: a: unary operator expected"],
  ["[ 1 -lt 2", "", 2, "bash: [: missing `]'"],
  ["printf '%b' 'a\\nb\\n'", "a\nb\n", 0, ""],
  ["printf '%q\\n' 'a b'", "a\\ b\n", 0, ""],
  ["echo -n no; echo -n newline; echo", "nonewline\n", 0, ""],
  ["set -x; echo traced; set +x", "traced\n", 0, "+ echo traced"],
  ['cnt=0; for f in a b c; do cnt=$((cnt + 1)); done; echo "$cnt files"', "3 files\n", 0, ""],
  ["kubectl=echo; $kubectl get pods", "get pods\n", 0, ""],
  ['x="a b c"; set -- $x; echo $2', "b\n", 0, ""],
  ['echo "tab\tin"', "tab\tin\n", 0, ""],
  ["echo 1 2 | { read a b; echo $b $a; }", "2 1\n", 0, ""],
  ['(exit 3) || echo "st $?"', "st 3\n", 0, ""],
  ["( echo sub; exit 2 ); echo $?", "sub\n2\n", 0, ""],
  ["x=5; f() { x=6; local z=1; }; f; echo $x", "6\n", 0, ""],
  ['echo "a\nb"', "a\nb\n", 0, ""],
  ["echo 'it'\"'\"'s'", "it's\n", 0, ""],
];

test.each(CASES)("%j", (script, out, status, complaint) => {
  const result = run(script);
  expect({ out: result.out, status: result.status, complaint: result.err.split("\n")[0] }).toEqual({ out, status, complaint });
});

test("sh has no braces, and its echo knows escapes", () => {
  expect(run("echo {a,b} 'x\\ty'", "sh").out).toBe("{a,b} x\ty\n");
});

test.each(["if true", "echo 'a", "for i in 1; do", "cat <<E\nx", "echo $(", "a |", "a &&", "case x in", "{ a", 'x="'])(
  "%j waits for more lines",
  (script) => {
    let error: unknown;
    try {
      parseShell(script);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ShellSyntaxError);
    expect((error as ShellSyntaxError).isIncomplete).toBe(true);
  },
);

test("a background command is a process of its own, and $! its number", () => {
  const state = newShellState();
  const host: ShellHost = {
    files: { kind: () => undefined, read: () => undefined, write: () => true, list: () => [] },
    hasProgram: () => true,
    now: () => 0,
  };
  let out = "";
  const process = runScript("sleep 5 & echo $!; wait", state, host, {
    input: { rest: "" },
    out: (text) => void (out += text),
    err: () => undefined,
  });
  const first = process.next();
  expect(first.value).toMatchObject({ kind: "background" });
  expect(process.next(42).value).toEqual({ kind: "wait", ids: [] });
  expect(out).toBe("42\n");
  expect(process.next(0)).toEqual({ done: true, value: 0 });
});

test.each([
  ["echo {a..z}{a..z}{a..z}{a..z}; echo on", "bash: brace expansion: too many words\n"],
  ["for i in {1..10000000}; do :; done", "bash: {1..10000000}: too many words\n"],
  ["a=x; while :; do a=$a$a; done", "bash: cannot allocate memory\n"],
  [`eval "$(printf 'eval %.0s' {1..300})"`, "bash: maximum nesting level exceeded (100)\n"],
  ["printf '%0999999999d' 1", "bash: cannot allocate memory\n"],
])("%s is a complaint, not an end of everything", (script, complaint) => {
  const { err, status } = run(script);
  expect(err).toBe(complaint);
  expect(status).toBeLessThan(3);
});
