import type { VoucherRow, VoucherView, voucherListQuery } from "@zhangshi/contract";
import { amountInWords, formatPeriod, parseMoney, parsePeriod } from "@zhangshi/core";
import type { z } from "zod";
import { cursorFrom, cursorOf } from "../../platform/cursor.ts";
import type { Tx } from "../../platform/db.ts";
import { writeWorkbook, type WorkbookRow } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import { refused } from "../../platform/refused.ts";
import {
  listVouchers,
  readPeriods,
  readVoucher,
  readVoucherLines,
  sumVouchers,
  type VoucherFilter,
  type VoucherLineText,
  type VoucherPlace,
  type VoucherRowText,
  type VoucherSort,
} from "./vouchers.sql.ts";

type VoucherQuery = z.output<typeof voucherListQuery>;

function filterOf(query: VoucherQuery): VoucherFilter {
  return {
    period: query.period === undefined ? null : parsePeriod(query.period),
    patterns: query.search
      .toLowerCase()
      .split(/[\s\0]+/)
      .filter((word) => word !== "")
      .slice(0, 8)
      .map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`),
    accountCode: query.accountCode?.replaceAll("\0", "") ?? null,
  };
}
const keyPatterns: Readonly<Record<VoucherSort["by"], RegExp>> = {
  number: /^\d{6}\/[^\0/]{1,9}\/\d{1,9}$/,
  businessDate: /^[^\0]*$/,
  total: /^-?\d{1,20}(\.\d+)?$/,
};
function placeFrom(query: VoucherQuery): VoucherPlace | null {
  const place = cursorFrom(query.cursor);
  if (place && !keyPatterns[query.sort].test(place.key)) throw refused("request.malformed");
  return place;
}

export async function showVouchers(tx: Tx, query: VoucherQuery) {
  const filter = filterOf(query);
  const rows = await listVouchers(
    tx,
    filter,
    { by: query.sort, direction: query.direction },
    placeFrom(query),
    query.limit + 1,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map(rowOf),
    next: rows.length > query.limit && last ? cursorOf(last.sort_key, last.id) : null,
    ...(await sumVouchers(tx, filter)),
    periods: (await readPeriods(tx)).map(formatPeriod),
  };
}

/** "记-12": how a bookkeeper names a voucher of a month. */
function rowOf(row: VoucherRowText): VoucherRow {
  return {
    id: row.id,
    period: formatPeriod(row.period),
    word: row.word,
    number: row.number,
    label: `${row.word}-${row.number}`,
    businessDate: row.business_date,
    summary: row.summary,
    total: row.total,
    kind: row.kind,
    documentId: row.document_id,
    documentType: row.document_type,
    documentNumber: row.document_number,
    createdBy: row.created_by_name,
  };
}

export async function showVoucher(tx: Tx, voucherId: string): Promise<VoucherView> {
  const row = await readVoucher(tx, voucherId);
  if (!row) throw refused("not_found");
  const lines = await readVoucherLines(tx, [voucherId]);
  return {
    ...rowOf(row),
    totalInWords: amountInWords(parseMoney(row.total)),
    lines: lines.map((line) => ({
      lineNo: line.line_no,
      summary: line.summary,
      accountCode: line.account_code,
      accountName: line.account_name,
      debit: line.debit,
      credit: line.credit,
      partner: line.partner,
    })),
    previousId: row.previous_id,
    nextId: row.next_id,
    createdAt: row.created_at.toISOString(),
  };
}

const vouchersPerPage = 1000;
const kindWords = { original: "", reversal: "红冲", adjustment: "成本调整" } as const;
async function* exportRows(tx: Tx, query: VoucherQuery): AsyncGenerator<WorkbookRow> {
  const filter = filterOf(query);
  for (let after: VoucherPlace | null = null; ; ) {
    const vouchers: readonly VoucherRowText[] = await listVouchers(
      tx,
      filter,
      { by: query.sort, direction: query.direction },
      after,
      vouchersPerPage,
    );
    const lines = new Map<string, VoucherLineText[]>(vouchers.map((voucher) => [voucher.id, []]));
    for (const line of await readVoucherLines(tx, [...lines.keys()])) lines.get(line.voucher_id)?.push(line);
    for (const voucher of vouchers) for (const line of lines.get(voucher.id) ?? []) yield exportRow(voucher, line);
    const last = vouchers.at(-1);
    if (vouchers.length < vouchersPerPage || !last) return;
    after = { key: last.sort_key, id: last.id };
  }
}
function exportRow(voucher: VoucherRowText, line: VoucherLineText): WorkbookRow {
  return [
    voucher.business_date,
    formatPeriod(voucher.period),
    `${voucher.word}-${voucher.number}`,
    kindWords[voucher.kind],
    line.summary,
    line.account_code,
    line.account_name,
    line.partner,
    line.debit === "0.00" ? null : line.debit,
    line.credit === "0.00" ? null : line.credit,
    voucher.document_number,
    voucher.created_by_name,
  ];
}

/** One row per line of a voucher, as accounting programs read it in. */
export async function exportVouchers(tx: Tx, query: VoucherQuery): Promise<Download> {
  const content = await writeWorkbook({
    sheetName: "凭证",
    columns: [
      { heading: "日期", kind: "date" },
      { heading: "期间", kind: "text", width: 10 },
      { heading: "凭证号", kind: "text", width: 10 },
      { heading: "性质", kind: "text", width: 10 },
      { heading: "摘要", kind: "text", width: 32 },
      { heading: "科目编码", kind: "text", width: 12 },
      { heading: "科目名称", kind: "text" },
      { heading: "往来单位", kind: "text", width: 28 },
      { heading: "借方", kind: "money" },
      { heading: "贷方", kind: "money" },
      { heading: "来源单据", kind: "text" },
      { heading: "制单", kind: "text", width: 10 },
    ],
    rows: exportRows(tx, query),
  });
  return { fileName: "凭证.xlsx", content };
}
