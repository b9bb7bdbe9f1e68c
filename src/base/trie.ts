/** A step on a way of tokens: two ways lead to the same step only if they took the same tokens. */
export interface Step {
  readonly next: Map<unknown, Step>;
}

/** A step from which nothing has been taken yet. */
export function firstStep(): Step {
  return { next: new Map() };
}

/** The step behind a token. Following a known way makes no text and no object. */
export function follow({ next }: Step, token: unknown): Step {
  let step = next.get(token);
  if (step === undefined) next.set(token, (step = firstStep()));
  return step;
}
