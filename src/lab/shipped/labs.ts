import lab331 from "../../../fixtures/labs/3.3.1.md" with { type: "text" };
import lab332 from "../../../fixtures/labs/3.3.2.md" with { type: "text" };
import lab334 from "../../../fixtures/labs/3.3.4.md" with { type: "text" };
import lab335 from "../../../fixtures/labs/3.3.5.md" with { type: "text" };
import courseIngress from "../../../fixtures/labs/course-ingress.md" with { type: "text" };
import metallb013 from "../../../fixtures/labs/metallb-013.md" with { type: "text" };

/** A lab that comes with k8sim. */
export interface ShippedLab {
  readonly text: string;
  /** Text of its sidecar, when it has one. */
  readonly sidecar?: string;
}

/** The shipped labs by name; fixtures/labs. */
export const SHIPPED_LABS: Readonly<Record<string, ShippedLab>> = {
  "3.3.1": { text: lab331 },
  "3.3.2": { text: lab332 },
  "3.3.4": { text: lab334 },
  "3.3.5": { text: lab335 },
  "course-ingress": { text: courseIngress },
  "metallb-013": { text: metallb013 },
};
