import { formatQuantity, parseQuantity } from "@zhangshi/core";
import type { Tx } from "../../platform/db.ts";
import { type WorkbookColumn, type WorkbookRow, writeWorkbook } from "../../platform/excel.ts";
import type { Download } from "../../platform/http.ts";
import { binsByItem } from "./bins.ts";
import { type BinRow, readBins } from "./bins.sql.ts";
import { baseUnitOf, price, rate, type StoredItem } from "./item.ts";
import { type ItemFilter, type ItemSort, listItems, type Place } from "./item-list.sql.ts";
import { withBarcodes } from "./items.sql.ts";
import { listWarehouses } from "./warehouses.sql.ts";

const rowsPerPage = 2000;
type Column = WorkbookColumn & { readonly of: (item: StoredItem, bins: readonly BinRow[]) => string | null };
const purchasePriceColumn: Column = { heading: "进价", kind: "price", of: (item) => price(item.purchasePrice) };
const columnsBefore: readonly Column[] = [
  { heading: "编码", kind: "text", of: (item) => item.code },
  { heading: "名称", kind: "text", width: 32, of: (item) => item.name },
  { heading: "规格", kind: "text", of: (item) => item.spec },
  { heading: "分类", kind: "text", of: (item) => item.category },
  { heading: "品牌", kind: "text", of: (item) => item.brand },
  { heading: "基本单位", kind: "text", width: 10, of: baseUnitOf },
  { heading: "条码", kind: "text", of: (item) => item.units[0]?.barcodes.join("、") ?? "" },
  { heading: "其它单位", kind: "text", of: otherUnits },
  { heading: "税率", kind: "quantity", width: 8, of: (item) => rate(item.taxRate) },
];
const columnsAfter: readonly Column[] = [
  { heading: "售价", kind: "price", of: (item) => price(item.salePrice) },
  { heading: "最低售价", kind: "price", of: (item) => price(item.minimumSalePrice) },
  { heading: "安全库存", kind: "quantity", of: (item) => formatQuantity(parseQuantity(item.safetyStock)) },
  { heading: "备注", kind: "text", width: 30, of: (item) => item.note },
  { heading: "状态", kind: "text", width: 8, of: (item) => (item.disabled ? "停用" : "启用") },
];

/** Every item of the filter, in the order of the list; purchase prices only for who may see cost. */
export async function exportItems(tx: Tx, filter: ItemFilter, sort: ItemSort, cost: boolean): Promise<Download> {
  const bins = await binColumns(tx);
  const columns = [...columnsBefore, ...(cost ? [purchasePriceColumn] : []), ...columnsAfter, ...bins];
  const rows = rowsOf(tx, filter, sort, { columns, withBins: bins.length > 0 });
  return {
    fileName: "商品.xlsx",
    content: await writeWorkbook({ sheetName: "商品", columns, rows }),
  };
}
async function* rowsOf(
  tx: Tx,
  filter: ItemFilter,
  sort: ItemSort,
  { columns, withBins }: { readonly columns: readonly Column[]; readonly withBins: boolean },
): AsyncGenerator<WorkbookRow> {
  let after: Place | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listItems>> = await listItems(tx, filter, sort, after, rowsPerPage);
    const ids = withBins ? rows.map((row) => row.id) : [];
    const bins = binsByItem(await readBins(tx, ids));
    for (const item of await withBarcodes(tx, rows))
      yield columns.map((column) => column.of(item, bins.get(item.id) ?? []));
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPage) return;
    after = { key: last.sort_key, id: last.id };
  }
}
const binHeading = "货位";
/** 货位 of each warehouse that has any, headed so that the file can be imported again; nothing where nobody uses them. */
async function binColumns(tx: Tx): Promise<readonly Column[]> {
  const warehouses = (await listWarehouses(tx)).filter((warehouse) => warehouse.hasBins);
  return warehouses.map((warehouse) => ({
    heading: warehouse.isDefault ? binHeading : `${binHeading}（${warehouse.name}）`,
    kind: "text",
    of: (_, bins) =>
      bins
        .filter((row) => row.warehouse_id === warehouse.id)
        .map((row) => row.bin)
        .join("、"),
  }));
}
/** 箱=12(6901…)；件=24 */
function otherUnits(item: StoredItem): string {
  return item.units
    .slice(1)
    .map(
      (unit) =>
        `${unit.name}=${formatQuantity(parseQuantity(unit.factor))}${unit.barcodes.length > 0 ? `(${unit.barcodes.join("、")})` : ""}`,
    )
    .join("；");
}
