import { expect, test } from "bun:test";
import { readSettings } from "../../src/lab/settings/read.ts";
import { KNOWN_SIDECARS } from "../../src/lab/shipped/sidecars.ts";

test.each(Object.entries(KNOWN_SIDECARS))("the sidecar of %s can be read", (name, text) => {
  const { settings, steps } = readSettings(text, { file: `${name}.lab.yaml`, line: 1, own: true });
  expect(settings.profile).toBeDefined();
  for (const { excuse = {}, skip = "a reason" } of steps)
    for (const reason of [skip, ...Object.values(excuse)]) expect(reason).not.toMatch(/unsupported|not emulated/i);
});
