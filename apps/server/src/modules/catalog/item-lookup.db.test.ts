import { type Permission, permissions } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { moduleRoutes } from "../../../../../tests/support/module-routes.ts";
import { writeDocument } from "../../../../../tests/support/written-document.ts";
import { newId } from "../../platform/identifiers.ts";
import { codes, water } from "./catalog.fixtures.ts";
import { catalogHandlers, ensureWarehouses } from "./index.ts";

const here = moduleRoutes(catalogHandlers());
const { call, inCompany } = here;

test("扫到条码只认那个商品和那个单位；UPC 12 位和 13 位是同一个", async () => {
  await call("items.create", { body: water });
  await call("items.create", {
    body: {
      code: "UPC",
      name: "进口糖",
      baseUnit: "袋",
      units: [{ name: "袋", factor: "1", barcodes: ["036000291452"] }],
    },
  });
  await call("items.create", {
    body: {
      code: "EAN",
      name: "进口饼",
      baseUnit: "袋",
      units: [{ name: "袋", factor: "1", barcodes: ["0012345678905"] }],
    },
  });
  const hit = async (q: string) =>
    (await call("items.lookup", { query: { q } })).rows.map((row: { code: string; hitUnit: string | null }) => [
      row.code,
      row.hitUnit,
    ]);
  expect(await hit("16921168509253")).toEqual([["SP001", "箱"]]);
  expect(await hit("0036000291452")).toEqual([["UPC", "袋"]]);
  expect(await hit("012345678905")).toEqual([["EAN", "袋"]]);
  expect(await hit("6921168")).toEqual([["SP001", null]]);
});

test("先是编码相同的，再是编码、名称、首字母开头的，再是含有的；停用的不出现", async () => {
  for (const [code, name, disabled] of [
    ["10", "一号", false],
    ["1", "二号", false],
    ["C1", "三号", false],
    ["D", "1号", false],
    ["E1", "停用", true],
  ] as const)
    await call("items.create", { body: { code, name, baseUnit: "个", disabled } });
  expect(codes(await call("items.lookup", { query: { q: "1" } }))).toEqual(["1", "10", "D", "C1"]);
  expect(codes(await call("items.lookup", { query: { q: "1", limit: 2 } }))).toEqual(["1", "10"]);
});

test("现有库存：按仓库，或全部仓库；整个公司的池不算一个仓库", async () => {
  const { id } = await call("items.create", { body: water });
  const warehouses = await inCompany((tx) => ensureWarehouses(tx, ["主仓", "二仓"]));
  await inCompany((tx) =>
    tx.query({
      text: "insert into stock_balance (org_id, item_id, warehouse_id, quantity, value, last_date) select $1, $2, w.id, w.quantity, 0, '2026-01-01' from unnest($3::uuid[], $4::numeric[]) w(id, quantity)",
      values: [
        here.orgId,
        id,
        [warehouses.get("主仓"), warehouses.get("二仓"), "00000000-0000-0000-0000-000000000000"],
        ["3", "4.5", "7.5"],
      ],
    }),
  );
  const onHand = async (warehouseId?: string) =>
    (await call("items.lookup", { query: { q: "nfsq", warehouseId } })).rows[0]?.onHand;
  expect([await onHand(), await onHand(warehouses.get("主仓")), await onHand(newId())]).toEqual(["7.5", "3", "0"]);
});

test("上次价：这个客户、这种单据、已审核的、每个单位最近的一张", async () => {
  const { id } = await call("items.create", { body: water });
  const [partnerId, otherId] = [newId(), newId()];
  await inCompany((tx) =>
    tx.query({
      text: "insert into partner (org_id, id, code, name, is_customer, is_supplier) select $1, x.id, x.id::text, '客户', true, true from unnest($2::uuid[]) x(id)",
      values: [here.orgId, [partnerId, otherId]],
    }),
  );
  const write = (given: Parameters<typeof writeDocument>[1]) => inCompany((tx) => writeDocument(tx, given));
  await write({ itemId: id, unit: "瓶", price: "2", partnerId, date: "2026-03-01" });
  await write({ itemId: id, unit: "瓶", price: "1.8", partnerId, date: "2026-03-05" });
  await write({ itemId: id, unit: "箱", price: "38.5", partnerId, date: "2026-02-01" });
  await write({ itemId: id, unit: "瓶", price: "9", partnerId, date: "2026-03-09", status: "draft" });
  await write({ itemId: id, unit: "瓶", price: "8", partnerId: otherId, date: "2026-03-09" });
  await write({
    itemId: id,
    unit: "瓶",
    price: "1.1",
    partnerId,
    date: "2026-03-09",
    type: "purchase-receipt",
  });
  const last = async (type: string, rights: readonly Permission[] = permissions) =>
    (await call("items.lookup", { query: { q: "SP001", partnerId, type } }, { rights })).rows[0]?.lastPrices.map(
      (one: { unit: string; price: string; businessDate: string }) => `${one.unit} ${one.price} ${one.businessDate}`,
    );
  expect(await last("sales-delivery")).toEqual(["瓶 1.8 2026-03-05", "箱 38.5 2026-02-01"]);
  expect(await last("purchase-receipt")).toEqual(["瓶 1.1 2026-03-09"]);
  expect(await last("purchase-receipt", ["catalog.read", "purchase.read"])).toEqual([]);
  expect(await last("sales-delivery", ["catalog.read", "cost.read"])).toEqual([]);
});
