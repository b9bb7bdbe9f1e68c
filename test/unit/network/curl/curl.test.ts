import { describe, expect, test } from "bun:test";
import { runCurl } from "../../../../src/network/curl/curl.ts";
import { curlVersion } from "../../../../src/network/curl/messages.ts";
import { response } from "../../../../src/network/http.ts";
import { fakeNetwork, PC } from "./fake-network.ts";

/** A server that says what it was asked. */
const mirror = () =>
  fakeNetwork({
    answer: ({ method, path, headers, body }) =>
      response(
        200,
        [["Content-Type", "text/plain"]],
        [`${method} ${path}`, ...headers.map((header) => header.join(": ")), "", body].join("\n"),
      ),
  });
const call = (words: readonly string[], network = mirror(), version = "7.68.0", extra: object = {}) =>
  runCurl(words, { network, from: PC, version: curlVersion(version), ...extra });
const lines = (words: readonly string[], version?: string) => call(["-s", ...words], mirror(), version).stdout.split("\n");

describe("what is sent", () => {
  test("headers stand in each version's order", () => {
    expect(lines(["H:30000/x?y=1"])).toEqual(["GET /x?y=1", "Host: H:30000", "User-Agent: curl/7.68.0", "Accept: */*", "", ""]);
    expect(lines(["H"], "7.29.0").slice(1, 4)).toEqual(["User-Agent: curl/7.29.0", "Host: H", "Accept: */*"]);
  });

  test("headers are set, taken away and sent empty", () => {
    const words = ["-H", "Host: web.example", "-H", "Accept:", "-H", "X-Empty;", "-A", "me", "-e", "there", "-u", "a:b", "-b", "k=v", "H"];
    expect(lines(words)).toEqual([
      "GET /",
      "Host: web.example",
      "Authorization: Basic YTpi",
      "User-Agent: me",
      "Referer: there",
      "Cookie: k=v",
      "X-Empty: ",
      "",
      "",
    ]);
  });

  test("data makes a POST, -G a query, -X any method", () => {
    const posted = lines(["-d", "a=1", "-d", "b=2", "H"]);
    expect([posted[0], ...posted.slice(4)]).toEqual([
      "POST /",
      "Content-Length: 7",
      "Content-Type: application/x-www-form-urlencoded",
      "",
      "a=1&b=2",
    ]);
    expect(lines(["-G", "-d", "a=1", "--data-urlencode", "t=x y", "H/p"])[0]).toBe("GET /p?a=1&t=x%20y");
    expect(lines(["-X", "DELETE", "H"])[0]).toBe("DELETE /");
    expect(lines(["--json", '{"a":1}', "H"])).toContain("Content-Type: application/json");
  });

  test("files are read, or missed", () => {
    const read = (path: string) => (path === "in" ? "one\ntwo\n" : undefined);
    expect(call(["-s", "-d", "@in", "H"], mirror(), "7.68.0", { read }).stdout).toEndWith("\n\nonetwo");
    expect(call(["-s", "--data-binary", "@in", "H"], mirror(), "7.68.0", { read }).stdout).toEndWith("\n\none\ntwo\n");
    expect(call(["-s", "-d", "@none", "H"], mirror(), "7.68.0", { read }).stderr).toBe(
      'Warning: Couldn\'t read data from file "none", this makes an empty POST.\n',
    );
  });

  test("--resolve and --connect-to say where to go", () => {
    const network = mirror();
    call(["--resolve", "web.example:80:192.168.1.101", "http://web.example/"], network);
    call(["--connect-to", "web.example:80::30100", "http://web.example/"], network);
    expect(network.asked).toEqual(["192.168.1.101:80", "10.0.0.9:30100"]);
  });

  test("names may be short where they are unambiguous, and switches taken back", () => {
    expect(call(["--sil", "--show-err", "H"]).exitCode).toBe(0);
    expect(call(["-I", "--no-head", "-s", "H"]).stdout).toStartWith("GET /");
  });

  test("brackets and braces are many URLs on one connection", () => {
    const network = mirror();
    const { stdout } = call(["-s", "H/{a,b}[1-2]"], network);
    expect(stdout.match(/GET \/\w+/g)).toEqual(["GET /a1", "GET /a2", "GET /b1", "GET /b2"]);
    expect(network.asked).toHaveLength(1);
    expect(call(["-s", "-g", "H/[1-2]"]).stdout).toStartWith("GET /[1-2]\n");
  });
});

