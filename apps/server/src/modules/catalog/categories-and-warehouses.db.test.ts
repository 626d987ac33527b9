import { expect, test } from "vitest";
import { moduleRoutes, refusalOf } from "../../../../../tests/support/module-routes.ts";
import { newId } from "../../platform/identifiers.ts";
import { codes, water } from "./catalog.fixtures.ts";
import { catalogHandlers, ensureCategories, ensureWarehouses } from "./index.ts";

const here = moduleRoutes(catalogHandlers());
const { call, inCompany } = here;

test("分类是一棵树：筛选含下级，不能成环，同级不能重名，有商品或下级的不能删", async () => {
  const food = await call("categories.create", { body: { name: "食品" } });
  const drink = await call("categories.create", { body: { name: "饮料", parentId: food.id } });
  const { id } = await call("items.create", { body: { ...water, categoryId: drink.id } });
  expect(
    (await call("categories.list", {})).rows.map((row: { name: string; itemCount: number }) => [
      row.name,
      row.itemCount,
    ]),
  ).toEqual([
    ["食品", 0],
    ["饮料", 1],
  ]);
  expect(codes(await call("items.list", { query: { categoryId: food.id } }))).toEqual(["SP001"]);
  for (const parentId of [drink.id, food.id])
    expect(
      (
        await refusalOf(call("categories.update", { params: { id: food.id }, body: { name: "食品", parentId } }))
      ).fields.map(([path, code]) => `${path} ${code}`),
    ).toEqual(["parentId category.cycle"]);
  expect(
    (await refusalOf(call("categories.create", { body: { name: "饮料", parentId: food.id } }))).fields.map(
      ([path, code]) => `${path} ${code}`,
    ),
  ).toEqual(["name code.taken"]);
  expect((await refusalOf(call("categories.create", { body: { name: "水", parentId: newId() } }))).code).toBe(
    "not_found",
  );
  for (const one of [food, drink])
    expect((await refusalOf(call("categories.delete", { params: { id: one.id } }))).code).toBe("record.in_use");
  await call("items.delete", { params: { id } });
  await call("categories.delete", { params: { id: drink.id } });
  expect((await refusalOf(call("categories.delete", { params: { id: drink.id } }))).code).toBe("not_found");
});

test("导入按名称找分类和仓库，没有的就建，再来一次不重复", async () => {
  const food = await call("categories.create", { body: { name: "食品" } });
  const drink = await call("categories.create", { body: { name: "饮料", parentId: food.id } });
  const once = await inCompany((tx) => ensureCategories(tx, ["饮料", "日用", "日用", ""]));
  expect([once.get("饮料"), once.size]).toEqual([drink.id, 2]);
  expect(await inCompany((tx) => ensureCategories(tx, ["日用", "饮料"]))).toEqual(once);
  const warehouses = await inCompany((tx) => ensureWarehouses(tx, ["主仓", "门店"]));
  expect(await inCompany((tx) => ensureWarehouses(tx, ["门店", "CK01"]))).toEqual(
    new Map([
      ["门店", warehouses.get("门店")],
      ["CK01", warehouses.get("主仓")],
    ]),
  );
});

test("总有且只有一个默认仓库，它不能停用", async () => {
  const first = await call("warehouses.create", { body: { code: "1", name: "主仓" } });
  const second = await call("warehouses.create", { body: { code: "2", name: "门店", isDefault: true } });
  const defaults = async () =>
    (await call("warehouses.list", {})).rows
      .filter((row: { isDefault: boolean }) => row.isDefault)
      .map((row: { name: string }) => row.name);
  expect([first.isDefault, await defaults()]).toEqual([true, ["门店"]]);
  const update = (id: string, body: object) => call("warehouses.update", { params: { id }, body });
  const paths = async (work: Promise<unknown>) =>
    (await refusalOf(work)).fields.map(([path, code]) => `${path} ${code}`);
  expect(await paths(update(second.id, { code: "2", name: "门店" }))).toEqual(["isDefault warehouse.default_needed"]);
  expect(await paths(update(second.id, { code: "2", name: "门店", isDefault: true, disabled: true }))).toEqual([
    "disabled warehouse.default_disabled",
  ]);
  expect(await paths(update(first.id, { code: "2", name: "主仓" }))).toEqual(["code code.taken"]);
  expect(await paths(update(first.id, { code: "1", name: "门店" }))).toEqual(["name code.taken"]);
  expect((await refusalOf(update(first.id, { code: "1", name: "主仓", isDefault: true, version: 1 }))).code).toBe(
    "version.stale",
  );
  await update(first.id, { code: "1", name: "主仓", isDefault: true });
  expect(await defaults()).toEqual(["主仓"]);
});
