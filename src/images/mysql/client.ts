import type { Command, Process } from "../shell/machine.ts";

const SOCKET = "/var/run/mysqld/mysqld.sock";
const INSECURE = "Using a password on the command line interface can be insecure.";

interface Login {
  readonly user: string;
  readonly password: string;
  /** Whether one was given at all. */
  readonly hasPassword: boolean;
  readonly statements: string | undefined;
  readonly words: readonly string[];
}

function loginOf(argv: readonly string[]): Login {
  let [user, password, hasPassword, statements] = ["root", "", false, undefined as string | undefined];
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    const [, option = "", value] = /^(-u|-e|-h|-P|--user=|--execute=|--host=|--port=)(.*)$/s.exec(word) ?? [];
    const given = option === "" ? undefined : value || (option.endsWith("=") ? "" : argv[++at]);
    if (option === "-u" || option === "--user=") user = given ?? "";
    else if (option === "-e" || option === "--execute=") statements = given ?? "";
    else if (/^(-p|--password=)/.test(word)) {
      password = word.replace(/^(-p|--password=)/, "");
      hasPassword = password !== "";
    } else if (!word.startsWith("-")) words.push(word);
  }
  return { user, password, hasPassword, statements, words };
}

/** Who may log in, from the variables that the image's entrypoint reads. */
function accounts(environment: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const pairs: (readonly [string | undefined, string | undefined])[] = [
    ["root", environment["MYSQL_ROOT_PASSWORD"] ?? (environment["MYSQL_ALLOW_EMPTY_PASSWORD"] ? "" : undefined)],
    [environment["MYSQL_USER"], environment["MYSQL_PASSWORD"]],
    [environment["MYSQL_USER_ID"], environment["MYSQL_USER_PASSWORD"]],
  ];
  return new Map(pairs.filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined));
}

/** Logs in, or says why not; undefined when it is in. */
function refusal({ machine }: Process, login: Login, readyMs: number): string | undefined {
  if ((machine.mainUptimeMs ?? 0) < readyMs)
    return `ERROR 2002 (HY000): Can't connect to local MySQL server through socket '${SOCKET}' (2)`;
  if (accounts(machine.environment).get(login.user) === login.password) return undefined;
  return `ERROR 1045 (28000): Access denied for user '${login.user}'@'localhost' (using password: ${login.hasPassword ? "YES" : "NO"})`;
}

/** The `mysql` client: who may log in, and the few statements with which one looks whether it works. */
export const client =
  (readyMs: number): Command =>
  (self) => {
    const { argv, machine, print, complain, stdin } = self;
    const login = loginOf(argv);
    if (login.hasPassword) complain(`mysql: [Warning] ${INSECURE}\n`);
    const why = refusal(self, login, readyMs);
    if (why !== undefined) {
      complain(`${why}\n`);
      return 1;
    }
    const script = login.statements ?? stdin;
    if (script.trim() === "" && machine.tty) {
      print(BANNER);
      return 0;
    }
    for (const statement of script.split(/;|\\g|\n(?=quit|exit)/).map((one) => one.trim())) {
      if (statement === "" || /^(use\s|set\s)/i.test(statement)) continue;
      if (/^(exit|quit)\b/i.test(statement)) return 0;
      const rows = answerTo(statement, login.user);
      if (rows === undefined) {
        complain(`ERROR: k8sim does not emulate SQL: ${statement.split("\n").join(" ")}\n`);
        return 1;
      }
      print(rows.map((row) => `${row}\n`).join(""));
    }
    return 0;
  };

/** Header and rows, as without a terminal. */
function answerTo(statement: string, user: string): string[] | undefined {
  const text = statement.toLowerCase().replaceAll(/\s+/g, " ");
  if (text === "select version()") return ["version()", "8.4.3"];
  if (text === "select user()") return ["user()", `${user}@localhost`];
  if (text === "select current_user()") return ["current_user()", `${user}@${user === "root" ? "localhost" : "%"}`];
  if (text === "show databases") {
    return [
      "Database",
      "information_schema",
      ...(user === "root" ? ["mysql"] : []),
      "performance_schema",
      ...(user === "root" ? ["sys"] : []),
    ];
  }
  const number = /^select (\d+)$/.exec(text)?.[1];
  return number === undefined ? undefined : [number, number];
}

/** `mysqladmin ping`, with which probes ask. */
export const admin =
  (readyMs: number): Command =>
  (self) => {
    const { argv, machine, print, complain } = self;
    const login = loginOf(argv);
    if (login.hasPassword) complain(`mysqladmin: [Warning] ${INSECURE}\n`);
    if (!login.words.includes("ping")) {
      complain("mysqladmin: k8sim emulates ping alone\n");
      return 1;
    }
    if ((machine.mainUptimeMs ?? 0) < readyMs) {
      complain(
        `mysqladmin: connect to server at 'localhost' failed\nerror: 'Can't connect to local MySQL server through socket '${SOCKET}' (2)'\nCheck that mysqld is running and that the socket: '${SOCKET}' exists!\n`,
      );
      return 1;
    }
    // It pings whoever may log in or not.
    print("mysqld is alive\n");
    return 0;
  };

const BANNER = `Welcome to the MySQL monitor.  Commands end with ; or \\g.
Your MySQL connection id is 8
Server version: 8.4.3 MySQL Community Server - GPL

Copyright (c) 2000, 2024, Oracle and/or its affiliates.

Oracle is a registered trademark of Oracle Corporation and/or its
affiliates. Other names may be trademarks of their respective
owners.

Type 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.

mysql> `;
