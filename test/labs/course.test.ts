import { testShippedLabs } from "./shipped.ts";

testShippedLabs("whatwant-");
