import { afterEach, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { ComponentsNeeded } from "../../../src/cluster/components-needed.ts";
import { advanceTime, advanceUntil, settle } from "../../../src/cluster/time.ts";
import { sleep, waitFor } from "../../../src/cluster/wait.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { command, makeToy, thing, valueOf, type Toy } from "./toy.ts";

const toys: Toy[] = [];
afterEach(() => {
  for (const toy of toys.splice(0)) toy.remove();
});

async function toyOf(...args: Parameters<typeof makeToy>): Promise<Toy> {
  const toy = await makeToy(...args);
  toys.push(toy);
  return toy;
}

const pod = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Pod", metadata: { name }, spec: {}, status: { phase: "Pending" } });

test("on a stepped clock a command costs 20 ms, a look as well, and a look loads no components", async () => {
  const toy = await toyOf({ clock: "stepped" });
  const cluster = await toy.open();
  const look = () => command(cluster, (session) => session.read(() => cluster.sim.now()));
  const first = await look();
  expect(await look()).toBe(first + 20);
  expect(await command(await toy.open(), (session) => session.read(() => 0).then(() => session.now()))).toBe(first + 40);
  expect(await look()).toBe(first + 60);
  expect(toy.engineLoads()).toBe(0);
  await command(cluster, async (session) => {
    await session.write(() => cluster.store.put("things", thing("x", 1)));
    expect(await session.read(() => cluster.sim.now())).toBe(first + 80);
    await session.write(() => cluster.store.put("things", thing("y", 1)));
    // between two of its changes others get to act
    expect(session.now()).toBe(first + 100);
  });
  expect(await look()).toBe(first + 120);
});

test("a real clock follows the wall at its rate, and a look writes nothing", async () => {
  let wall = Date.UTC(2026, 5, 1);
  const toy = await toyOf({ clock: "real", rate: 60 }, () => wall);
  const cluster = await toy.open();
  const begun = await command(cluster, (session) => session.read(() => cluster.sim.now()));
  const bytes = readFileSync(cluster.paths.state);
  wall += 1000;
  expect(await command(cluster, (session) => session.read(() => cluster.sim.now()))).toBe(begun + 60_000);
  wall -= 5000;
  expect(await command(cluster, (session) => session.read(() => cluster.sim.now()))).toBe(begun + 60_000);
  expect(readFileSync(cluster.paths.state).equals(bytes)).toBe(true);
  expect(toy.engineLoads()).toBe(0);
});

test("a look first lets happen what is due", async () => {
  let wall = Date.UTC(2026, 5, 1);
  const toy = await toyOf({ clock: "real" }, () => wall);
  const cluster = await toy.open();
  await command(cluster, (session) => session.write(() => cluster.store.put("things", thing("x", 5))));
  wall += 2500;
  expect(await command(cluster, (session) => session.read(() => valueOf(cluster, "x")))).toBe(2);
  const other = await toy.open();
  expect(await command(other, (session) => session.read(() => valueOf(other, "x")))).toBe(2);
  wall += 1000;
  expect(await command(other, (session) => session.read(() => valueOf(other, "x")))).toBe(3);
  expect(await command(cluster, (session) => session.read(() => valueOf(cluster, "x")))).toBe(3);
});

test("waiting moves a stepped clock to what is waited for, to the deadline, and not past the death of the process", async () => {
  const toy = await toyOf({ clock: "stepped" });
  const cluster = await toy.open();
  await command(cluster, async (session) => {
    await session.write(() => cluster.store.put("things", thing("x", 100)));
    const begun = session.now();
    const reaches = (value: number) => () => (valueOf(cluster, "x") >= value ? value : undefined);
    expect(await waitFor(session, reaches(2))).toBe(2);
    expect(session.now()).toBe(begun + 2000);
    expect(await waitFor(session, reaches(50), { deadline: begun + 4500 })).toBeUndefined();
    expect(session.now()).toBe(begun + 4500);
    await sleep(session, 700);
    expect(session.now()).toBe(begun + 5200);
    expect(await waitFor(session, reaches(90), { deadline: begun + 60_000, killed: { at: begun + 200_000, wallMs: 0 } })).toBeUndefined();
    expect(valueOf(cluster, "x")).toBe(60);
  });
});

test("a wait without a deadline ends when another process brings what is waited for", async () => {
  const toy = await toyOf({ clock: "stepped" });
  const cluster = await toy.open();
  const other = await toy.open();
  const waiting = command(cluster, (session) => waitFor(session, () => cluster.store.get("things", "", "late")?.metadata.name));
  await command(other, (session) => session.once(() => other.store.put("things", thing("late", 0))));
  expect(await waiting).toBe("late");
});

test("a wait on a leash moves a stepped clock no further, but while a pod starts; then what others do ends it", async () => {
  const toy = await toyOf({ clock: "stepped" });
  const cluster = await toy.open();
  const other = await toy.open();
  await command(cluster, async (session) => {
    const leash = session.now() + 2500;
    const moments: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await sleep(session, 1000, { leash });
      moments.push(session.now() - leash);
    }
    expect(moments).toEqual([-1500, -500, 500]);
    const standing = sleep(session, 1000, { leash });
    await command(other, (theirs) => theirs.once(() => other.store.put("pods", pod("new"))));
    await standing;
    const before = session.now();
    await sleep(session, 1000, { leash });
    expect(session.now()).toBe(before + 1000);
  });
});

