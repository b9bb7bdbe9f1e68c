import { describe, expect, test } from "bun:test";
import { curlSteps, runCurl } from "../../../../src/network/curl/curl.ts";
import { curlVersion } from "../../../../src/network/curl/messages.ts";
import { response } from "../../../../src/network/http.ts";
import { fakeNetwork, PC } from "./fake-network.ts";

const VERSIONS = ["7.29.0", "7.68.0", "7.81.0", "8.5.0", "8.11.0"] as const;
type Texts = Readonly<Record<(typeof VERSIONS)[number], string>>;

const refuse = (why: "no-route" | "refused" | "timeout") => fakeNetwork({ refusal: why });
const run = (line: string, network = fakeNetwork({}), version = "7.68.0") =>
  runCurl(line.split(" "), { network, from: PC, version: curlVersion(version) });

// facts/dataplane.md 11
const rows: readonly [what: string, line: string, network: ReturnType<typeof fakeNetwork>, exitCodes: readonly number[], texts: Texts][] = [
  [
    "refused",
    "192.168.1.101:30000",
    refuse("refused"),
    [7, 7, 7, 7, 7],
    {
      "7.29.0": "curl: (7) Failed connect to 192.168.1.101:30000; Connection refused\n",
      "7.68.0": "curl: (7) Failed to connect to 192.168.1.101 port 30000: Connection refused\n",
      "7.81.0": "curl: (7) Failed to connect to 192.168.1.101 port 30000 after 1 ms: Connection refused\n",
      "8.5.0": "curl: (7) Failed to connect to 192.168.1.101 port 30000 after 0 ms: Couldn't connect to server\n",
      "8.11.0": "curl: (7) Failed to connect to 192.168.1.101 port 30000 after 0 ms: Could not connect to server\n",
    },
  ],
  [
    "no route",
    "H:80",
    refuse("no-route"),
    [7, 7, 7, 7, 7],
    {
      "7.29.0": "curl: (7) Failed connect to H:80; No route to host\n",
      "7.68.0": "curl: (7) Failed to connect to H port 80: No route to host\n",
      "7.81.0": "curl: (7) Failed to connect to H port 80 after 3054 ms: No route to host\n",
      "8.5.0": "curl: (7) Failed to connect to H port 80 after 3062 ms: Couldn't connect to server\n",
      "8.11.0": "curl: (7) Failed to connect to H port 80 after 3062 ms: Could not connect to server\n",
    },
  ],
  [
    "no answer at all",
    "H:80",
    refuse("timeout"),
    [7, 28, 28, 28, 28],
    {
      "7.29.0": "curl: (7) Failed connect to H:80; Connection timed out\n",
      "7.68.0": "curl: (28) Failed to connect to H port 80: Connection timed out\n",
      "7.81.0": "curl: (28) Failed to connect to H port 80 after 129361 ms: Connection timed out\n",
      "8.5.0": "curl: (28) Failed to connect to H port 80 after 134000 ms: Couldn't connect to server\n",
      "8.11.0": "curl: (28) Failed to connect to H port 80 after 134000 ms: Could not connect to server\n",
    },
  ],
  [
    "a limit of its own",
    "--connect-timeout 5 H:80",
    refuse("timeout"),
    [28, 28, 28, 28, 28],
    {
      "7.29.0": "curl: (28) Connection timed out after 5001 milliseconds\n",
      "7.68.0": "curl: (28) Connection timed out after 5001 milliseconds\n",
      "7.81.0": "curl: (28) Connection timeout after 5001 ms\n",
      "8.5.0": "curl: (28) Failed to connect to H port 80 after 5001 ms: Timeout was reached\n",
      "8.11.0": "curl: (28) Failed to connect to H port 80 after 5001 ms: Timeout was reached\n",
    },
  ],
  [
    "a name that nobody knows",
    "nobody",
    fakeNetwork({ unknown: true }),
    [6, 6, 6, 6, 6],
    {
      "7.29.0": "curl: (6) Could not resolve host: nobody; Unknown error\n",
      "7.68.0": "curl: (6) Could not resolve host: nobody\n",
      "7.81.0": "curl: (6) Could not resolve host: nobody\n",
      "8.5.0": "curl: (6) Could not resolve host: nobody\n",
      "8.11.0": "curl: (6) Could not resolve host: nobody\n",
    },
  ],
  [
    "TLS with who speaks none",
    "-k https://H:80",
    fakeNetwork({}),
    [35, 35, 35, 35, 35],
    {
      "7.29.0": "curl: (35) SSL received a record that exceeded the maximum permissible length.\n",
      "7.68.0": "curl: (35) error:1408F10B:SSL routines:ssl3_get_record:wrong version number\n",
      "7.81.0": "curl: (35) error:0A00010B:SSL routines::wrong version number\n",
      "8.5.0": "curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number\n",
      "8.11.0": "curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number\n",
    },
  ],
  [
    "an answer that is none",
    "H",
    fakeNetwork({ answer: () => undefined }),
    [52, 52, 52, 52, 52],
    Object.fromEntries(VERSIONS.map((version) => [version, "curl: (52) Empty reply from server\n"])) as Texts,
  ],
];

