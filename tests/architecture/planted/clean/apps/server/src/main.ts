import "./modules/catalog/index.ts";
import { price } from "./modules/sales/index.ts";
import "./platform/db.ts";

export const application = { price };
