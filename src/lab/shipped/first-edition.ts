import lab313 from "../../../fixtures/labs/3.1.3.md" with { type: "text" };
import lab314 from "../../../fixtures/labs/3.1.4.md" with { type: "text" };
import lab315 from "../../../fixtures/labs/3.1.5.md" with { type: "text" };
import lab316 from "../../../fixtures/labs/3.1.6.md" with { type: "text" };
import lab321 from "../../../fixtures/labs/3.2.1.md" with { type: "text" };
import lab322 from "../../../fixtures/labs/3.2.2.md" with { type: "text" };
import lab323 from "../../../fixtures/labs/3.2.3.md" with { type: "text" };
import lab324 from "../../../fixtures/labs/3.2.4.md" with { type: "text" };
import lab325 from "../../../fixtures/labs/3.2.5.md" with { type: "text" };
import lab326 from "../../../fixtures/labs/3.2.6.md" with { type: "text" };
import lab327 from "../../../fixtures/labs/3.2.7.md" with { type: "text" };
import lab328 from "../../../fixtures/labs/3.2.8.md" with { type: "text" };
import lab329 from "../../../fixtures/labs/3.2.9.md" with { type: "text" };
import lab3210 from "../../../fixtures/labs/3.2.10.md" with { type: "text" };
import lab331 from "../../../fixtures/labs/3.3.1.md" with { type: "text" };
import lab332 from "../../../fixtures/labs/3.3.2.md" with { type: "text" };
import lab333 from "../../../fixtures/labs/3.3.3.md" with { type: "text" };
import lab334 from "../../../fixtures/labs/3.3.4.md" with { type: "text" };
import lab335 from "../../../fixtures/labs/3.3.5.md" with { type: "text" };
import lab341 from "../../../fixtures/labs/3.4.1.md" with { type: "text" };
import lab342 from "../../../fixtures/labs/3.4.2.md" with { type: "text" };
import lab343 from "../../../fixtures/labs/3.4.3.md" with { type: "text" };
import lab344 from "../../../fixtures/labs/3.4.4.md" with { type: "text" };

/** Chapter 3 of the book, first edition, by section. */
export const FIRST_EDITION_LABS: Readonly<Record<string, string>> = {
  "3.1.3": lab313,
  "3.1.4": lab314,
  "3.1.5": lab315,
  "3.1.6": lab316,
  "3.2.1": lab321,
  "3.2.2": lab322,
  "3.2.3": lab323,
  "3.2.4": lab324,
  "3.2.5": lab325,
  "3.2.6": lab326,
  "3.2.7": lab327,
  "3.2.8": lab328,
  "3.2.9": lab329,
  "3.2.10": lab3210,
  "3.3.1": lab331,
  "3.3.2": lab332,
  "3.3.3": lab333,
  "3.3.4": lab334,
  "3.3.5": lab335,
  "3.4.1": lab341,
  "3.4.2": lab342,
  "3.4.3": lab343,
  "3.4.4": lab344,
};
