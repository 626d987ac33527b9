import { type CellValue, writeXlsxStream } from "hucre/xlsx";

export type ColumnKind = "text" | "money" | "quantity" | "price" | "date";
export type WorkbookColumn = { readonly heading: string; readonly kind: ColumnKind; readonly width?: number };
/** Decimal strings, dates as "2026-11-25", texts; null leaves the cell empty. One array per row, in column order. */
export type WorkbookRow = readonly (string | null)[];
export type WorkbookContent = {
  readonly sheetName: string;
  readonly columns: readonly WorkbookColumn[];
  readonly rows: Iterable<WorkbookRow> | AsyncIterable<WorkbookRow>;
};

const formats: Readonly<Record<ColumnKind, string>> = {
  text: "@",
  money: "#,##0.00",
  // A pattern with optional decimals leaves a point behind whole numbers: "6.".
  quantity: "General",
  price: "#,##0.00####",
  date: "yyyy-mm-dd",
};
const widths: Readonly<Record<ColumnKind, number>> = { text: 20, money: 14, quantity: 12, price: 12, date: 12 };

/**
 * An .xlsx whose numbers are numbers and whose codes are texts. Rows are pulled as they are written, so an export of
 * 100,000 rows holds one page of rows and the compressed file, never the whole table.
 */
export async function writeWorkbook(content: WorkbookContent): Promise<Buffer> {
  const stream = writeXlsxStream(cellRows(content), {
    name: sheetNameOf(content.sheetName),
    columns: content.columns.map(({ heading, kind, width }) => ({
      header: heading,
      numFmt: formats[kind],
      width: width ?? widths[kind],
    })),
    freezePane: { rows: 1 },
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const rowsBetweenBreaths = 500;
/** Other requests are served between two stretches of rows. */
async function* cellRows(content: WorkbookContent): AsyncGenerator<CellValue[]> {
  let written = 0;
  for await (const row of content.rows) {
    yield content.columns.map(({ kind }, place) => cellOf(kind, row[place] ?? null));
    written += 1;
    if (written % rowsBetweenBreaths === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** A string cell is never computed, whatever it begins with: "=1+1" stays the four characters it is. */
function cellOf(kind: ColumnKind, value: string | null): CellValue {
  if (value === null || value === "") return null;
  if (kind === "text") return value;
  return kind === "date" ? (serialOf(value) ?? value) : (numberOf(value) ?? value);
}

/** Excel keeps 15 digits; a longer number stays exact as text. */
function numberOf(text: string): number | undefined {
  const digits = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
  if (!digits) return undefined;
  const significant = `${digits[1]}${digits[2] ?? ""}`
    .replace(/^0+/, "")
    .replace(digits[2] === undefined ? /$/ : /0+$/, "");
  return significant.length > 15 ? undefined : Number(text);
}

const millisecondsPerDay = 86_400_000;
/** Days since 1899-12-30, the calendar of Excel: a day has no time zone. */
function serialOf(date: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!parts) return undefined;
  const day = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return (day - Date.UTC(1899, 11, 30)) / millisecondsPerDay;
}

/** What Excel allows as the name of a sheet. */
function sheetNameOf(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31) || "Sheet1";
}
