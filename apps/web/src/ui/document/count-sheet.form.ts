import { inBinOrder } from "@zhangshi/core";
import { binsIn } from "./bins.form.ts";
import type { DocumentForm } from "./document.form.ts";
import { filledLines } from "./document.form.ts";
import type { Slip, SlipColumn } from "./print-slip.ts";

const plainColumns: readonly SlipColumn[] = [
  { head: "序", width: 8, align: "centre" },
  { head: "编码", width: 16 },
  { head: "条码", width: 32 },
  { head: "品名", width: 56 },
  { head: "规格", width: 30 },
  { head: "单位", width: 13, align: "centre" },
  { head: "盘点数", width: 26, align: "right" },
  { head: "复盘数", width: 26, align: "right" },
];

/** What the others give for the 货位, by which the counter walks. */
const withBinColumn: readonly SlipColumn[] = [
  { head: "序", width: 8, align: "centre" },
  { head: "货位", width: 26 },
  ...plainColumns.slice(1).map((column) => {
    const less = column.head === "品名" ? 12 : column.head === "规格" ? 6 : column.align === "right" ? 4 : 0;
    return { ...column, width: column.width - less };
  }),
];

/** 盘点表: what is to be counted, never what the books say; two empty columns for the pencil. */
export function countSheet(
  form: DocumentForm,
  around: { readonly company: string; readonly warehouse: string; readonly printedAt: string },
): Slip {
  const filled = filledLines(form).filter((line) => line.item !== null);
  const binsOf = (line: (typeof filled)[number]) => binsIn(line.item, form.warehouseId);
  const hasBins = filled.some((line) => binsOf(line).length > 0);
  const lines = hasBins ? inBinOrder(filled, (line) => binsOf(line)[0] ?? "") : filled;
  const columns = hasBins ? withBinColumn : plainColumns;
  return {
    company: around.company,
    title: "盘点表",
    number: null,
    mark: null,
    facts: [
      ["仓　库", around.warehouse],
      ["日　期", form.businessDate],
      ["盘点人", ""],
    ],
    columns,
    rows: lines.map((line, place) => {
      const units = line.item?.units ?? [];
      const barcode =
        units.find((unit) => unit.name === line.unit)?.barcodes[0] ?? units.flatMap((unit) => unit.barcodes)[0] ?? "";
      return [
        String(place + 1),
        ...(hasBins ? [binsOf(line).join("、")] : []),
        line.item?.code ?? "",
        barcode,
        line.item?.name ?? "",
        line.item?.spec ?? "",
        line.unit,
        "",
        "",
      ];
    }),
    totals: [{ cells: [{ text: `共 ${lines.length} 种`, span: columns.length }] }],
    signatures: [
      ["盘点人签字", ""],
      ["复盘人签字", ""],
      ["监盘人签字", ""],
    ],
    legend: "数出来多少填多少，空货架填 0",
    printedAt: around.printedAt,
  };
}
