import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";

/** One line of the file as it is needed; a quantity is whole, negative for what came back or was written off. */
export type RetailLine = {
  readonly invoice: string;
  readonly code: string;
  readonly description: string;
  readonly quantity: number;
  readonly date: string;
  readonly price: string;
  /** "" where nobody was named. */
  readonly customer: string;
};

/** Read as a stream, zipped or not; `until` is a month after which nothing is wanted. */
export async function readRetailLines(file: string, until = "9999-12"): Promise<readonly RetailLine[]> {
  const bytes = createReadStream(file);
  const text = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  const lines: RetailLine[] = [];
  for await (const row of text.pipe(parse({ columns: true })) as AsyncIterable<Readonly<Record<string, string>>>) {
    const line = lineOf(row);
    if (line.date.slice(0, 7) <= until) lines.push(line);
  }
  return lines;
}

function lineOf(row: Readonly<Record<string, string>>): RetailLine {
  const field = (name: string) => {
    const value = row[name];
    if (value === undefined) throw new Error(`the file has no column ${name}`);
    return value.trim();
  };
  const quantity = Number(field("Quantity"));
  if (!Number.isSafeInteger(quantity) || quantity === 0) throw new Error(`quantity ${field("Quantity")}`);
  return {
    invoice: field("InvoiceNo"),
    // 85123A and 85123a are the same goods, typed by two people.
    code: field("StockCode").toUpperCase(),
    description: field("Description"),
    quantity,
    date: field("InvoiceDate").slice(0, 10),
    price: field("UnitPrice"),
    // Numbers that somebody's program once took for fractions: 17850.0.
    customer: field("CustomerID").replace(/\.0$/, ""),
  };
}
