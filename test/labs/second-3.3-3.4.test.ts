import { testShippedLabs } from "./shipped.ts";

testShippedLabs("2nd/3.3.", "2nd/3.4.");
