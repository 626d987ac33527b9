export { type CompanySetup, type CreatedCompany, createCompany } from "./create-company.ts";
export { type DemoStarter, demoSetup, identityHandlers, permissionNames } from "./identity.routes.ts";
export { createSessions, type Sessions } from "./sessions.ts";
/** Company tables this module writes, parents first. */
export const tables = ["company", "books", "account", "backdating_limit"] as const;
