import type { salesDelivery } from "../../../server/src/modules/sales/index.ts";

export type Shell = typeof salesDelivery;
