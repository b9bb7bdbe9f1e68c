import seed000 from "../../../fixtures/labs/seeds/000_037d51136e1fd368.lab.yaml" with { type: "text" };
import seed001 from "../../../fixtures/labs/seeds/001_a4b9622f21e5e935.lab.yaml" with { type: "text" };
import seed002 from "../../../fixtures/labs/seeds/002_aa3df28482e25caf.lab.yaml" with { type: "text" };
import seed003 from "../../../fixtures/labs/seeds/003_53873b22a08cc2d0.lab.yaml" with { type: "text" };
import seed004 from "../../../fixtures/labs/seeds/004_5cb4ac51c4317957.lab.yaml" with { type: "text" };

/** What users' own documents leave out, by the documents' names without their ending; fixtures/labs/seeds. */
export const KNOWN_SIDECARS: Readonly<Record<string, string>> = {
  "000_037d51136e1fd368": seed000,
  "001_a4b9622f21e5e935": seed001,
  "002_aa3df28482e25caf": seed002,
  "003_53873b22a08cc2d0": seed003,
  "004_5cb4ac51c4317957": seed004,
};
