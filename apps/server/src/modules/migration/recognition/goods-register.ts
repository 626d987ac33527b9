import type { Field } from "./fields.ts";
import type { ItemRecord, ReasonCode } from "./records.ts";

/** By what a row says which goods it is: its code, else its barcode, else its name with everything that tells it apart. */
export interface Identity {
  readonly key: string;
  readonly field: Field;
  readonly value: string;
  /** What must be equal for a second row with this key to be the same goods. */
  readonly same: string;
}

export type Verdict =
  | { readonly kind: "new"; readonly barcodes: readonly string[] }
  | { readonly kind: "joins"; readonly row: number }
  | {
      readonly kind: "conflict";
      readonly row: number;
      readonly reason: ReasonCode;
      readonly field: Field;
      readonly value: string;
    };

interface Known {
  readonly row: number;
  readonly same: string;
  /** Warehouses that have stock of it. */
  warehouses: readonly string[];
}

/** Remembers the goods of a file, to tell a further row of the same goods from a contradiction. */
export function goodsRegister(barcodeGoesToFirst: boolean): { admit(identity: Identity, item: ItemRecord): Verdict } {
  const goods = new Map<string, Known>();
  const barcodeRows = new Map<string, number>();

  return {
    admit(identity, item) {
      const known = goods.get(identity.key);
      if (known && identity.field === "barcode" && known.same !== identity.same && barcodeGoesToFirst) {
        return { kind: "new", barcodes: [] };
      }
      if (known) return judge(known, identity, item);
      const taken = allBarcodes(item).find((barcode) => barcodeRows.has(barcode));
      if (taken !== undefined && !barcodeGoesToFirst) {
        return {
          kind: "conflict",
          row: barcodeRows.get(taken)!,
          reason: "barcode.shared",
          field: "barcode",
          value: taken,
        };
      }
      for (const barcode of allBarcodes(item)) if (!barcodeRows.has(barcode)) barcodeRows.set(barcode, item.row);
      goods.set(identity.key, { row: item.row, same: identity.same, warehouses: warehousesOf(item) });
      return { kind: "new", barcodes: item.barcodes.filter((barcode) => barcodeRows.get(barcode) === item.row) };
    },
  };
}

function judge(known: Known, identity: Identity, item: ItemRecord): Verdict {
  const contradiction = { kind: "conflict", row: known.row, field: identity.field, value: identity.value } as const;
  if (known.same !== identity.same) {
    return { ...contradiction, reason: identity.field === "barcode" ? "barcode.shared" : "row.duplicate" };
  }
  const warehouses = warehousesOf(item);
  if (warehouses.some((warehouse) => known.warehouses.includes(warehouse)))
    return { ...contradiction, reason: "row.duplicate" };
  known.warehouses = [...known.warehouses, ...warehouses];
  return { kind: "joins", row: known.row };
}

function allBarcodes(item: ItemRecord): readonly string[] {
  return [...item.barcodes, ...item.units.flatMap(({ barcode }) => (barcode === undefined ? [] : [barcode]))];
}

function warehousesOf(item: ItemRecord): readonly string[] {
  return item.openings.map(({ warehouse }) => warehouse ?? "");
}
