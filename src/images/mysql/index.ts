import { fullEnvironment } from "../environment.ts";
import { server, type Entrypoint } from "../image.ts";
import { parseImage } from "../reference.ts";
import type { ContainerView } from "../view.ts";
import { admin, client } from "./client.ts";

/** Its first start makes a database. facts/images.md 1: 20 to 40 s */
const READY_MS = 25_000;
const PASSWORD_VARIABLES = ["MYSQL_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD"] as const;

const PROGRAMS = { mysql: client(READY_MS), mysqladmin: admin(READY_MS) };

/** MySQL, and sysnet4admin/mysql-auth, which makes a login of MYSQL_USER_ID and MYSQL_USER_PASSWORD. It speaks no HTTP. */
export const mysql = server({
  name: "mysql",
  ports: () => [3306],
  listensAfterMs: READY_MS,
  entrypoint: entrypointOf,
  startLog: (view) =>
    [
      ...entrypointNotes(view),
      `${moment(view.startedAt)} [Note] [Entrypoint]: Initializing database files`,
      `${moment(view.startedAt + READY_MS)} [Note] [Entrypoint]: MySQL init process done. Ready for start up.`,
      "",
    ].join("\n"),
  programs: () => PROGRAMS,
  lacks: ["curl", "nslookup", "ping", "ps", "top", "wget"],
  bashPrompt: "bash-5.1# ",
  mainProcess: "mysqld",
  stop: { afterMs: 2000, exitCode: 0 },
  idle: { cpuMillis: 6, memoryMi: 380 },
});

function entrypointOf(view: ContainerView): Entrypoint {
  const environment = fullEnvironment(view);
  if (PASSWORD_VARIABLES.some((name) => environment[name])) return { kind: "serves" };
  const output = [
    ...entrypointNotes(view),
    `${moment(view.startedAt)} [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified`,
    "    You need to specify one of the following as an environment variable:",
    ...PASSWORD_VARIABLES.map((name) => `    - ${name}`),
    "",
  ];
  return { kind: "ends", afterMs: 500, exitCode: 1, output: output.join("\n") };
}

function entrypointNotes(view: ContainerView): string[] {
  const started = `${moment(view.startedAt)} [Note] [Entrypoint]: Entrypoint script for MySQL Server ${versionOf(view)}-1.el9 started.`;
  return [started, `${moment(view.startedAt)} [Note] [Entrypoint]: Switching to dedicated user 'mysql'`, started];
}

function moment(at: number): string {
  return new Date(at)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "+00:00");
}

function versionOf({ container }: ContainerView): string {
  const tag = parseImage(container.image ?? "")?.tag ?? "";
  if (/^\d+\.\d+\.\d+/.test(tag)) return tag;
  return tag.startsWith("5.7") || tag === "5" ? "5.7.44" : tag.startsWith("8.0") ? "8.0.40" : "8.4.3";
}
