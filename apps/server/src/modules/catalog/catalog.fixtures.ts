import { newId } from "../../platform/identifiers.ts";
import type { ItemWrite } from "./index.ts";

export const water = {
  code: "SP001",
  name: "农夫山泉",
  spec: "550ml",
  baseUnit: "瓶",
  salePrice: "2",
  purchasePrice: "1.2",
  units: [
    { name: "瓶", factor: "1", barcodes: ["6921168509256"] },
    { name: "箱", factor: "24", barcodes: ["16921168509253"], salePrice: "40" },
  ],
};
export const codes = (reply: { rows: readonly { code: string }[] }) => reply.rows.map((row) => row.code);
export function anItem(number: number, change: Partial<ItemWrite> = {}): ItemWrite {
  return {
    id: newId(),
    code: `A${String(number).padStart(5, "0")}`,
    name: `商品${number % 40}`,
    spec: "",
    categoryId: null,
    brand: "",
    taxRate: "0.13",
    purchasePrice: null,
    salePrice: number % 3 === 0 ? null : String(number % 7),
    minimumSalePrice: null,
    safetyStock: "0",
    tracking: "none" as const,
    shelfLifeDays: null,
    wholeUnits: false,
    note: "",
    disabled: false,
    units: [
      {
        name: "个",
        factor: "1",
        barcodes: [`69${String(number).padStart(11, "0")}`],
        salePrice: null,
        purchasePrice: null,
      },
    ],
    ...change,
  };
}
