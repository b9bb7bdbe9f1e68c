import { testShippedLabs } from "./shipped.ts";

testShippedLabs("3.3.3", "3.4.");
