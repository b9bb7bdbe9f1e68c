import { deepEqual } from "../../base/deep.ts";
import type { Invocation } from "../command.ts";
import { managerOption } from "../flags/manager-option.ts";
import { CommandError } from "../errors.ts";
import { encodeObject, LAST_APPLIED } from "../objects/annotations.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { objectOf } from "../resources/info.ts";
import { refOf } from "../rest-mapper.ts";
import type { EditMode } from "./session.ts";

/** Writes each edited configuration into its object's annotation. */
// kubectl/pkg/cmd/util/editor/editoptions.go visitToApplyEditPatch
export function saveLastApplied(invocation: Invocation): EditMode {
  const { env, flags, factory } = invocation;
  return {
    lastApplied: true,
    async save(updated, originals) {
      const print = await resultPrinter(env, flags);
      const edited = objectOf(updated);
      const original = originals.find((info) => objectOf(info).metadata.uid === edited.metadata.uid);
      if (original === undefined) throw new CommandError(`no original object found for ${encodeObject(edited)}`);
      if (deepEqual(objectOf(original), edited)) {
        print(edited, "skipped");
        return;
      }
      const { namespace } = await factory.namespace();
      const patch = { metadata: { annotations: { [LAST_APPLIED]: encodeObject(edited) } } };
      await (await factory.client()).patch(refOf(updated.mapping, namespace), updated.name, "merge", patch, managerOption(invocation));
      print(edited, "edited");
    },
  };
}
