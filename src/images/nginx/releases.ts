/** When the stock pages of releases were made, ms since the Unix epoch: it shows in Last-Modified and ETag. */
const BUILT: readonly (readonly [version: string, at: number])[] = [
  ["1.7.9", Date.UTC(2014, 11, 23, 16, 25, 9)],
  ["1.13.12", Date.UTC(2018, 3, 9, 16, 1, 9)],
  ["1.14.2", Date.UTC(2018, 11, 4, 14, 44, 49)],
  ["1.15.12", Date.UTC(2019, 3, 16, 13, 8, 19)],
  ["1.16.0", Date.UTC(2019, 3, 23, 10, 18, 21)],
  ["1.16.1", Date.UTC(2019, 7, 13, 10, 5, 0)],
  ["1.17.10", Date.UTC(2020, 3, 14, 14, 19, 26)],
  ["1.18.0", Date.UTC(2020, 3, 21, 14, 9, 1)],
  ["1.19.10", Date.UTC(2021, 3, 13, 15, 13, 59)],
  ["1.20.2", Date.UTC(2021, 10, 16, 14, 44, 2)],
  ["1.21.6", Date.UTC(2022, 0, 25, 15, 3, 52)],
  ["1.22.1", Date.UTC(2022, 9, 19, 8, 2, 20)],
  ["1.23.3", Date.UTC(2022, 11, 13, 15, 53, 53)],
  ["1.23.4", Date.UTC(2023, 2, 28, 15, 1, 54)],
  ["1.24.0", Date.UTC(2023, 3, 11, 1, 45, 34)],
  ["1.25.3", Date.UTC(2023, 9, 24, 13, 46, 47)],
  ["1.25.5", Date.UTC(2024, 3, 16, 14, 29, 59)],
  ["1.26.3", Date.UTC(2025, 1, 5, 11, 6, 32)],
  ["1.27.5", Date.UTC(2025, 3, 16, 12, 1, 11)],
];

/** The version that an image's tag without a patch number means. */
export const LAST_PATCH: Readonly<Record<string, number>> = {
  "1.15": 12,
  "1.16": 1,
  "1.17": 10,
  "1.18": 0,
  "1.19": 10,
  "1.20": 2,
  "1.21": 6,
  "1.22": 1,
  "1.23": 4,
  "1.25": 5,
  "1.26": 3,
  "1.27": 5,
  "1.28": 3,
  "1.29": 8,
  "1.30": 3,
};

/** When a release's stock page was made; of a release that is not known, when the last known one before it was. */
export function builtAt(version: string): number {
  let best = BUILT[0]?.[1] ?? 0;
  for (const [known, at] of BUILT) if (number(known) <= number(version)) best = at;
  return best;
}

function number(version: string): number {
  const [major = 0, series = 0, fix = 0] = version.split(".").map(Number);
  return (major * 1000 + series) * 1000 + fix;
}
