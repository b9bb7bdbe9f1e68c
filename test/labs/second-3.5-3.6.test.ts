import { testShippedLabs } from "./shipped.ts";

testShippedLabs("2nd/3.5.", "2nd/3.6.");
