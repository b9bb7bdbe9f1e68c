import type { DnsAnswer, DnsRecord } from "../../network/dns/types.ts";
import type { Process } from "./machine.ts";

type Command = (self: Process) => number;

const MINUTES_MS = 60_000;
/** How long a resolver asks a server that does not answer. */
const UNANSWERED_MS = 10_000;

/** curl of Alpine's, whose files are the container's. */
export const curl: Command = ({ argv, machine, print, complain, sleep }) => {
  const answer = machine.fetch?.(argv);
  if (answer === undefined) return 0;
  sleep(answer.elapsedMs);
  print(answer.stdout);
  complain(answer.stderr);
  return answer.exitCode;
};

/** busybox's wget. */
export const wget: Command = ({ argv, machine, print, complain, sleep }) => {
  const flags = readFlags(argv, new Set(["O", "T", "U", "P", "Y"]));
  const url = flags.operands[0] ?? "";
  const timeout = flags.value("T");
  const answer = machine.fetch?.(["-s", "-f", "-w", "\\n%{http_code} %{remote_ip} %{errormsg}", ...(timeout ? ["-m", timeout] : []), url]);
  if (answer === undefined) return 0;
  sleep(answer.elapsedMs);
  const at = answer.stdout.lastIndexOf("\n");
  const [code = "", address = "", ...message] = answer.stdout.slice(at + 1).split(" ");
  const body = answer.stdout.slice(0, Math.max(0, at));
  const host = url.replace(/^\w+:\/\//, "").split(/[/:]/)[0] ?? "";
  const isQuiet = flags.has("q");
  const port = /:(\d+)(?:\/|$)/.exec(url.replace(/^\w+:\/\//, ""))?.[1] ?? (url.startsWith("https") ? "443" : "80");
  const ip = address || machine.lookup?.(host).records.find(({ type }) => type === "A")?.value;
  if (!isQuiet && ip !== undefined) complain(`Connecting to ${host}${port === "80" ? "" : `:${port}`} (${ip}:${port})\n`);
  if (answer.exitCode !== 0) {
    complain(`wget: ${wgetFailure(answer.exitCode, host, ip ?? host, code, message.join(" "), timeout !== undefined)}\n`);
    return 1;
  }
  if (flags.has("spider")) return 0;
  const name =
    flags.value("O") ??
    (url
      .split("?")[0]
      ?.replace(/^\w+:\/\/[^/]*/, "")
      .split("/")
      .at(-1) ||
      "index.html");
  if (name === "-") print(body);
  else if (name !== "/dev/null") machine.files.write(name.startsWith("/") ? name : `/${name}`, body);
  if (!isQuiet) complain(savedText(name, body.length));
  return 0;
};

function savedText(name: string, length: number): string {
  const [target, label] = name === "-" ? ["stdout", "-"] : [`'${name}'`, name];
  const bar = `${label.padEnd(20)} 100% |********************************| ${String(length).padStart(5)}  0:00:00 ETA`;
  return name === "-" ? `writing to ${target}\n${bar}\nwritten to ${target}\n` : `saving to ${target}\n${bar}\n${target} saved\n`;
}

function wgetFailure(exitCode: number, host: string, ip: string, code: string, message: string, isLimited: boolean): string {
  if (exitCode === 6) return `bad address '${host}'`;
  if (exitCode === 22) return `server returned error: HTTP/1.1 ${code}${message.replace(/^.*?: \d+/, "")}`;
  if (exitCode === 52) return "error getting response";
  if (isLimited && exitCode === 28) return "download timed out";
  const why = /No route/.test(message) ? "Host is unreachable" : exitCode === 28 ? "Operation timed out" : "Connection refused";
  return exitCode === 7 || exitCode === 28 ? `can't connect to remote host (${ip}): ${why}` : "error getting response";
}

/** nslookup: of busybox before 1.29 by default, of BIND in images with GNU's programs. */
export const nslookup: Command = (self) => lookUp(self, self.machine.userland === "gnu");

/** nslookup of BIND: images built on Alpine that have bind-tools. */
export const nslookupOfBind: Command = (self) => lookUp(self, true);

function lookUp(self: Process, isBind: boolean): number {
  const { argv, machine } = self;
  const type = /^-(?:type|querytype|q)=(\w+)$/i.exec(argv.find((word) => word.startsWith("-")) ?? "")?.[1]?.toUpperCase() ?? "A";
  const name = argv.find((word) => !word.startsWith("-")) ?? "";
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const wanted = isAddress ? "PTR" : type === "SRV" || type === "CNAME" || type === "PTR" ? type : "A";
  const answer = machine.lookup?.(name, wanted);
  if (answer === undefined) return 0;
  if (answer.status === "timeout") self.sleep(UNANSWERED_MS);
  const server = answer.server ?? /nameserver (\S+)/.exec(machine.files.read("/etc/resolv.conf") ?? "")?.[1] ?? "";
  return isBind ? fromBind(self, name, answer, server) : fromBusybox(self, name, answer, server);
}

function fromBind({ print }: Process, name: string, answer: DnsAnswer, server: string): number {
  if (answer.status === "timeout" || answer.status === "refused") {
    print(";; connection timed out; no servers could be reached\n\n");
    return 1;
  }
  print(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
  if (answer.status !== "ok") {
    print(`** server can't find ${name}: ${answer.status === "nxdomain" ? "NXDOMAIN" : "No answer"}\n\n`);
    return 1;
  }
  print(`${answer.records.map(bindLine).join("")}\n`);
  return 0;
}

function bindLine({ name, type, value }: DnsRecord): string {
  if (type === "A") return `Name:\t${name}\nAddress: ${value}\n`;
  if (type === "SRV") return `${name}\tservice = ${value}.\n`;
  if (type === "CNAME") return `${name}\tcanonical name = ${value}.\n`;
  return `${name.split(".").toReversed().join(".")}.in-addr.arpa\tname = ${value}.\n`;
}

function fromBusybox({ print, machine }: Process, name: string, answer: DnsAnswer, server: string): number {
  const called = (address: string): string => {
    const known = machine.lookup?.(address, "PTR").records[0]?.value;
    return known === undefined ? address : `${address} ${known}`;
  };
  print(`Server:    ${server}\nAddress 1: ${called(server)}\n\n`);
  if (answer.status !== "ok") {
    print(`nslookup: can't resolve '${name}'\n`);
    return 1;
  }
  const addresses = answer.records.flatMap(({ type, value }) => (type === "A" ? [value] : type === "PTR" ? [name] : []));
  print(`Name:      ${name}\n${addresses.map((address, index) => `Address ${index + 1}: ${called(address)}\n`).join("")}`);
  return 0;
}

/** ping, a second between two packets; without a count it goes on for ever. */
export const ping: Command = ({ argv, machine, print, complain, sleep }) => {
  const flags = readFlags(argv, new Set(["c", "i", "s", "t", "w", "W", "I"]));
  const count = flags.value("c") === undefined ? undefined : Number(flags.value("c"));
  if (machine.ping === undefined || machine.lookup === undefined) {
    sleep(count === undefined ? Number.MAX_SAFE_INTEGER : (count - 1) * 1000);
    return 0;
  }
  const name = flags.operands[0] ?? "";
  const address = machine.lookup(name).records.find(({ type }) => type === "A")?.value;
  const isGnu = machine.userland === "gnu";
  if (address === undefined) {
    complain(isGnu ? `ping: ${name}: Name or service not known\n` : `ping: bad address '${name}'\n`);
    return isGnu ? 2 : 1;
  }
  const echo = machine.ping(address);
  print(isGnu ? `PING ${name} (${address}) 56(84) bytes of data.\n` : `PING ${name} (${address}): 56 data bytes\n`);
  const shown = count ?? MINUTES_MS;
  let received = 0;
  for (let turn = 0; turn < shown; turn++) {
    if (echo === "reply") {
      received++;
      print(
        isGnu
          ? `64 bytes from ${address}: icmp_seq=${turn + 1} ttl=63 time=0.300 ms\n`
          : `64 bytes from ${address}: seq=${turn} ttl=63 time=0.300 ms\n`,
      );
    } else if (echo === "unreachable" && isGnu) print(`From ${machine.address} icmp_seq=${turn + 1} Destination Host Unreachable\n`);
    if (count === undefined || turn + 1 < count) sleep(1000);
  }
  if (received === 0) sleep(MINUTES_MS / 6);
  print(statistics(name, shown, received, isGnu, echo === "unreachable"));
  return received > 0 ? 0 : 1;
};

function statistics(name: string, sent: number, received: number, isGnu: boolean, isUnreachable: boolean): string {
  const loss = `${Math.round(((sent - received) / sent) * 100)}% packet loss`;
  const head = `\n--- ${name} ping statistics ---\n`;
  const times =
    received === 0 ? "" : isGnu ? "rtt min/avg/max/mdev = 0.300/0.300/0.300/0.000 ms\n" : "round-trip min/avg/max = 0.300/0.300/0.300 ms\n";
  if (!isGnu) return `${head}${sent} packets transmitted, ${received} packets received, ${loss}\n${times}`;
  const errors = isUnreachable && received === 0 ? `+${sent} errors, ` : "";
  return `${head}${sent} packets transmitted, ${received} received, ${errors}${loss}, time ${(sent - 1) * 1000}ms\n${times}\n`;
}

/** A command line of short flags, those in `valued` with a value, and long ones. */
function readFlags(argv: readonly string[], valued: ReadonlySet<string>) {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const operands: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (word.startsWith("--")) flags.add(word.slice(2).split("=")[0] ?? "");
    else if (word.startsWith("-") && word.length > 1) {
      for (let at = 1; at < word.length; at++) {
        const letter = word[at] ?? "";
        flags.add(letter);
        if (!valued.has(letter)) continue;
        values.set(letter, word.slice(at + 1) || (argv[++index] ?? ""));
        break;
      }
    } else operands.push(word);
  }
  return { operands, has: (flag: string) => flags.has(flag), value: (flag: string) => values.get(flag) };
}
