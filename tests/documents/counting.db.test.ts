import pg from "pg";
import { expect, test } from "vitest";
import { noNeeds, stockFacts } from "../../apps/server/src/documents/facts.sql.ts";
import { importFile } from "../support/import.ts";
import { openShop, serverOfThisFile } from "../support/server.ts";
import { blocksOf } from "./blocks.ts";

const server = serverOfThisFile();
const goods = 1_200;

function goodsFile(): Buffer {
  const rows = Array.from({ length: goods }, (_, index) => `P${index},商品${index},个,1.50,10`);
  return Buffer.from(["编码,名称,单位,采购价,期初数量", ...rows].join("\n"));
}

/**
 * Autovacuum would come by some time, and not at all where other companies have ten times as many: it is kept away. What
 * the database was told by the first company is all that it knows when the second brings its goods.
 */
test("导入大批商品和期初库存以后，数据库马上知道有这些行：按主键找，不逐行读全公司", async () => {
  const client = new pg.Client(server.database.adminConfig);
  await client.connect();
  try {
    await client.query("alter table item set (autovacuum_enabled = false)");
    await client.query("alter table stock_balance set (autovacuum_enabled = false)");
    await importFile(await openShop(server), "先来的.csv", goodsFile(), "items");
    await client.query("analyze item, stock_balance");

    const shop = await openShop(server);
    const { job } = await importFile(shop, "后来的.csv", goodsFile(), "items");
    expect(job.state).toBe("done");

    const { rows } = await client.query("select id from item where org_id = $1 order by code limit 5", [shop.orgId]);
    const query = stockFacts(shop.orgId, { ...noNeeds, itemIds: rows.map((row) => String(row.id)) });
    expect(await blocksOf(client, query)).toBeLessThan(100);
  } finally {
    await client.end();
  }
});
