import { testShippedLabs } from "./shipped.ts";

testShippedLabs("2nd/3.1.", "2nd/3.2.");
