import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { addItem, type Person, type TestServer } from "./server.ts";
import { openStockShop, type StockShop } from "./stock-shop.ts";

type Count = { readonly itemId: string; readonly quantity: string } & Record<string, unknown>;

/** What one person hands in; the answer as "收 1 重 0 退 code". */
export async function count(who: Person, id: string, ...entries: readonly Count[]) {
  const now = new Date().toISOString();
  const answer = await who.call("countTasks.count", {
    params: { id },
    body: { sentAt: now, entries: entries.map((entry) => ({ id: newId(), countedAt: now, ...entry })) },
  });
  const refused = answer.refused.map((one) => one.code).join(" ");
  return `收 ${answer.stored.length} 重 ${answer.known.length}${refused ? ` 退 ${refused}` : ""}`;
}

/** The review as text: 编码 批号 账面 盘得 差异, and what is to be looked at. */
export async function review(shop: Person, id: string): Promise<readonly string[]> {
  const { rows } = await shop.call("countTasks.variance", { params: { id } });
  return rows.map((row) =>
    [
      `${row.code}${row.lot ? ` ${row.lot}` : ""} 账面 ${row.book}`,
      row.counted === null ? "没盘" : `盘得 ${row.counted} 差 ${row.difference}`,
      ...(row.value === undefined || row.value === null ? [] : [`值 ${row.value}`]),
      ...(row.movedSince === "0" ? [] : [`盘后 ${row.movedSince}`]),
      ...(row.isListed ? [] : ["清单外"]),
      ...(row.isDoubtful ? ["存疑"] : []),
      ...(row.round > 1 ? [`第 ${row.round} 轮`] : []),
    ].join(" "),
  );
}

export async function begin(shop: StockShop, more: Record<string, unknown> = {}): Promise<string> {
  const task = await shop.call("countTasks.create", {
    body: { name: "三月盘点", warehouseId: shop.warehouseId, businessDate: "2026-03-31", ...more },
  });
  return task.id;
}

export async function lineTexts(shop: Person, documentId: string): Promise<readonly string[]> {
  const document = await shop.call("stockCounts.show", { params: { id: documentId } });
  return document.lines.map(
    (line) =>
      `${line.itemCode}${line.lot ? ` ${line.lot}` : ""} ${line.baseQuantity}${line.note ? ` ${line.note}` : ""}`,
  );
}

export async function shopWithGoods(server: TestServer, ...codes: readonly string[]) {
  const shop = await openStockShop(server);
  const items: string[] = [];
  for (const code of codes) items.push(await addItem(shop, code));
  await shop.buy(
    "03-05",
    items.map((item) => [item, "10", "8"]),
  );
  return { shop, items };
}