test("on a real clock a wait sleeps until the event is due, and others may go on meanwhile", async () => {
  const toy = await toyOf({ clock: "real", rate: 100 });
  const cluster = await toy.open();
  const other = await toy.open();
  await command(cluster, (session) => session.write(() => cluster.store.put("things", thing("x", 3))));
  const waiting = command(cluster, (session) => waitFor(session, () => (valueOf(cluster, "x") >= 3 ? "grown" : undefined)));
  await command(other, (session) => session.once(() => other.store.put("things", thing("y", 0))));
  expect(await waiting).toBe("grown");
});

test("what a failed command changed is gone, its timers too", async () => {
  const toy = await toyOf({ clock: "stepped" });
  const cluster = await toy.open();
  const failing = command(cluster, async (session) => {
    await session.write((engine) => {
      cluster.store.put("things", thing("x", 3));
      engine.quiesce();
    });
    return session.write(() => {
      throw new Error("no");
    });
  });
  expect(failing).rejects.toThrow("no");
  await failing.catch(() => undefined);
  await command(cluster, async (session) => {
    await advanceTime(session, 10_000);
    expect(await session.read(() => [cluster.store.list("things"), cluster.store.revision()])).toEqual([[], 0]);
  });
});

test("settle ends when nothing is under way; advanceUntil when its condition holds, or in time", async () => {
  const toy = await toyOf({ clock: "stepped" });
  const cluster = await toy.open();
  await command(cluster, async (session) => {
    await session.write(() => {
      for (const name of ["a", "b"]) cluster.store.put("pods", pod(name));
      cluster.store.put("things", thing("x", 1000));
    });
    const begun = session.now();
    expect(await settle(session, 600_000)).toBe(true);
    // a moment more, for what controllers still have to see
    expect(session.now()).toBe(begun + 3000 + 100);
    expect(await settle(session, 600_000)).toBe(true);
    expect(session.now()).toBe(begun + 3000 + 200);
    expect(await advanceUntil(session, () => valueOf(cluster, "x") >= 10, 60_000)).toBe(true);
    expect(session.now()).toBe(begun + 10_000);
    expect(await advanceUntil(session, () => false, 60_000)).toBe(false);
    await session.write(() =>
      cluster.store.put("pods", { ...pod("stuck"), status: { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False" }] } }),
    );
    expect(await settle(session, 600_000)).toBe(true);
  });
});

test("same seed and steps give the same trace, however often the cluster is closed and opened between", async () => {
  const run = async (reopen: boolean): Promise<string> => {
    const toy = await toyOf({ clock: "stepped", seed: 42 });
    let cluster = await toy.open();
    for (let step = 0; step < 12; step++) {
      if (reopen) cluster = await toy.open();
      await command(cluster, async (session) => {
        await session.write(() => cluster.store.put("things", thing(`t${step % 5}`, 5 + step)));
        await advanceTime(session, 700);
      });
    }
    return `${cluster.sim.traceHash()} ${cluster.sim.now()} ${await command(cluster, (session) => session.read(() => JSON.stringify(cluster.store.list("things"))))}`;
  };
  expect(await run(true)).toBe(await run(false));
});

test("a command that makes one change loads no components: they act, at its instant, when somebody next looks", async () => {
  const toy = await toyOf({ clock: "stepped", seed: 1 });
  await command(await toy.open(), async (session) => {
    const { cluster } = session;
    await session.change(() => cluster.store.put("things", thing("x", 2)));
    expect(await session.read(() => valueOf(cluster, "x"))).toBe(0);
  });
  expect(toy.engineLoads()).toBe(0);
  const other = await toy.open();
  const changedAt = other.sim.now();
  await command(other, (session) => session.read(() => expect(other.sim.next()?.at).toBe(changedAt + 1000)));
  expect(toy.engineLoads()).toBe(1);
  // heard of once, by one process
  await command(await toy.open(), (session) => session.read(() => 0));
  expect(toy.engineLoads()).toBe(1);
});

test("whether components hear of a change at once or later is all the same afterwards", async () => {
  const play = async (way: "change" | "write"): Promise<string> => {
    const toy = await toyOf({ clock: "stepped", seed: 7 });
    for (const names of [["x"], ["y", "z"], ["u"]]) {
      await command(await toy.open(), async (session) => {
        for (const name of names) await session[way](() => session.cluster.store.put("things", thing(name, 3)));
      });
    }
    const cluster = await toy.open();
    await command(cluster, (session) => advanceTime(session, 1500));
    const { revision, list } = cluster.store;
    return `${cluster.sim.traceHash()} ${cluster.sim.now()} ${revision()} ${JSON.stringify(list("things"))}`;
  };
  const late = await play("change");
  expect(late).toContain('"value":1');
  expect(late).toBe(await play("write"));
});

test("a change that needs components after all is begun anew with them, and one that changes nothing leaves nothing to hear of", async () => {
  const toy = await toyOf({ clock: "stepped" });
  await command(await toy.open(), (session) => session.change(() => 0));
  await command(await toy.open(), (session) => session.read(() => 0));
  expect(toy.engineLoads()).toBe(0);
  const cluster = await toy.open();
  await command(cluster, (session) =>
    session.change(() => {
      cluster.store.put("things", thing("x", 1));
      if (toy.engineLoads() === 0) throw new ComponentsNeeded();
    }),
  );
  expect(toy.engineLoads()).toBe(1);
  expect(cluster.store.history("things", "", "x").length).toBe(1);
});
