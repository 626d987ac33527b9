import { salesDelivery } from "../modules/sales/index.ts";

export const post = (): string => salesDelivery;
