import { testShippedLabs } from "./shipped.ts";

testShippedLabs("3.1.");