describe("what is shown", () => {
  test("-i, -I, -D and -o", () => {
    expect(call(["-si", "H"], fakeNetwork({})).stdout).toBe("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n");
    expect(call(["-sI", "H"], fakeNetwork({})).stdout).toBe("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
    const { files, stdout } = call(["-s", "-D", "head", "-o", "body", "H"], fakeNetwork({}));
    expect([files, stdout]).toEqual([{ head: "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", body: "hello\n" }, ""]);
    expect(call(["-sO", "H/a/page.html?x"], fakeNetwork({})).files).toEqual({ "page.html": "hello\n" });
    expect(call(["-sO", "H/"], fakeNetwork({}))).toMatchObject({
      exitCode: 23,
      stderr: expect.stringContaining("curl: Remote file name has no length!\n"),
    });
  });

  test("HTTP/2 where TLS agrees on it and the client can", () => {
    const network = fakeNetwork({ certificate: [["CN", "x"]], http2: true });
    expect(call(["-skI", "https://H"], network).stdout).toBe("HTTP/2 200 \r\ncontent-type: text/plain\r\n\r\n");
    expect(call(["-skI", "https://H"], network, "7.29.0").stdout).toStartWith("HTTP/1.1 200 OK\r\n");
  });

  test("-v as each version words it", () => {
    expect(call(["-v", "H:30000"], fakeNetwork({}), "7.29.0").stderr).toBe(
      [
        "* About to connect() to H port 30000 (#0)",
        "*   Trying 10.0.0.9...",
        "* Connected to H (10.0.0.9) port 30000 (#0)",
        "> GET / HTTP/1.1",
        "> User-Agent: curl/7.29.0",
        "> Host: H:30000",
        "> Accept: */*",
        "> ",
        "< HTTP/1.1 200 OK",
        "< Content-Type: text/plain",
        "< ",
        "* Connection #0 to host H left intact",
        "",
      ].join("\n"),
    );
    expect(
      call(["-v", "H"], fakeNetwork({}))
        .stderr.split("\n")
        .filter((line) => line.startsWith("*")),
    ).toEqual([
      "*   Trying 10.0.0.9:80...",
      "* TCP_NODELAY set",
      "* Connected to H (10.0.0.9) port 80 (#0)",
      "* Mark bundle as not supporting multiuse",
      "* Connection #0 to host H left intact",
    ]);
    expect(call(["-v", "H"], fakeNetwork({ refusal: "refused" })).stderr).toBe(
      [
        "*   Trying 10.0.0.9:80...",
        "* TCP_NODELAY set",
        "* connect to 10.0.0.9 port 80 failed: Connection refused",
        "* Failed to connect to H port 80: Connection refused",
        "* Closing connection 0",
        "curl: (7) Failed to connect to H port 80: Connection refused",
        "",
      ].join("\n"),
    );
  });

  test("the progress meter where the output goes elsewhere, unless -s", () => {
    const elsewhere = { isTerminal: false };
    const meter = call(["H"], fakeNetwork({}), "7.68.0", elsewhere).stderr;
    expect(meter.split("\n")).toHaveLength(4);
    expect(meter).toStartWith("  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n");
    expect(meter).toEndWith("\r100     6  100     6    0     0   3000      0 --:--:-- --:--:-- --:--:--  3000\n");
    expect(call(["-s", "H"], fakeNetwork({}), "7.68.0", elsewhere).stderr).toBe("");
    expect(call(["H"], fakeNetwork({})).stderr).toBe("");
    expect(call(["-o", "f", "H"], fakeNetwork({})).stderr).toStartWith("  % Total");
  });

  test("-w", () => {
    const format = "%{http_code} %{size_download} %{content_type} %{remote_ip} %{num_redirects} %{scheme} %{time_total}\\n%%";
    expect(call(["-s", "-o", "/dev/null", "-w", format, "H"], fakeNetwork({})).stdout).toBe("200 6 text/plain 10.0.0.9 0 HTTP 0.002000\n%");
    expect(call(["-s", "-w", "%{http_code} %{exitcode}", "H"], fakeNetwork({ refusal: "refused" })).stdout).toBe("000 7");
    expect(call(["-s", "-o", "/dev/null", "-w", "[%{nonsense}]", "H"], fakeNetwork({}))).toMatchObject({
      stdout: "[]",
      stderr: "curl: unknown --write-out variable: 'nonsense'\n",
    });
  });

  test("-f keeps the page back", () => {
    const network = fakeNetwork({ answer: () => response(404, [], "page\n") });
    expect(call(["-f", "H"], network)).toMatchObject({
      stdout: "",
      exitCode: 22,
      stderr: "curl: (22) The requested URL returned error: 404 Not Found\n",
    });
    expect(call(["-f", "H"], network, "7.81.0").stderr).toBe("curl: (22) The requested URL returned error: 404\n");
    expect(call(["--fail-with-body", "H"], network)).toMatchObject({ stdout: "page\n", exitCode: 22 });
  });
});

describe("redirects and cookies", () => {
  const moving = () =>
    fakeNetwork({
      answer: ({ path, method, headers }) =>
        path === "/end"
          ? response(200, [], `${method} ${headers.find(([name]) => name === "Cookie")?.[1] ?? "-"}\n`)
          : response(
              302,
              [
                ["Location", path === "/round" ? "/round" : "end"],
                ["Set-Cookie", "who=me; Path=/; HttpOnly"],
              ],
              "moved\n",
            ),
    });

  test("-L follows, a POST becomes a GET, cookies of -c come along", () => {
    expect(call(["-s", "H/begin"], moving()).stdout).toBe("moved\n");
    expect(call(["-sL", "-d", "x", "H/begin"], moving()).stdout).toBe("GET who=me\n");
    const { files } = call(["-sL", "-c", "jar", "H/begin"], moving());
    expect(files["jar"]).toEndWith("\n#HttpOnly_H\tFALSE\t/\tFALSE\t0\twho\tme\n");
    const read = () => files["jar"];
    expect(call(["-s", "-b", "jar", "H/end"], moving(), "7.68.0", { read }).stdout).toBe("GET who=me\n");
    expect(call(["-s", "-b", "jar", "other/end"], moving(), "7.68.0", { read }).stdout).toBe("GET -\n");
  });

  test("without end it ends", () => {
    expect(call(["-sSL", "--max-redirs", "3", "H/round"], moving())).toMatchObject({
      exitCode: 47,
      stderr: "curl: (47) Maximum (3) redirects followed\n",
    });
  });
});
