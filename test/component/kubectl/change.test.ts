import { describe, expect, test } from "bun:test";
import { deployment, DEPLOYMENTS } from "../controllers/world.ts";
import { createKubectl } from "./world.ts";

function lab(version?: string) {
  const made = createKubectl(version);
  made.world.client.create(DEPLOYMENTS, deployment("web", 2));
  made.world.advance(5000);
  return made;
}

describe("scale", () => {
  test("conditions are looked at before, and the change is the server's", async () => {
    const { world, run } = lab();
    expect(await run("scale deployment web --replicas=4 --current-replicas=9")).toBe("E|error: Expected replicas to be 9, was 2\n");
    expect(await run("scale deploy/web --replicas=3 --current-replicas=2 --record")).toBe("deployment.apps/web scaled\n");
    const { metadata, spec } = world.get("deployments.apps", "web");
    expect(spec).toMatchObject({ replicas: 3 });
    expect(metadata.annotations?.["kubernetes.io/change-cause"]).toBe(
      "kubectl scale deploy/web --replicas=3 --current-replicas=2 --record=true",
    );
  });

  test.each([
    ["v1.20.2", 'E|Error from server (NotFound): deployments.apps "no" not found\n'],
    ["v1.28.15", "E|error: no objects passed to scale\n"],
    ["v1.32.5", 'E|error: no objects passed to scale deployments.apps "no" not found\n'],
  ])("of what is not there, %s", async (version, expected) => {
    expect(await lab(version).run("scale deployment no --replicas=1")).toBe(expected);
  });
});

describe("label and annotate", () => {
  test("set, keep, remove", async () => {
    const { world, run } = lab();
    expect(await run("label deploy web tier=front")).toBe("deployment.apps/web labeled\n");
    expect(await run("label deploy web tier=back")).toBe("E|error: 'tier' already has a value (front), and --overwrite is false\n");
    expect(await run("label deploy web nope-")).toBe('label "nope" not found.\ndeployment.apps/web not labeled\n');
    expect(await run("label deploy --all tier-")).toBe("deployment.apps/web labeled\n");
    expect(world.get("deployments.apps", "web").metadata.labels).toEqual({ app: "web" });
    expect(await run("annotate deploy web note=a_b --dry-run=client")).toBe("deployment.apps/web annotated (dry run)\n");
    expect(await run("annotate deploy web a=1 a-")).toBe(
      "E|error: can not both modify and remove the following annotation(s) in the same command: a\n",
    );
  });

  test.each([
    ["v1.20.2", "labeled"],
    ["v1.23.7", "unlabeled"],
    ["v1.28.15", "labeled"],
  ])("a shorter value, %s", async (version, word) => {
    const { run } = lab(version);
    await run("label deploy web env=prod");
    expect(await run("label deploy web env=dev --overwrite")).toBe(`deployment.apps/web ${word}\n`);
  });

  test("a resource version that has passed is refused", async () => {
    expect(await lab().run("label deploy web x=1 --resource-version=1")).toStartWith(
      'E|Error from server (Conflict): Operation cannot be fulfilled on deployments.apps "web"',
    );
  });
});

describe("set", () => {
  test("image, resources, env", async () => {
    const { world, run } = lab();
    expect(await run("set image deploy/web nginx=nginx:1.20")).toBe("deployment.apps/web image updated\n");
    expect(await run("set image deploy/web nginx=nginx:1.20")).toBe("");
    expect(await run("set image deploy/web nope=nginx:1.20")).toBe('E|error: unable to find container named "nope"\n');
    expect(await run("set resources deploy web --limits=cpu=200m,memory=0.5Gi")).toBe(
      "deployment.apps/web resource requirements updated\n",
    );
    expect(await run("set env deploy/web A=1 B=two")).toBe("deployment.apps/web env updated\n");
    expect(await run("set env deploy/web A- --list")).toBe("# Deployment web, container nginx\nB=two\n");
    const [container] = (world.get("deployments.apps", "web")["spec"] as { template: { spec: { containers: object[] } } }).template.spec
      .containers;
    expect(container).toMatchObject({
      image: "nginx:1.20",
      resources: { limits: { cpu: "200m", memory: "512Mi" } },
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "two" },
      ],
    });
  });

  test("kinds without pods", async () => {
    expect(await lab().run("set selector deploy web a=b")).toBe("E|error: setting a selector is only supported for Services\n");
    expect(await lab().run("set image namespace/default a=b")).toBe(
      "E|error: namespaces/default the object is not a pod or does not have a pod template: *v1.Namespace\n",
    );
  });
});
