import { describe, expect, test } from "bun:test";
import { contentOf, MissingFile } from "../../../../src/images/build/build.ts";
import { DockerfileError, parseDockerfile } from "../../../../src/images/build/dockerfile.ts";
import { readNodeApp } from "../../../../src/images/build/node-app.ts";

const APP = `const http = require('http');
const os = require('os');

console.log("node-web server starting...");

var handler = function(request, response) {
   console.log("Received request from " + request.connection.remoteAddress);
   response.writeHead(200);
   response.end("You've hit " + os.hostname() + "(Ver2.0)\\n");
};

var www = http.createServer(handler);
www.listen(8080);
`;

describe("a server of Node.js", () => {
  test("is read when it answers every request alike", () => {
    expect(readNodeApp(APP)).toEqual({
      port: 8080,
      status: 200,
      headers: {},
      body: "You've hit {{hostname}}(Ver2.0)\n",
      startLog: "node-web server starting...",
      requestLog: "Received request from ::ffff:{{client}}",
    });
  });

  test("with an arrow, templates, constants, headers and the environment", () => {
    const source = `
      const { createServer } = require("http"), os = require("os"); // a remark with { brackets
      const PORT = process.env.PORT || 3000;
      const VERSION = 'v2';
      http.createServer((req, res) => {
        res.statusCode = 201
        res.setHeader('X-Who', os.hostname())
        res.writeHead(202, { 'Content-Type': 'text/plain; charset=utf-8', "X-V": VERSION });
        res.write(\`\${VERSION} says \${process.env.NAME} at \${req.url}\`);
        res.end();
      }).listen(PORT, () => console.log('up on', VERSION));`;
    expect(readNodeApp(source)).toEqual({
      port: 3000,
      status: 202,
      headers: { "X-Who": "{{hostname}}", "Content-Type": "text/plain; charset=utf-8", "X-V": "v2" },
      body: "v2 says {{env NAME}} at {{path}}",
      startLog: "up on v2",
      requestLog: "",
    });
  });

  test.each([
    ["a condition", APP.replace("response.writeHead(200);", "if (request.url == '/') response.writeHead(200);")],
    ["a value nobody knows", APP.replace("os.hostname()", "counter++")],
    ["no port", APP.replace("www.listen(8080);", "")],
    ["no server", "console.log('hi')"],
  ])("is not read with %s", (_what, source) => expect(readNodeApp(source)).toBeUndefined());
});

describe("a Dockerfile", () => {
  const build = (text: string, files: Record<string, string> = {}) =>
    contentOf(parseDockerfile(text), new Map(Object.entries(files)), (image) =>
      image === "mine:1" ? contentOf(parseDockerfile("FROM nginx"), new Map(), () => undefined) : undefined,
    );

  test("of the course's node-web answers as its source says", () => {
    const built = build('FROM node:latest\nADD app.js /app.js\nENTRYPOINT ["node", "app.js"]\n', { "app.js": APP });
    expect(built).toMatchObject({ ports: [8080], runtime: "node", answers: [{ status: 200, body: "You've hit {{hostname}}(Ver2.0)\n" }] });
    expect(built.files).toEqual({ "/app.js": APP });
    expect(built.base).toBeUndefined();
  });

  test("that adds files to a server is that server", () => {
    const files = { "index.html": "mine\n", "conf/a": "1", "conf/b/c": "2" };
    const built = build(
      "FROM nginx:1.21 AS web\nWORKDIR /usr/share/nginx\nCOPY index.html html/\nCOPY conf /etc/x\nCMD nginx -g 'daemon off;'",
      files,
    );
    expect([built.base, built.files]).toEqual([
      "nginx:1.21",
      { "/usr/share/nginx/html/index.html": "mine\n", "/etc/x/a": "1", "/etc/x/b/c": "2" },
    ]);
    expect(build("FROM mine:1\nEXPOSE 81/tcp 82\n")).toMatchObject({ base: "nginx", ports: [81, 82] });
  });

  test("with a program that is not read runs it on the ports that it exposes", () => {
    const built = build(
      'FROM golang AS build\nCOPY main.go .\nRUN go build\nFROM alpine\nCOPY --from=build /go/app /app\nEXPOSE 9000\nCMD ["/app"]',
      { "main.go": "" },
    );
    expect([built.base, built.ports, built.answers]).toEqual([undefined, [9000], []]);
  });

  test("is refused in docker's words", () => {
    const refused = (text: string): string => {
      try {
        build(text);
        return "";
      } catch (error) {
        if (error instanceof DockerfileError) return `${error.line} ${error.message}`;
        if (error instanceof MissingFile) return `${error.instruction.name} ${error.path}`;
        throw error;
      }
    };
    expect(["", "FORM x", "RUN ls", "FROM a\n\nCOPY x /", "FROM a\nRUN"].map(refused)).toEqual([
      "0 file with no instructions",
      "1 unknown instruction: FORM",
      "1 No build stage in current context",
      "COPY x",
      "2 RUN requires at least one argument",
    ]);
  });
});
