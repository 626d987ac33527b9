import { itemByCode } from "../catalog/index.ts";

export const price = itemByCode;
