/** Thrown by what cannot go on without the engine, where a command has done without it so far. */
export class ComponentsNeeded extends Error {}
