import { describe, expect, test } from "bun:test";
import { createNodeRuntime } from "../../../src/components/kubelet/node-runtime.ts";
import { createPrograms } from "../../../src/images/programs.ts";
import type { HttpResponse } from "../../../src/network/http.ts";
import { createNetwork } from "../../../src/network/network.ts";
import { createWorld, pod } from "./world.ts";

/** A pod `app` of an image on w1-k8s after `seconds`. */
function lab(image: string, { container = {}, spec = {}, seconds = 5, runtime: version = "docker://1.13.1" } = {}) {
  const world = createWorld({ runtime: version });
  world.create(pod("app", { image, ...container }, { nodeName: "w1-k8s", ...spec }));
  world.run(seconds);
  const context = world.context("kubelet");
  const { lister, sim, memory, cluster } = world;
  const runtime = createNodeRuntime(context, createNetwork({ lister, sim, memory, cluster, programs: createPrograms(context) }));
  const agent = [["User-Agent", "curl/7.29.0"]] as const;
  return {
    world,
    ip: () => world.pod("app").status?.podIP ?? "",
    status: () => world.pod("app").status?.containerStatuses?.[0],
    ask: (path = "/", port = 80, method = "GET"): HttpResponse | undefined =>
      runtime.http(world.pod("app"), port, { method, path, headers: agent, body: "" }),
    log: (previous = false) => runtime.logs(world.pod("app"), "c", { previous }),
    exec: (script: string | readonly string[], stdin?: string) =>
      runtime.exec(world.pod("app"), {
        container: "c",
        command: typeof script === "string" ? ["sh", "-c", script] : script,
        ...(stdin === undefined ? {} : { stdin, tty: true }),
      }),
  };
}

describe("answers", () => {
  test.each([
    ["sysnet4admin/echo-hname", 80, "/any", "app\n"],
    ["sysnet4admin/chk-hn", 80, "/", "app\n"],
    ["sysnet4admin/echo-ip", 80, "/ip", "request_method : GET | ip_dest: <ip>\n"],
    ["sysnet4admin/audit-trail", 80, "/", "pod_n: app | ip_dest: <ip>\n"],
    ["sysnet4admin/nginx-status", 80, "/", "request_method : GET | ip_dest: <ip>\n"],
    ["sysnet4admin/healthz-nginx", 80, "/healthz", "It is looking good. HTTP ready to service.\n"],
    ["sysnet4admin/hpa-cpu-memory", 80, "/hpa/cpu", "app\n"],
    ["sysnet4admin/http-echo:1.0", 80, "/", "hello from http-echo\n"],
    ["sysnet4admin/hello:v1", 80, "/", "hello-v1\n"],
    ["whatwant/node-web:1.0", 8080, "/", "You've hit app\n"],
    ["whatwant/node-web:2.0", 8080, "/", "You've hit app (Ver2.0)\n"],
    ["andrewloyolajeong/almighty:0.2.4", 8080, "/", "\n Hello from example application. (written by Andrew)\n"],
    ["amsy810/echo-nginx:v2.0", 80, "/x", "Host=  Path=/x  From=app  ClientIP=172.16.171.64  XFF=\n"],
    ["httpd", 80, "/", "<html><body><h1>It works!</h1></body></html>\n"],
  ])("%s on %d%s", (image, port, path, body) => {
    const { ask, ip } = lab(image);
    const answer = ask(path, port);
    expect([answer?.status, answer?.body]).toEqual([200, body.replace("<ip>", ip())]);
  });

  test("almighty's other ports are nginx's welcome page", () => {
    const { ask } = lab("andrewloyolajeong/almighty:0.2.4");
    for (const port of [80, 8081]) expect(ask("/", port)?.body).toContain("<title>Welcome to nginx!</title>");
  });

  test("http-echo says what its variable says", () => {
    const container = { env: [{ name: "ECHO_TEXT", value: "from the manifest" }] };
    expect(lab("sysnet4admin/http-echo:1.0", { container }).ask()?.body).toBe("from the manifest\n");
  });

  test.each([
    ["nginx:1.15.12", '"5cb5d3c3-264"', "612", "Tue, 16 Apr 2019 13:08:19 GMT"],
    ["nginx:1.16.0", '"5cbee66d-264"', "612", "Tue, 23 Apr 2019 10:18:21 GMT"],
    ["nginx:1.21.6", '"61f01158-267"', "615", "Tue, 25 Jan 2022 15:03:52 GMT"],
  ])("%s has its release's page", (image, etag, length, modified) => {
    const headers = lab(image).ask("/", 80, "HEAD")?.headers;
    expect(headers?.map(([name]) => name)).toEqual([
      "Server",
      "Date",
      "Content-Type",
      "Content-Length",
      "Last-Modified",
      "Connection",
      "ETag",
      "Accept-Ranges",
    ]);
    expect(Object.fromEntries(headers ?? [])).toMatchObject({ ETag: etag, "Content-Length": length, "Last-Modified": modified });
  });

  test("nginx says what it has not, and of which version it is", () => {
    const answer = lab("nginx:1.16.0").ask("/nothing");
    expect([answer?.status, answer?.body.includes("<center>nginx/1.16.0</center>")]).toEqual([404, true]);
  });

  test("nginx-status counts, echoserver and chk-info tell of the request", () => {
    const { ask } = lab("sysnet4admin/nginx-status");
    ask();
    ask();
    expect(ask("/stub_status")?.body).toBe(
      "Active connections: 1 \nserver accepts handled requests\n 3 3 3 \nReading: 0 Writing: 1 Waiting: 0 \n",
    );
    expect(lab("k8s.gcr.io/echoserver:1.10").ask("/a?b=c", 8080)?.body).toContain("\treal path=/a?b=c\n\tquery=b=c\n");
    const { body = "" } = lab("sysnet4admin/chk-info").ask("/") ?? {};
    for (const row of ["Server name", "Server address", "User Agent", "Document Root", "Date", "Frontend Load Balancer IP", "Request ID"])
      expect(body).toContain(`<span>${row}:</span>`);
    expect(body).toContain("NGINX, Inc. 2021");
  });

  test("healthz-nginx has a header of its own", () => {
    expect(lab("sysnet4admin/healthz-nginx").ask("/")?.headers.at(-1)).toEqual(["purpose", "health-check"]);
  });

  test.each(["sysnet4admin/sleepy", "sysnet4admin/multi-proc", "sysnet4admin/net-tools"])("%s listens nowhere", (image) => {
    const container = image.endsWith("net-tools") ? { command: ["sleep", "3600"] } : {};
    const { ask, status } = lab(image, { container });
    expect([ask(), status()?.ready]).toEqual([undefined, true]);
  });
});

