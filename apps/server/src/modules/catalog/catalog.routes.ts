import type { catalogRoutes, RouteName } from "@zhangshi/contract";
import type { Handlers } from "../../platform/http.ts";
import { categoryHandlers } from "./categories.routes.ts";
import { itemHandlers } from "./items.routes.ts";
import { warehouseHandlers } from "./warehouses.routes.ts";

export function catalogHandlers(): Handlers<Extract<RouteName, keyof typeof catalogRoutes>> {
  return { ...itemHandlers(), ...categoryHandlers(), ...warehouseHandlers() };
}
