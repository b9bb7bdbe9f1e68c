import type { Invocation } from "../command.ts";
import { managerOption } from "../flags/manager-option.ts";
import { recorded, saveConfiguration } from "../objects/annotations.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { infoRef, objectOf } from "../resources/info.ts";
import type { EditMode } from "./session.ts";

/** Makes each edited object. */
// kubectl/pkg/cmd/util/editor/editoptions.go visitToCreate
export function saveNew(invocation: Invocation): EditMode {
  const { env, flags, factory } = invocation;
  return {
    lastApplied: false,
    async save(updated) {
      const print = await resultPrinter(env, flags);
      const object = recorded(invocation, saveConfiguration(objectOf(updated), flags.bool("save-config")));
      print(await (await factory.client()).create(infoRef(updated), object, managerOption(invocation)), "created");
    },
  };
}
