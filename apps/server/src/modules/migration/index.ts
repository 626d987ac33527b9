export { runImport } from "./importing/run-import.ts";
export { jobHandlers, migrationHandlers } from "./migration.routes.ts";
/** Company tables this module writes: none of its own; it goes through catalog, partners and the document pipeline. */
export const tables = [] as const;
