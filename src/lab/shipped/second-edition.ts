import lab314 from "../../../fixtures/labs/2nd/3.1.4.md" with { type: "text" };
import lab316 from "../../../fixtures/labs/2nd/3.1.6.md" with { type: "text" };
import lab317 from "../../../fixtures/labs/2nd/3.1.7.md" with { type: "text" };
import lab318 from "../../../fixtures/labs/2nd/3.1.8.md" with { type: "text" };
import lab321 from "../../../fixtures/labs/2nd/3.2.1.md" with { type: "text" };
import lab322 from "../../../fixtures/labs/2nd/3.2.2.md" with { type: "text" };
import lab323 from "../../../fixtures/labs/2nd/3.2.3.md" with { type: "text" };
import lab324 from "../../../fixtures/labs/2nd/3.2.4.md" with { type: "text" };
import lab325 from "../../../fixtures/labs/2nd/3.2.5.md" with { type: "text" };
import lab326 from "../../../fixtures/labs/2nd/3.2.6.md" with { type: "text" };
import lab331 from "../../../fixtures/labs/2nd/3.3.1.md" with { type: "text" };
import lab332 from "../../../fixtures/labs/2nd/3.3.2.md" with { type: "text" };
import lab333 from "../../../fixtures/labs/2nd/3.3.3.md" with { type: "text" };
import lab341 from "../../../fixtures/labs/2nd/3.4.1.md" with { type: "text" };
import lab342 from "../../../fixtures/labs/2nd/3.4.2.md" with { type: "text" };
import lab343 from "../../../fixtures/labs/2nd/3.4.3.md" with { type: "text" };
import lab351 from "../../../fixtures/labs/2nd/3.5.1.md" with { type: "text" };
import lab352 from "../../../fixtures/labs/2nd/3.5.2.md" with { type: "text" };
import lab361 from "../../../fixtures/labs/2nd/3.6.1.md" with { type: "text" };
import lab362 from "../../../fixtures/labs/2nd/3.6.2.md" with { type: "text" };

/** Chapter 3 of the book, second edition, by section. */
export const SECOND_EDITION_LABS: Readonly<Record<string, string>> = {
  "2nd/3.1.4": lab314,
  "2nd/3.1.6": lab316,
  "2nd/3.1.7": lab317,
  "2nd/3.1.8": lab318,
  "2nd/3.2.1": lab321,
  "2nd/3.2.2": lab322,
  "2nd/3.2.3": lab323,
  "2nd/3.2.4": lab324,
  "2nd/3.2.5": lab325,
  "2nd/3.2.6": lab326,
  "2nd/3.3.1": lab331,
  "2nd/3.3.2": lab332,
  "2nd/3.3.3": lab333,
  "2nd/3.4.1": lab341,
  "2nd/3.4.2": lab342,
  "2nd/3.4.3": lab343,
  "2nd/3.5.1": lab351,
  "2nd/3.5.2": lab352,
  "2nd/3.6.1": lab361,
  "2nd/3.6.2": lab362,
};
