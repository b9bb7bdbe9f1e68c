import { testShippedLabs } from "./shipped.ts";

testShippedLabs("3.2.");
