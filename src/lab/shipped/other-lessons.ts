import courseIngress from "../../../fixtures/labs/course-ingress.md" with { type: "text" };
import metallb013 from "../../../fixtures/labs/metallb-013.md" with { type: "text" };
import whatwant05 from "../../../fixtures/labs/whatwant-05.md" with { type: "text" };

/** Lessons and logs of others, by name. */
export const OTHER_LABS: Readonly<Record<string, string>> = {
  "course-ingress": courseIngress,
  "metallb-013": metallb013,
  "whatwant-05": whatwant05,
};
