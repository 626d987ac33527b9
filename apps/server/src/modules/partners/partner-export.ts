import type { Tx } from "../../platform/db.ts";
import { type WorkbookColumn, type WorkbookRow, writeWorkbook } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import {
  type BalanceFilter,
  type BalanceRow,
  type BalanceSort,
  listBalances,
  listPartners,
  type PartnerFilter,
  type PartnerSort,
  type Place,
} from "./partner-list.sql.ts";
import { type PartnerRow, partnerFrom } from "./partners.sql.ts";
import type { StoredPartner } from "./partner.ts";

const rowsPerPage = 2000;
type Column<T> = WorkbookColumn & { readonly of: (row: T) => string | null };
const partnerColumns: readonly Column<StoredPartner>[] = [
  { heading: "编码", kind: "text", of: (p) => p.code },
  { heading: "名称", kind: "text", width: 32, of: (p) => p.name },
  { heading: "客户", kind: "text", width: 8, of: (p) => (p.isCustomer ? "是" : "") },
  { heading: "供应商", kind: "text", width: 8, of: (p) => (p.isSupplier ? "是" : "") },
  { heading: "联系人", kind: "text", width: 12, of: (p) => p.contact },
  { heading: "电话", kind: "text", of: (p) => p.phone },
  { heading: "地址", kind: "text", width: 40, of: (p) => p.address },
  { heading: "税号", kind: "text", of: (p) => p.taxNumber },
  { heading: "开户行", kind: "text", of: (p) => p.bankName },
  { heading: "账号", kind: "text", of: (p) => p.bankAccount },
  { heading: "信用额度", kind: "money", of: (p) => p.creditLimit },
  { heading: "应收余额", kind: "money", of: (p) => p.receivable },
  { heading: "应付余额", kind: "money", of: (p) => p.payable },
  { heading: "备注", kind: "text", width: 30, of: (p) => p.note },
  { heading: "状态", kind: "text", width: 8, of: (p) => (p.disabled ? "停用" : "启用") },
];
const balanceColumns: readonly Column<BalanceRow>[] = [
  { heading: "编码", kind: "text", of: (row) => row.code },
  { heading: "名称", kind: "text", width: 32, of: (row) => row.name },
  { heading: "余额", kind: "money", of: (row) => row.amount },
  { heading: "最近发生日", kind: "date", of: (row) => row.last_date },
  { heading: "信用额度", kind: "money", of: (row) => row.credit_limit },
];

export async function exportPartners(tx: Tx, filter: PartnerFilter, sort: PartnerSort): Promise<Download> {
  const name = filter.role === "customer" ? "客户" : filter.role === "supplier" ? "供应商" : "往来单位";
  const pages = (after: Place | null) => listPartners(tx, filter, sort, after, rowsPerPage);
  return workbookOf(name, partnerColumns, pages, (row: PartnerRow) => partnerFrom(row));
}
export async function exportBalances(tx: Tx, filter: BalanceFilter, sort: BalanceSort): Promise<Download> {
  const name = filter.side === "receivable" ? "应收余额" : "应付余额";
  return workbookOf(
    name,
    balanceColumns,
    (after) => listBalances(tx, filter, sort, after, rowsPerPage),
    (row) => row,
  );
}

type PageRow = { readonly id: string; readonly sort_key: string };
/** Every row of the filter, page by page. */
async function workbookOf<R extends PageRow, T>(
  name: string,
  columns: readonly Column<T>[],
  pageAfter: (after: Place | null) => Promise<readonly R[]>,
  from: (row: R) => T,
): Promise<Download> {
  async function* rows(): AsyncGenerator<WorkbookRow> {
    let after: Place | null = null;
    for (;;) {
      const page: readonly R[] = await pageAfter(after);
      for (const row of page) {
        const read = from(row);
        yield columns.map((column) => column.of(read));
      }
      const last = page.at(-1);
      if (!last || page.length < rowsPerPage) return;
      after = { key: last.sort_key, id: last.id };
    }
  }
  return { fileName: `${name}.xlsx`, content: await writeWorkbook({ sheetName: name, columns, rows: rows() }) };
}
