/** Why a body cannot be decoded, and where. */
export interface DecodeProblem {
  readonly path: readonly (string | number)[];
  /** The schema's type at that place: `integer:int32`, `string`, `[]io.k8s…`. */
  readonly expected: string;
  readonly value: unknown;
}

/** Thrown by a decoder at the first value of a wrong type. */
export class DecodeError extends Error {
  override name = "DecodeError";
  readonly problem: DecodeProblem;
  constructor(problem: DecodeProblem) {
    super(`wrong type at ${problem.path.join(".")}: want ${problem.expected}`);
    this.problem = problem;
  }
}
