import pg from "pg";
import { expect, test } from "vitest";
import { noNeeds, stockFacts } from "../../apps/server/src/documents/facts.sql.ts";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { blocksOf } from "./blocks.ts";
import { addItem, addPartner, openShop, serverOfThisFile } from "../support/server.ts";

const server = serverOfThisFile();
const soldOut = 5_000;

test("卖过 5,000 个序列号的商品：过账只读还在的和说到的，不读卖完的", async () => {
  const shop = await openShop(server, {});
  const supplierId = await addPartner(shop, "G1", "supplier");
  const itemId = await addItem(shop, "A", { tracking: "serial" });
  await shop.call("purchaseReceipts.createApproved", {
    body: {
      businessDate: "2026-03-05",
      partnerId: supplierId,
      warehouseId: shop.warehouseId,
      lines: [{ itemId, quantity: "3", price: "10", serials: ["S1", "S2", "S3"] }],
    },
  });
  const client = new pg.Client(server.database.adminConfig);
  await client.connect();
  try {
    const facts = stockFacts(shop.orgId, { ...noNeeds, itemIds: [itemId], lots: ["S2", newId()] });
    const few = await blocksOf(client, facts);
    await client.query(
      `with sold as (insert into lot (org_id, item_id, lot) select $1, $2, 'X' || n from generate_series(1, $4::int) n returning lot)
       insert into stock_lot_balance (org_id, item_id, warehouse_id, lot, quantity) select $1, $2, $3, s.lot, 0 from sold s`,
      [shop.orgId, itemId, shop.warehouseId, soldOut],
    );
    await client.query("analyze lot, stock_lot_balance");
    const many = await blocksOf(client, facts);
    expect(many, `${few} blocks with nothing sold out, ${many} with ${soldOut} sold out`).toBeLessThan(few + 50);
  } finally {
    await client.end();
  }
});
