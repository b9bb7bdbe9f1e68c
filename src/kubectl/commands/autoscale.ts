import type { KubeObject } from "../../machinery/object.ts";
import type { Command, Invocation } from "../command.ts";
import { readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError } from "../errors.ts";
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, recordFlag, saveConfigFlag } from "../flags/common.ts";
import { recorded, saveConfiguration } from "../objects/annotations.ts";
import { typedObject } from "../objects/typed.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { findResources } from "../resources/builder.ts";
import type { ResourceInfo } from "../resources/info.ts";
import { queryOf } from "../resources/query.ts";
import { apiVersionOfMapping, type RestMapping } from "../rest-mapper.ts";
import { managerOption } from "../flags/manager-option.ts";

/** `kubectl autoscale` */
// kubectl/pkg/cmd/autoscale/autoscale.go
export const autoscaleCommand: Command = {
  use: () => "autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]",
  long: "Make a HorizontalPodAutoscaler that keeps the number of pods of a workload between two bounds.",
  examples: "kubectl autoscale deployment web --min=2 --max=10\nkubectl autoscale deployment web --max=5 --cpu-percent=80",
  flags: (release) => [
    recordFlag(release),
    ...printFlags(),
    ...(release.has("generatorFlags")
      ? ([
          { name: "generator", type: "string", deprecated: "has no effect and will be removed in the future.", usage: "No longer used." },
        ] as const)
      : []),
    { name: "min", type: "int32", default: -1, usage: "Lowest number of pods. The server's default when negative." },
    { name: "max", type: "int32", default: -1, required: true, usage: "Highest number of pods." },
    { name: "cpu-percent", type: "int32", default: -1, usage: "Average CPU use to aim at, in percent of the requests." },
    { name: "name", type: "string", usage: "Name of the autoscaler; that of the workload when absent." },
    dryRunFlag,
    ...filenameFlags("Files with what to scale."),
    saveConfigFlag,
    fieldManagerFlag("kubectl-autoscale"),
  ],
  run: runAutoscale,
};

async function runAutoscale(invocation: Invocation): Promise<void> {
  const { env, flags, factory, args, release } = invocation;
  const dryRun = readDryRun(env, flags);
  const [max, min] = [flags.number("max"), flags.number("min")];
  const { namespace } = await factory.namespace();
  if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  const result = await findResources(factory, { ...(await queryOf(invocation, args)), continueOnError: true, flatten: true });
  let count = 0;
  await result.visit(async (info) => {
    await checkScalable(invocation, info.mapping);
    const object = typedObject(release, recorded(invocation, autoscalerFor(invocation, info)));
    const print = await resultPrinter(env, flags);
    count++;
    if (dryRun === "client") {
      print(object, withDryRun("created", dryRun), { typed: true });
      return;
    }
    if (dryRun === "server" && release.has("autoscaleDryRunFails")) await refuseDryRun(invocation);
    const saved = saveConfiguration(object, flags.bool("save-config"), { typed: true });
    const ref = { group: "autoscaling", version: "v1", resource: "horizontalpodautoscalers", namespace };
    const created = await (
      await factory.client()
    ).create(ref, saved, { ...managerOption(invocation), ...(dryRun === "server" ? { dryRun: true } : {}) });
    print(typedObject(release, created), withDryRun("autoscaled", dryRun), { typed: true });
  });
  if (count === 0) throw new CommandError("no objects passed to autoscale");
}

/** The check whether the server can dry-run is asked about an object without kind, and looks for it among the custom ones. */
async function refuseDryRun({ factory }: Invocation): Promise<never> {
  const definitions = { group: "apiextensions.k8s.io", version: "v1beta1", resource: "customresourcedefinitions", namespace: "" };
  await (await factory.client()).list(definitions);
  throw new CommandError("/, Kind= doesn't support dry-run");
}

function autoscalerFor({ flags, release }: Invocation, info: ResourceInfo): KubeObject {
  const named = release.has("autoscaleName") ? flags.text("name") : "";
  const [min, percent] = [flags.number("min"), flags.number("cpu-percent")];
  return {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: named || info.name },
    spec: {
      scaleTargetRef: { kind: info.mapping.kind, name: info.name, apiVersion: apiVersionOfMapping(info.mapping) },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: flags.number("max"),
      ...(percent >= 0 ? { targetCPUUtilizationPercentage: percent } : {}),
    },
  };
}

/** Only types with a scale subresource can be scaled. client-go/scale/util.go */
async function checkScalable({ factory }: Invocation, mapping: RestMapping): Promise<void> {
  const path = mapping.group === "" ? `/api/${mapping.version}` : `/apis/${mapping.group}/${mapping.version}`;
  const response = await (await factory.client()).path(path);
  const { resources = [] } = response.body as { resources?: { name: string }[] };
  if (resources.some((resource) => resource.name === `${mapping.resource}/scale`)) return;
  const what = `${mapping.group}/${mapping.version}, Resource=${mapping.resource}`;
  throw new CommandError(`cannot autoscale a ${mapping.kind}: could not find scale subresource for ${what} in discovery information`);
}
