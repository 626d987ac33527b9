import type { Query, Row } from "../platform/db.ts";
import { comparedTables, type ComparedTable, type NameRow, namesOf } from "./compare-books.sql.ts";
import type { Comparison, Finding } from "./prove.sql.ts";

/** One of the two books: the stored ones, or those that were rebuilt. */
export type ReadBooks = <R extends Row>(query: Query) => Promise<readonly R[]>;
/** Every column as the database writes it; a number read into the program would lose its zeros. */
type Entry = Readonly<Record<string, string | null>>;
type Difference = { readonly rebuilt: Entry | undefined; readonly stored: Entry | undefined };

const findingsShown = 5;

/**
 * Two books, byte for byte: each row as text, digests of some hundred rows side by side, and where two digests differ,
 * the rows themselves. What is in memory is one bucket, however large the books are.
 */
export async function compareBooks(
  orgId: string,
  rebuilt: ReadBooks,
  stored: ReadBooks,
  onTable: (done: number, total: number, title: string) => void,
): Promise<
  readonly { readonly table: ComparedTable; readonly comparison: Comparison; readonly milliseconds: number }[]
> {
  const results = [];
  for (const [done, table] of comparedTables.entries()) {
    onTable(done, comparedTables.length, table.title);
    const began = performance.now();
    const comparison = await compareTable(orgId, table, rebuilt, stored);
    results.push({ table, comparison, milliseconds: Math.round(performance.now() - began) });
  }
  return results;
}

type DigestRow = { bucket: string | number; rows: number; digest: string };
async function compareTable(
  orgId: string,
  table: ComparedTable,
  rebuilt: ReadBooks,
  stored: ReadBooks,
): Promise<Comparison> {
  const query = { text: table.digest, values: [orgId] };
  const [ours, theirs] = await Promise.all([rebuilt<DigestRow>(query), stored<DigestRow>(query)]);
  const digests = new Map(theirs.map((row) => [String(row.bucket), row.digest]));
  const agreeing = ours.filter((row) => digests.get(String(row.bucket)) === row.digest);
  const same = new Set(agreeing.map((row) => String(row.bucket)));
  const different = [...new Set([...ours, ...theirs].map((row) => String(row.bucket)))].filter((b) => !same.has(b));
  const first: Difference[] = [];
  let [equal, differing] = [agreeing.reduce((sum, row) => sum + row.rows, 0), 0];
  for (const bucket of different.sort((a, b) => Number(a) - Number(b))) {
    const found = await compareBucket(orgId, table, bucket, rebuilt, stored);
    equal += found.equal;
    differing += found.differences.length;
    first.push(...found.differences.slice(0, findingsShown - first.length));
  }
  const rows = ours.reduce((sum, row) => sum + row.rows, 0);
  return {
    left: String(rows),
    right: String(equal),
    rows,
    differing,
    findings: await findingsOf(orgId, first, stored),
  };
}

async function compareBucket(
  orgId: string,
  table: ComparedTable,
  bucket: string,
  rebuilt: ReadBooks,
  stored: ReadBooks,
): Promise<{ readonly equal: number; readonly differences: readonly Difference[] }> {
  const query = { text: table.rows, values: [orgId, bucket] };
  const [ours, theirs] = await Promise.all([
    rebuilt<{ key: string; entry: string }>(query),
    stored<{ key: string; entry: string }>(query),
  ]);
  const left = new Map(ours.map((row) => [row.key, row.entry]));
  const right = new Map(theirs.map((row) => [row.key, row.entry]));
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  const entry = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as Entry));
  const differences = keys
    .filter((key) => left.get(key) !== right.get(key))
    .map((key) => ({ rebuilt: entry(left.get(key)), stored: entry(right.get(key)) }));
  return { equal: keys.length - differences.length, differences };
}

async function findingsOf(
  orgId: string,
  differences: readonly Difference[],
  stored: ReadBooks,
): Promise<readonly Finding[]> {
  if (differences.length === 0) return [];
  const entries = differences.map((one) => one.rebuilt ?? one.stored ?? {});
  const ids = (...columns: readonly string[]) => [
    ...new Set(entries.flatMap((entry) => columns.map((column) => textOf(entry[column]))).filter((id) => id !== "")),
  ];
  const query = namesOf(orgId, {
    postings: [...new Set(entries.map(postingOf).filter((seq) => seq !== ""))],
    documents: ids("document_id"),
    others: ids("item_id", "warehouse_id", "partner_id"),
  });
  const names = new Map((await stored<NameRow>(query)).map((row) => [`${row.thing}/${row.id}`, row]));
  return differences.map((difference, index) => {
    const entry = entries[index] ?? {};
    const posting = names.get(`posting/${postingOf(entry)}`);
    const document = names.get(`document/${textOf(entry["document_id"])}`);
    const name = (thing: string, column: string) => names.get(`${thing}/${textOf(entry[column])}`)?.name;
    const parts = [
      (document ?? posting)?.name,
      voucherName(entry),
      name("item", "item_id"),
      name("warehouse", "warehouse_id"),
      name("partner", "partner_id"),
      entry["lot"] ? textOf(entry["lot"]) : undefined,
    ];
    return {
      what: `${parts.filter((part) => part !== undefined).join(" · ") || textOf(entry["kind"])}：${said(difference)}`,
      left: "",
      right: "",
      documentId: (document ?? posting)?.document_id ?? null,
      itemId: textOf(entry["item_id"]) || null,
    };
  });
}
/** Entries carry their posting in their number. */
function postingOf(entry: Entry): string {
  if (entry["posting_seq"] !== undefined) return textOf(entry["posting_seq"]);
  return entry["seq"] === undefined ? "" : String(BigInt(textOf(entry["seq"])) / ("pool_value" in entry ? 4096n : 1n));
}
function voucherName(entry: Entry): string | undefined {
  if (entry["word"] === undefined) return undefined;
  const line = entry["line_no"] === undefined ? "" : ` 第 ${textOf(entry["line_no"])} 行`;
  return `${textOf(entry["voucher_period"] ?? entry["period"])} ${textOf(entry["word"])}-${textOf(entry["number"])}${line}`;
}
function textOf(value: string | null | undefined): string {
  return value ?? "";
}

/** The columns that differ, what the replay says, what the books say. */
function said({ rebuilt, stored }: Difference): string {
  if (!stored) return "重放有，账上没有";
  if (!rebuilt) return "账上有，重放没有";
  return Object.keys(rebuilt)
    .filter((column) => textOf(rebuilt[column]) !== textOf(stored[column]))
    .map((column) => `${column} 重放 ${textOf(rebuilt[column]) || "空"}，账上 ${textOf(stored[column]) || "空"}`)
    .join("；");
}
