import { afterEach, expect, test } from "bun:test";
import { UnsupportedCommand } from "../../../src/shell/program.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

const APP = `const http = require('http');
const os = require('os');
console.log("node-web server starting...");
var handler = function(request, response) {
   console.log("Received request from " + request.connection.remoteAddress);
   response.writeHead(200);
   response.end("You've hit " + os.hostname() + "(Ver2.0)\\n");
};
http.createServer(handler).listen(8080);
`;
const FILES = {
  "web/app.js": APP,
  "web/Dockerfile": 'FROM node:latest\nADD app.js /app.js\nENTRYPOINT ["node", "app.js"]\n',
  "page/index.html": "mine\n",
  "page/Dockerfile": "FROM nginx:1.21\nRUN echo hi\nCOPY index.html /usr/share/nginx/html/\n",
  "bad/Dockerfile": "FROM nosuch\n",
  "worse/Dockerfile": "FROM nginx\nCOPY nothing /\n",
  "worst/Dockerfile": "FORM nginx\n",
};

let lab: StartedCluster;
afterEach(() => lab.end());

test("the classic builder: the course's node-web is built, tagged, pushed, and runs in pods", async () => {
  lab = await startCluster({ seed: 2 }, FILES);
  const ID = /[0-9a-f]{12}/g;
  expect((await lab.run("cd web && docker build -t node-web:2.0 .")).replace(ID, "ID")).toBe(
    [
      "Sending build context to Docker daemon 3.072 kB",
      "Step 1/3 : FROM node:latest",
      "Trying to pull repository docker.io/library/node ... ",
      "latest: Pulling from docker.io/library/node",
      ...Array.from({ length: 5 }, () => "ID: Pull complete"),
      "Digest: sha256:IDIDIDIDIDxxxx",
      "Status: Downloaded newer image for docker.io/node:latest",
      " ---> ID",
      "Step 2/3 : ADD app.js /app.js",
      " ---> ID",
      "Removing intermediate container ID",
      "Step 3/3 : ENTRYPOINT node app.js",
      " ---> Running in ID",
      " ---> ID",
      "Removing intermediate container ID",
      "Successfully built ID",
      "",
    ]
      .join("\n")
      .replace("xxxx", (await lab.run("docker pull node")).match(/sha256:[0-9a-f]{60}([0-9a-f]{4})/)?.[1] ?? ""),
  );
  expect(await lab.run("docker images node-web")).toMatch(
    /^REPOSITORY {11}TAG {17}IMAGE ID {12}CREATED +SIZE\ndocker\.io\/node-web {3}2\.0 {17}[0-9a-f]{12} {8}.* ago +\d+ MB\n$/,
  );
  await lab.run("docker tag node-web:2.0 me/node-web:2.0");
  // Nobody has pushed it: workers cannot have it.
  await lab.run("kubectl create deployment web --image=me/node-web:2.0; kubectl scale deploy web --replicas=3; k8sim time advance 30s");
  expect(await lab.run("kubectl get pods")).toMatch(/ErrImagePull|ImagePullBackOff/);
  expect(await lab.run("docker push me/node-web:2.0")).toMatch(
    /^The push refers to a repository \[docker\.io\/me\/node-web\]\n([0-9a-f]{12}: Pushed\n){6}2\.0: digest: sha256:[0-9a-f]{64} size: \d+\n$/,
  );
  await lab.run("k8sim time advance 6m; kubectl expose deploy web --port=80 --target-port=8080");
  expect(await lab.run("curl -s $(kubectl get svc web -o jsonpath={.spec.clusterIP})")).toMatch(/^You've hit web-\w+-\w{5}\(Ver2\.0\)\n$/);
  expect(await lab.run("kubectl logs -l app=web --tail=1 | sort -u")).toContain("node-web server starting...\n");
  expect(await lab.run("docker push node-web:2.0; docker push me/nothing")).toContain(
    "denied: requested access to the resource is denied\nThe push refers to a repository [docker.io/me/nothing]\nAn image does not exist locally with the tag: docker.io/me/nothing\n",
  );
}, 30_000);

test("on a node whose kubelet runs docker, pods have what was built there, a server with files of its own too", async () => {
  lab = await startCluster({ seed: 2 }, FILES);
  expect(await lab.run("ssh w1-k8s 'cd page && docker build -t page:1 .'")).toContain(
    "k8sim: RUN is taken to succeed; what it prints is not emulated\n",
  );
  const overrides = (node: string) => `--overrides='{"spec":{"nodeName":"${node}"}}'`;
  await lab.run(
    `kubectl run here --image=page:1 ${overrides("w1-k8s")}; kubectl run there --image=page:1 ${overrides("w2-k8s")}; k8sim time advance 20s`,
  );
  expect(await lab.run("kubectl get pods --no-headers | awk '{print $1, $3}'")).toMatch(
    /^here Running\nthere (ErrImagePull|ImagePullBackOff)\n$/,
  );
  expect(await lab.run("curl -s $(kubectl get pod here -o jsonpath={.status.podIP})")).toBe("mine\n");
  expect(await lab.run("ssh w1-k8s docker ps | grep here")).toMatch(
    /^[0-9a-f]{12} +[0-9a-f]{12} +"here" .* Up .*k8s_here_here_default_[0-9a-f-]{36}_0\n/,
  );
}, 30_000);

test("what is wrong is said in docker's words, what is not emulated by name", async () => {
  lab = await startCluster({ seed: 2 }, FILES);
  expect(await lab.run("docker build bad")).toEndWith(
    "Step 1/1 : FROM nosuch\nrepository docker.io/nosuch not found: does not exist or no pull access\n",
  );
  expect(await lab.run("docker build worse")).toEndWith("Step 2/2 : COPY nothing /\nlstat nothing: no such file or directory\n");
  expect(await lab.run("docker build worst")).toEndWith("Error response from daemon: Unknown instruction: FORM\n");
  expect(await lab.run("docker build .; docker build nowhere; docker tag a b; docker foo; docker --version; docker rmi x")).toBe(
    [
      "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /root/Dockerfile: no such file or directory",
      'unable to prepare context: path "nowhere" not found',
      "Error response from daemon: no such id: a",
      "docker: 'foo' is not a docker command.",
      "See 'docker --help'.",
      "Docker version 1.13.1, build 7d71120/1.13.1",
      "Error: No such image: x:latest",
      "",
    ].join("\n"),
  );
  expect(lab.run("docker run -d nginx")).rejects.toThrow(new UnsupportedCommand("docker run"));
}, 30_000);

test("BuildKit, where docker is of a later time", async () => {
  lab = await startCluster({ profile: "book-2nd", seed: 2 }, FILES);
  expect((await lab.run("docker build -t me/node-web:2.0 web")).replace(/sha256:[0-9a-f]+ /g, "sha256:HEX ")).toBe(
    `[+] Building 12.8s (7/7) FINISHED                                 docker:default
 => [internal] load build definition from Dockerfile                        0.0s
 => => transferring dockerfile: 97B                                         0.0s
 => [internal] load .dockerignore                                           0.0s
 => => transferring context: 2B                                             0.0s
 => [internal] load metadata for docker.io/library/node:latest              2.5s
 => [internal] load build context                                           0.0s
 => => transferring context: 422B                                           0.0s
 => [1/2] FROM docker.io/library/node:latest@sha256:HEX 10.0s
 => [2/2] ADD app.js /app.js                                                0.1s
 => exporting to image                                                      0.1s
 => => exporting layers                                                     0.1s
 => => writing image sha256:HEX 0.0s
 => => naming to docker.io/me/node-web:2.0                                  0.0s
`,
  );
  expect(await lab.run("docker images")).toMatch(/^REPOSITORY +TAG +IMAGE ID +CREATED +SIZE\nme\/node-web +2\.0 /);
  expect(await lab.run("docker push me/node-web")).toContain(
    "Using default tag: latest\nThe push refers to repository [docker.io/me/node-web]\n",
  );
}, 30_000);
