import { accountingRoutes } from "./accounting.contract.ts";
import { catalogRoutes } from "./catalog.contract.ts";
import { countTaskRoutes } from "./count-tasks.contract.ts";
import { costingRoutes } from "./costing.contract.ts";
import { purchasingRoutes, salesRoutes, stockRoutes } from "./documents.contract.ts";
import { identityRoutes } from "./identity.contract.ts";
import { inventoryRoutes } from "./inventory.contract.ts";
import { migrationRoutes } from "./migration.contract.ts";
import { partnersRoutes } from "./partners.contract.ts";
import { reportingRoutes } from "./reporting.contract.ts";

/** The one table: routes, validation, OpenAPI, the web's client, permissions. */
export const routes = {
  ...identityRoutes,
  ...catalogRoutes,
  ...partnersRoutes,
  ...purchasingRoutes,
  ...salesRoutes,
  ...stockRoutes,
  ...inventoryRoutes,
  ...countTaskRoutes,
  ...accountingRoutes,
  ...costingRoutes,
  ...reportingRoutes,
  ...migrationRoutes,
};
export type Routes = typeof routes;
export type RouteName = keyof Routes;

export * from "./accounting.contract.ts";
export * from "./catalog.contract.ts";
export * from "./client.ts";
export * from "./count-tasks.contract.ts";
export * from "./costing.contract.ts";
export * from "./document-body.ts";
export * from "./document-view.ts";
export * from "./documents.contract.ts";
export * from "./identity.contract.ts";
export * from "./inventory.contract.ts";
export * from "./lots.contract.ts";
export * from "./migration.contract.ts";
export * from "./openapi.ts";
export * from "./partners.contract.ts";
export * from "./permission.ts";
export * from "./primitives.ts";
export * from "./refusal.ts";
export * from "./reporting.contract.ts";
export * from "./route.ts";
