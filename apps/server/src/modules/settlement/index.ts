export { openingBalance } from "./opening-balance.document.ts";
