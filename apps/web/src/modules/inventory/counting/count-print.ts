import type { CountSheetRow, CountTaskView } from "@zhangshi/contract";
import { textsNow } from "../../../app/language.ts";
import { printHtml, type Slip, slipHtml } from "../../../ui/document/print-slip.ts";
import { countingTexts } from "./counting.texts.ts";

/** 盘点表: what is to be counted, never what the books say; two empty columns for the pencil. */
export function countTaskSheet(
  task: CountTaskView,
  rows: readonly CountSheetRow[],
  around: { readonly company: string; readonly printedAt: string },
): Slip {
  const t = textsNow(countingTexts);
  const hasBins = rows.some((row) => row.bins !== undefined);
  const columns = [
    { head: t.number, width: 9, align: "centre" as const },
    ...(hasBins ? [{ head: t.place, width: 22 }] : []),
    { head: t.code, width: hasBins ? 16 : 18 },
    { head: t.barcode, width: hasBins ? 28 : 31 },
    { head: t.item, width: hasBins ? 43 : 50 },
    { head: t.spec, width: 24 },
    { head: t.lot, width: hasBins ? 18 : 22 },
    { head: t.unit, width: 11, align: "centre" as const },
    { head: t.sheetFirst, width: hasBins ? 18 : 21, align: "right" as const },
    { head: t.sheetSecond, width: hasBins ? 18 : 21, align: "right" as const },
  ];
  return {
    company: around.company,
    title: t.sheetTitle,
    number: null,
    mark: null,
    facts: [
      [t.warehouse, task.warehouse],
      [t.date, task.businessDate],
      [t.tasks, task.name],
    ],
    columns,
    rows: rows.map((row, place) => [
      String(place + 1),
      ...(hasBins ? [row.bins?.join("、") ?? ""] : []),
      row.code,
      row.units.flatMap((unit) => unit.barcodes)[0] ?? "",
      row.name,
      row.spec,
      row.lot,
      row.unit,
      "",
      "",
    ]),
    totals: [{ cells: [{ text: t.sheetTotal(rows.length), span: columns.length }] }],
    signatures: [
      [t.signCounter, ""],
      [t.signRecount, ""],
      [t.signWitness, ""],
    ],
    legend: t.sheetLegend,
    printedAt: around.printedAt,
  };
}

export function printCountTask(task: CountTaskView, rows: readonly CountSheetRow[], company: string): void {
  const now = new Date();
  const printedAt = `${now.toLocaleDateString("sv-SE")} ${now.toTimeString().slice(0, 5)}`;
  printHtml(slipHtml(countTaskSheet(task, rows, { company, printedAt })));
}
