export { createMetalLbController } from "./controller.ts";
export { createMetalLbSpeaker } from "./speaker.ts";