describe.each(rows)("%s", (_what, line, network, exitCodes, texts) => {
  test.each(VERSIONS)("as curl %s says it", (version) => {
    const result = run(line, network, version);
    expect(result).toMatchObject({ stdout: "", stderr: texts[version], exitCode: exitCodes[VERSIONS.indexOf(version)] });
    expect(run(`-s ${line}`, network, version).stderr).toBe("");
    expect(run(`-sS ${line}`, network, version).stderr).toBe(texts[version]);
  });
});

test("a certificate of nobody's is refused, with curl's advice", () => {
  const network = fakeNetwork({
    certificate: [
      ["O", "Acme Co"],
      ["CN", "Kubernetes Ingress Controller Fake Certificate"],
    ],
  });
  const firstLines = VERSIONS.map((version) => run("https://H", network, version)).map(
    ({ exitCode, stderr }) => `${exitCode} ${stderr.split("\n")[0]}`,
  );
  expect(firstLines).toEqual([
    "60 curl: (60) Peer's certificate issuer has been marked as not trusted by the user.",
    "60 curl: (60) SSL certificate problem: self signed certificate",
    "60 curl: (60) SSL certificate problem: self signed certificate",
    "60 curl: (60) SSL certificate problem: self-signed certificate",
    "60 curl: (60) SSL certificate problem: self-signed certificate",
  ]);
  expect(run("https://H", network).stderr.split("\n")).toHaveLength(7);
  const verbose = run("-kv https://H", network);
  expect(verbose.stderr).toContain("*  subject: O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate\n");
  expect(verbose.stdout).toBe("hello\n");
  expect(run("-kv https://H", network, "7.29.0").stderr).toContain(
    "* \tsubject: CN=Kubernetes Ingress Controller Fake Certificate,O=Acme Co\n",
  );
});

test("what takes time takes it in the cluster", () => {
  expect(
    [run("H", refuse("timeout"), "7.29.0"), run("-m 5 H", refuse("timeout")), run("H", refuse("no-route"))].map(
      ({ elapsedMs }) => elapsedMs,
    ),
  ).toEqual([127_000, 5_000, 3_054]);
});

test("-m also holds while the server waits for another", () => {
  const slow = fakeNetwork({ answer: () => ({ ...response(504, [], "late\n"), takesMs: 15_000 }) });
  const limited = runCurl(["-m", "5", "H"], { network: slow, from: PC, version: curlVersion("7.68.0") });
  expect([limited.exitCode, Math.round(limited.elapsedMs)]).toEqual([28, 5000]);
  expect(limited.stderr).toEndWith("curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received\n");
  const patient = runCurl(["-s", "H"], { network: slow, from: PC, version: curlVersion("7.68.0") });
  expect([patient.stdout, patient.elapsedMs > 15_000]).toEqual(["late\n", true]);
});

test("--retry waits longer each time and counts down; refusals count only when told so", () => {
  let calls = 0;
  const network = fakeNetwork({ answer: () => response(++calls < 3 ? 503 : 200, [], "up\n") });
  const steps = curlSteps(["--retry", "5", "H"], { network, from: PC, version: curlVersion("7.68.0") });
  expect([steps.next().value, steps.next().value]).toEqual([1002, 2001]);
  expect(steps.next().value).toMatchObject({
    stdout: "up\n",
    exitCode: 0,
    stderr:
      "Warning: Transient problem: HTTP error Will retry in 1 seconds. 5 retries left.\nWarning: Transient problem: HTTP error Will retry in 2 seconds. 4 retries left.\n",
  });
  expect(run("--retry 3 H", refuse("refused")).elapsedMs).toBeLessThan(100);
  expect(run("-s --retry 2 --retry-connrefused H", refuse("refused"))).toMatchObject({ exitCode: 7, stderr: "", elapsedMs: 3003 });
});

test.each([
  ["--nosuch x", 2, "curl: option --nosuch: is unknown\n"],
  ["-? x", 2, "curl: option -?: is unknown\n"],
  ["-o", 2, "curl: option -o: requires parameter\n"],
  ["-m five H", 2, "curl: option --max-time: expected a proper numerical parameter\n"],
  ["--proxy x H", 2, "curl: k8sim does not emulate option --proxy\n"],
  ["--max H", 2, "curl: option --max: is ambiguous\n"],
  ["-s", 2, "curl: no URL specified!\n"],
  ["--resolve nonsense H", 49, "curl: (49) Couldn't parse CURLOPT_RESOLVE entry 'nonsense'\n"],
])("curl %s is told what is wrong", (line, exitCode, message) => {
  expect(run(line)).toMatchObject({ exitCode, stderr: `${message}curl: try 'curl --help' or 'curl --manual' for more information\n` });
});

test.each([
  ["ftp://H", 1, 'curl: (1) Protocol "ftp" not supported or disabled in libcurl\n'],
  ["http://", 3, "curl: (3) URL using bad/illegal format or missing URL\n"],
])("curl %s goes nowhere", (line, exitCode, stderr) => {
  expect(run(line)).toMatchObject({ exitCode, stderr });
});
