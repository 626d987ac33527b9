import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { workbookEvents } from "../../apps/server/src/modules/migration/reading/read-workbook.ts";

/** The denominator: the file read cell by cell, every row copied as text into one indexed table, nothing checked. */
export async function parseAndCopy(
  client: pg.Client,
  folder: string,
  file: Buffer,
): Promise<{ readonly parseSeconds: number; readonly copySeconds: number; readonly rows: number }> {
  const began = performance.now();
  const lines: string[] = [];
  for await (const event of workbookEvents(file))
    if (event.type === "rows") for (const row of event.rows) lines.push(row.cells.map((cell) => cell.text).join("\t"));
  const parsed = performance.now();
  const path = join(folder, "goods.tsv");
  writeFileSync(path, `${lines.slice(1).join("\n")}\n`, { mode: 0o644 });
  const columns = Array.from({ length: 12 }, (_, index) => `c${index} text`).join(", ");
  await client.query(`create table raw_goods (${columns})`);
  await client.query("create unique index on raw_goods (c0)");
  await client.query(`copy raw_goods from '${path}'`);
  const { rows } = await client.query<{ count: string }>("select count(*) from raw_goods");
  await client.query("drop table raw_goods");
  return {
    parseSeconds: (parsed - began) / 1000,
    copySeconds: (performance.now() - parsed) / 1000,
    rows: Number(rows[0]?.count),
  };
}

/** What the import left in the books. */
export async function countImported(
  client: pg.Client,
  orgId: string,
): Promise<{ readonly items: number; readonly barcodes: number; readonly pieces: number; readonly value: string }> {
  const { rows } = await client.query<{ items: string; barcodes: string; pieces: string; value: string }>(
    `select (select count(*) from item where org_id = $1) as items, (select count(*) from item_barcode where org_id = $1) as barcodes,
            (select trim_scale(coalesce(sum(quantity), 0)) from stock_entry where org_id = $1) as pieces,
            (select coalesce(sum(stated_value), 0) from stock_entry where org_id = $1) as value`,
    [orgId],
  );
  const [row] = rows;
  return {
    items: Number(row?.items),
    barcodes: Number(row?.barcodes),
    pieces: Number(row?.pieces),
    value: row?.value ?? "",
  };
}
