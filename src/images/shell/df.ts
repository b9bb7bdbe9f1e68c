import type { Process } from "./machine.ts";

/** A mounted file system as df shows it. */
export interface Mount {
  readonly device: string;
  readonly at: string;
  readonly sizeKb: number;
  readonly usedKb: number;
  /** A file of the same device as another mount: GNU's df leaves it out. */
  readonly isBind?: boolean;
}

const DEVICE_WIDTH = 20;

/** `df`, `df -h` and `df PATH…` in busybox's and GNU's columns. */
export function df(self: Process): number {
  const { argv, machine, print, complain } = self;
  const isHuman = argv.some((argument) => /^-\w*h/.test(argument));
  const paths = argv.filter((argument) => !argument.startsWith("-"));
  const mounts = machine.mounts ?? [];
  const chosen = paths.flatMap((path) => {
    const isThere = machine.files.list(path) !== undefined || machine.files.read(path) !== undefined;
    if (!isThere)
      complain(machine.userland === "gnu" ? `df: ${path}: No such file or directory\n` : `df: ${path}: can't find mount point\n`);
    return isThere ? holding(path, mounts) : [];
  });
  const shown = paths.length > 0 ? chosen : mounts;
  if (shown.length > 0) print(machine.userland === "gnu" ? gnu(shown, isHuman, paths.length > 0) : busybox(shown, isHuman));
  return chosen.length < paths.length ? 1 : 0;
}

function holding(path: string, mounts: readonly Mount[]): Mount[] {
  const fits = mounts.filter(({ at }) => at === "/" || path === at || path.startsWith(`${at}/`));
  const deepest = fits.toSorted((a, b) => b.at.length - a.at.length)[0];
  return deepest === undefined ? [] : [deepest];
}

/** busybox rounds to the nearest percent, GNU up. */
function percent({ sizeKb, usedKb }: Mount, round: (value: number) => number): string {
  return String(sizeKb === 0 ? 0 : round((usedKb * 100) / sizeKb));
}

/** coreutils/df.c of busybox: a long device name has a line of its own. */
function busybox(mounts: readonly Mount[], isHuman: boolean): string {
  const amount = (kb: number): string => (isHuman ? tenths(kb) : String(kb)).padStart(9);
  const lines = mounts.map((mount) => {
    const { device, at, sizeKb, usedKb } = mount;
    const name = device.length > DEVICE_WIDTH ? `${device}\n${" ".repeat(DEVICE_WIDTH)}` : device.padEnd(DEVICE_WIDTH);
    return `${name} ${amount(sizeKb)} ${amount(usedKb)} ${amount(sizeKb - usedKb)} ${percent(mount, Math.round).padStart(3)}% ${at}\n`;
  });
  return `Filesystem           ${isHuman ? "     Size      " : "1K-blocks      "}Used Available Use% Mounted on\n${lines.join("")}`;
}

/** `37.0G`, `12.0K`, `0` */
function tenths(kb: number): string {
  return scaled(kb, (value) => value.toFixed(1));
}

/** GNU rounds up, to a tenth below 10. */
function ceiled(kb: number): string {
  return scaled(kb, (value) => {
    const tenth = Math.ceil(value * 10) / 10;
    return tenth < 10 ? tenth.toFixed(1) : String(Math.ceil(value));
  });
}

const UNITS = ["K", "M", "G", "T"];

/** An amount in the unit that suits it. */
function scaled(kb: number, write: (value: number) => string): string {
  if (kb === 0) return "0";
  let value = kb;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${write(value)}${UNITS[unit] ?? ""}`;
}

function gnu(all: readonly Mount[], isHuman: boolean, isChosen: boolean): string {
  const mounts = isChosen
    ? all
    : all.filter(({ isBind, device }, index) => !isBind || all.findIndex((one) => one.device === device) === index);
  const amount = (kb: number): string => (isHuman ? ceiled(kb) : String(kb));
  const header = ["Filesystem", isHuman ? "Size" : "1K-blocks", "Used", isHuman ? "Avail" : "Available", "Use%", "Mounted on"];
  const rows = mounts.map((mount) => {
    const { device, at, sizeKb, usedKb } = mount;
    return [device, amount(sizeKb), amount(usedKb), amount(sizeKb - usedKb), `${percent(mount, Math.ceil)}%`, at];
  });
  const least = [14, 5, 5, 5, 4];
  const widths = least.map((width, column) => Math.max(width, ...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : column === 5 ? cell : cell.padStart(widths[column] ?? 0))).join(" ")}\n`;
  return [header, ...rows].map(line).join("");
}
