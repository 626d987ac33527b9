export { reportingHandlers } from "./reporting.routes.ts";
/** Company tables that only this module writes. */
export const tables = ["proof_run"] as const;