describe("logs and files", () => {
  test("nginx logs each request", () => {
    const { ask, log } = lab("nginx:1.15.12");
    ask();
    expect(log()).toMatch(
      /^172\.16\.171\.64 - - \[20\/Nov\/2026:10:00:\d\d \+0000\] "GET \/ HTTP\/1\.1" 200 612 "-" "curl\/7\.29\.0" "-"\n$/,
    );
    expect(lab("nginx:1.27.5").log()).toContain('[notice] 1#1: using the "epoll" event method\n');
  });

  test("node-web says when it starts and who asks", () => {
    const { ask, log } = lab("whatwant/node-web:1.0");
    ask("/", 8080);
    expect(log()).toBe("node-web server starting...\nReceived request from ::ffff:172.16.171.64\n");
  });

  test("audit-trail keeps an account of requests", () => {
    const { ask, exec, ip } = lab("sysnet4admin/audit-trail");
    ask();
    ask();
    const line = `20/Nov/2026:19:00:\\d\\d \\+0900  ${ip().replaceAll(".", "\\.")}  GET\n`;
    expect(exec("cat /audit/audit_app.log").stdout).toMatch(new RegExp(`^${line}${line}$`));
  });

  test("tardy-nginx is refused for a minute, then ready by its file", () => {
    const container = { readinessProbe: { exec: { command: ["cat", "/tmp/healthy-on"] }, periodSeconds: 5 } };
    const { ask, log, status, world } = lab("sysnet4admin/tardy-nginx", { container, seconds: 30 });
    expect([ask(), status()?.ready, log()]).toEqual([undefined, false, "deep sleep\n"]);
    world.run(45);
    expect([ask()?.body, status()?.ready]).toEqual(["tardy again\n", true]);
  });

  test("hpa-cpu-memory holds memory for five minutes, and is killed over its limit", () => {
    const { ask, log, status, world } = lab("sysnet4admin/hpa-cpu-memory", { container: { resources: { limits: { memory: "40Mi" } } } });
    ask("/hpa/memory");
    world.run(299);
    expect(log()).toBe("Memory test started, wait for 5minutes\n");
    world.run(2);
    expect(log()).toBe("Memory test started, wait for 5minutes\nMemory test finished\n");
    for (let request = 0; request < 4; request++) ask("/hpa/memory");
    world.run(5);
    expect(status()?.lastState?.terminated ?? status()?.state?.terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });

  test("a script may write a page and start the server", () => {
    const container = { command: ["sh", "-c", "echo mine > /usr/share/nginx/html/index.html && nginx -g 'daemon off;'"] };
    expect(lab("nginx", { container }).ask()?.body).toBe("mine\n");
    expect(lab("nginx", { container: { command: ["nginx", "-g", "daemon off;"] } }).ask()?.status).toBe(200);
  });
});

describe("a main process on the network", () => {
  test("a job's curlchk sees what there is when it runs", () => {
    const { log, status, world } = lab("sysnet4admin/net-tools", {
      container: { command: ["sh", "-c", "sleep 20; curlchk nginx; curlchk-k kubernetes.default.svc.cluster.local/healthz"] },
      spec: { restartPolicy: "Never" },
      seconds: 60,
    });
    expect(status()?.state?.terminated?.exitCode).toBe(0);
    expect(log()).toMatch(/^Fri Nov 20 10:00:\d\d UTC 2026 {2}NOOO \[nginx\] is not working on\n/);
    world.run(60);
    expect(log().split("\n").length).toBe(3);
  });

  test("a loop of requests goes on and shows in the log", () => {
    const { log, world } = lab("busybox", {
      container: { command: ["sh", "-c", "while true; do wget -q -O- http://127.0.0.1; sleep 2; done"] },
    });
    world.run(10);
    const lines = log().split("\n").length;
    world.run(10);
    expect(log().split("\n").length).toBeGreaterThan(lines);
  });
});

describe("mysql-auth", () => {
  test("needs a password", () => {
    const { log, status } = lab("sysnet4admin/mysql-auth", { seconds: 15 });
    expect(log(true)).toContain("[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n");
    expect(status()?.lastState?.terminated?.exitCode).toBe(1);
  });

  test("lets in whom its variables name", () => {
    const env = { MYSQL_ROOT_PASSWORD: "rootpassword", MYSQL_USER_ID: "db-user", MYSQL_USER_PASSWORD: "moon" };
    const container = { env: Object.entries(env).map(([name, value]) => ({ name, value })) };
    const { exec } = lab("sysnet4admin/mysql-auth", { container, seconds: 40 });
    expect(exec(["mysql", "-udb-user", "-pmoon", "-e", "select user()"])).toMatchObject({
      exitCode: 0,
      stdout: "user()\ndb-user@localhost\n",
    });
    expect(exec(["mysql", "-udb-user", "-pmoon\n"])).toMatchObject({ exitCode: 1 });
    expect(exec(["mysql", "-ux", "-py"]).stderr).toEndWith(
      "ERROR 1045 (28000): Access denied for user 'x'@'localhost' (using password: YES)\n",
    );
  });
});

describe("exec", () => {
  test("df of the book", () => {
    const volumes = [{ name: "nfs-vol", nfs: { server: "192.168.1.10", path: "/nfs_shared" } }];
    const container = { volumeMounts: [{ name: "nfs-vol", mountPath: "/audit" }] };
    const { exec } = lab("sysnet4admin/sleepy", { container, spec: { volumes } });
    expect(exec("df -h").stdout.split("\n").slice(0, 6)).toEqual([
      "Filesystem                Size      Used Available Use% Mounted on",
      "overlay                  39.1G      3.0G     36.1G   8% /",
      "tmpfs                    64.0M         0     64.0M   0% /dev",
      "tmpfs                   919.0M         0    919.0M   0% /sys/fs/cgroup",
      "192.168.1.10:/nfs_shared",
      "                         37.0G      3.6G     33.4G  10% /audit",
    ]);
    expect(exec("df -h /audit/").exitCode).toBe(0);
  });

  test("kill 1 ends the server and the shell that was typed in", () => {
    const { exec, status, world, log } = lab("nginx:1.15.12");
    const before = exec("ls -l /run/nginx.pid").stdout;
    expect(before).toMatch(/^-rw-r--r-- 1 root root 2 Nov 20 10:00 \/run\/nginx\.pid\n$/);
    expect(exec(["/bin/bash"], "kill -9 1\necho on\n")).toMatchObject({ exitCode: 0, stdout: "on\n" });
    world.run(60);
    expect(exec(["/bin/bash"], "cat /run/nginx.pid\nkill 1\necho gone\n")).toMatchObject({ exitCode: 137, stdout: "1\n" });
    world.run(5);
    expect(status()).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 0, reason: "Completed" } } });
    expect(exec("ls -l /run/nginx.pid").stdout).not.toBe(before);
    expect(log()).toBe("");
  });

  test.each([
    [
      "docker://1.13.1",
      'OCI runtime exec failed: exec failed: container_linux.go:235: starting container process caused "exec: \\"/bin/bash\\": stat /bin/bash: no such file or directory": unknown\n',
    ],
    ["containerd://1.6.4", 'exec: "/bin/bash": stat /bin/bash: no such file or directory: unknown'],
  ])("a shell that is not there: %s", (runtime, text) => {
    const { exec } = lab("sysnet4admin/sleepy", { runtime });
    const { exitCode, stdout, startError = "" } = exec(["/bin/bash"]);
    expect([exitCode, stdout + startError]).toEqual([126, expect.stringContaining(text)]);
  });
});
