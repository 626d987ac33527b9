import { binsOf } from "./bins.ts";
import type { Field } from "./fields.ts";
import { codedName } from "./items.ts";
import type { StockRecord } from "./records.ts";
import type { RowReader } from "./row-reader.ts";
import { restoredZero, sameDecimal, unquoted } from "./values.ts";
import type { InterpretContext, TargetInterpreter } from "./target-interpreter.ts";

const plainFields = [
  "spec",
  "unit",
  "warehouse",
  "lot",
  "unitCost",
  "amount",
  "taxRate",
  "note",
] as const satisfies readonly (Field & keyof StockRecord)[];

/** Quantities of goods that exist: opening stock, a receipt, a count, lines of a document. */
export function stockInterpreter(context: InterpretContext): TargetInterpreter {
  const seen = new Map<string, { readonly row: number; readonly quantity: string }>();
  const added: number[] = [];
  let addedCount = 0;
  const refusesRepeats =
    (context.answer("repeats") ?? (context.recognition.stockMeaning === "count" ? "refuse" : "add")) === "refuse";

  return {
    take(reader) {
      const stock = stockOf(reader, context);
      if (stock === undefined || reader.failed) return { records: [] };
      const label = stock.barcode ?? stock.code ?? stock.name ?? "";
      const variant = stock.barcode === undefined && stock.code === undefined ? stock.spec : "";
      const key = [label, variant, stock.warehouse, stock.lot].join("\u0001");
      const earlier = seen.get(key);
      if (!earlier) seen.set(key, { row: stock.row, quantity: stock.quantity });
      if (!earlier || !refusesRepeats) {
        if (earlier && ++addedCount <= 20) added.push(stock.row);
        return { records: [stock] };
      }
      if (sameDecimal(earlier.quantity, stock.quantity)) {
        reader.problem("row.repeated", undefined, { detail: String(earlier.row), severity: "warning", value: label });
        return { records: [], joined: true };
      }
      const detail = `${label} 在第 ${earlier.row} 行是 ${earlier.quantity}，这里是 ${stock.quantity}，互相矛盾。`;
      reader.problem("quantity.contradiction", "quantity", { detail });
      return { records: [] };
    },
    finish: () => [],
    announcements: () =>
      addedCount === 0
        ? []
        : [
            {
              code: "stock.added",
              text: `${addedCount} 行的商品在前面出现过，数量相加。`,
              rows: added,
              count: addedCount,
            },
          ],
  };
}

function stockOf(reader: RowReader, context: InterpretContext): StockRecord | undefined {
  const goods = goodsOf(reader, context);
  const label = goods.barcode ?? goods.code ?? goods.name;
  const plain: Record<string, string> = {};
  for (const field of plainFields) {
    const value = reader.value(field);
    if (value !== undefined) plain[field] = value;
  }
  const quantity = reader.value("quantity") ?? reader.value("countedQuantity");
  if (label === undefined) reader.problem("name.missing", context.has("barcode") ? "barcode" : "name");
  else if (quantity === undefined && !reader.failed) {
    reader.problem("quantity.missing", context.has("quantity") ? "quantity" : "countedQuantity", {
      detail: `${label} `,
    });
  }
  if (quantity === undefined) return undefined;
  const bins = binsOf(reader, undefined);
  return {
    target: "stock",
    row: reader.row.number,
    ...goods,
    ...plain,
    ...(bins.length > 0 && { location: bins }),
    quantity,
  };
}

function goodsOf(reader: RowReader, context: InterpretContext): Pick<StockRecord, "code" | "barcode" | "name"> {
  const written = reader.value("name");
  const name = written !== undefined && context.answer("quotedNames") === "strip" ? unquoted(written) : written;
  const coded = context.has("code") ? null : codedName.exec(name ?? "");
  const code = reader.value("code") ?? coded?.[1] ?? reader.value("styleNumber");
  const scanned = reader.value("barcode");
  const zero =
    scanned !== undefined && context.answer("lostZeros") === "restore" && reader.cell("barcode").kind === "number"
      ? restoredZero(scanned)
      : undefined;
  const barcode = zero ?? scanned;
  const bare = coded?.[2] ?? name;
  return {
    ...(code !== undefined && { code }),
    ...(barcode !== undefined && { barcode }),
    ...(bare !== undefined && { name: bare }),
  };
}
