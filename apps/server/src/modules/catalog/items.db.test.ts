import { read, utils } from "@e965/xlsx";
import { type Permission, permissions } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { moduleRoutes, refusalOf } from "../../../../../tests/support/module-routes.ts";
import { writeDocument } from "../../../../../tests/support/written-document.ts";
import { anItem, water } from "./catalog.fixtures.ts";
import { catalogHandlers, findItemsByBarcode, findItemsByCode, insertItems, updateItems } from "./index.ts";

const here = moduleRoutes(catalogHandlers());
const { call, inCompany, makeCompany } = here;

test("存进去和取出来一样：基本单位在前，每个单位有自己的条码和价格", async () => {
  const { id, version, ...item } = await call("items.create", { body: { ...water, units: [water.units[1]] } });
  expect(version).toBe(1);
  expect(item).toMatchObject({
    code: "SP001",
    baseUnit: "瓶",
    taxRate: "0.13",
    salePrice: "2",
    purchasePrice: "1.2",
    safetyStock: "0",
    tracking: "none" as const,
    shelfLifeDays: null,
    wholeUnits: false,
    category: "",
  });
  expect(item.units).toEqual([
    { name: "瓶", factor: "1", barcodes: [], salePrice: "2", purchasePrice: "1.2" },
    { name: "箱", factor: "24", barcodes: ["16921168509253"], salePrice: "40", purchasePrice: null },
  ]);
  expect(await call("items.show", { params: { id } })).toEqual({ id, version, ...item });
});

test("编码重复、条码重复：在那一格说明是哪个商品", async () => {
  await call("items.create", { body: water });
  expect(await refusalOf(call("items.create", { body: { ...water, name: "别的", units: [] } }))).toEqual({
    code: "code.taken",
    fields: [["code", "code.taken", "编码「SP001」已经存在，请换一个。"]],
  });
  const taken = {
    code: "barcode.taken",
    fields: [["units.1.barcodes.1", "barcode.taken", "条码「16921168509253」已经属于 SP001 农夫山泉，请核对。"]],
  };
  const other = {
    code: "SP009",
    name: "别的",
    baseUnit: "个",
    units: [
      { name: "个", factor: "1" },
      { name: "盒", factor: "6", barcodes: ["1", "16921168509253"] },
    ],
  };
  expect(await refusalOf(call("items.create", { body: other }))).toEqual(taken);
  const { id } = await call("items.create", { body: { ...other, units: [] } });
  expect(await refusalOf(call("items.update", { params: { id }, body: other }))).toEqual(taken);
});

test("自己的编码和条码不算重复；一个商品里条码写两次、单位写两次、基本单位不是 1 都退回", async () => {
  const { id } = await call("items.create", { body: water });
  expect(await call("items.update", { params: { id }, body: { ...water, name: "农夫山泉饮用水" } })).toMatchObject({
    name: "农夫山泉饮用水",
    version: 2,
  });
  const fields = async (units: unknown) =>
    (await refusalOf(call("items.create", { body: { ...water, code: "x", units } }))).fields.map(
      ([path, code]) => `${path} ${code}`,
    );
  expect(await fields([{ name: "箱", factor: "2", barcodes: ["7", "7"] }])).toEqual([
    "units.0.barcodes.1 barcode.taken",
  ]);
  expect(
    await fields([
      { name: "箱", factor: "2" },
      { name: "箱", factor: "3" },
    ]),
  ).toEqual(["units.1.name unit.duplicate"]);
  expect(await fields([{ name: "瓶", factor: "2" }])).toEqual(["units.0.factor unit.base_factor"]);
});

test("两个人同时改：后来的要先刷新", async () => {
  const { id, version } = await call("items.create", { body: water });
  await call("items.update", { params: { id }, body: { ...water, version } });
  expect((await refusalOf(call("items.update", { params: { id }, body: { ...water, version } }))).code).toBe(
    "version.stale",
  );
});

test("改动和删除留下痕迹", async () => {
  const { id } = await call("items.create", { body: water });
  await call("items.update", { params: { id }, body: { ...water, salePrice: "2.5", purchasePrice: "1.3" } });
  await call("items.delete", { params: { id } });
  const trail = await inCompany((tx) =>
    tx.query<{ action: string; note: string; user_name: string }>({
      text: "select action, note, user_name from audit_entry where org_id = $1 and subject_id = $2 order by id",
      values: [here.orgId, id],
    }),
  );
  expect(trail.map((row) => [row.action, row.note, row.user_name])).toEqual([
    ["item.create", "SP001 农夫山泉", "张三"],
    ["item.update", "SP001 农夫山泉；售价 2 → 2.5；进价已改", "张三"],
    ["item.delete", "SP001 农夫山泉", "张三"],
  ]);
});

test("单据用过的商品不能删，用过的单位不能改换算；没用过的单位可以", async () => {
  const { id } = await call("items.create", {
    body: { ...water, units: [...water.units, { name: "件", factor: "48" }] },
  });
  await inCompany((tx) => writeDocument(tx, { itemId: id, unit: "箱" }));
  expect((await refusalOf(call("items.delete", { params: { id } }))).code).toBe("record.in_use");
  const update = (body: unknown) => call("items.update", { params: { id }, body });
  const box = (factor: string) => ({ ...water, units: [water.units[0], { ...water.units[1], factor }] });
  expect((await refusalOf(update(box("12")))).fields.map(([path, code]) => `${path} ${code}`)).toEqual([
    "units.1.factor unit.in_use",
  ]);
  expect((await refusalOf(update({ ...water, units: [water.units[0]] }))).fields.map(([path]) => path)).toEqual([
    "units",
  ]);
  expect(
    (
      await refusalOf(update({ ...water, baseUnit: "支", units: [{ name: "支", factor: "1" }, water.units[1]] }))
    ).fields.map(([path]) => path),
  ).toEqual(["baseUnit"]);
  expect((await update(box("24.0"))).units.map((unit: { name: string }) => unit.name)).toEqual(["瓶", "箱"]);
});

test("没有成本权限的人看不到进价（不是空，是没有），保存也不会抹掉它", async () => {
  const rights: readonly Permission[] = ["catalog.read", "catalog.write"];
  const { id } = await call("items.create", { body: water });
  const shown = await call("items.show", { params: { id } }, { rights });
  expect(
    JSON.stringify([
      shown,
      await call("items.list", { query: {} }, { rights }),
      await call("items.lookup", { query: { q: "nfsq" } }, { rights }),
    ]),
  ).not.toContain("purchasePrice");
  await call("items.update", { params: { id }, body: { ...water, purchasePrice: null, salePrice: "3" } }, { rights });
  expect(await call("items.show", { params: { id } })).toMatchObject({ purchasePrice: "1.2", salePrice: "3" });
  expect(await headings(rights)).not.toContain("进价");
  expect(await headings(permissions)).toContain("进价");
});
async function headings(rights: readonly Permission[]) {
  const { content } = await call("items.export", { query: {} }, { rights });
  const book = read(content);
  return (utils.sheet_to_json(book.Sheets[book.SheetNames[0] ?? ""] ?? {}, { header: 1 }) as string[][])[0];
}

test("别的公司的商品：没有找到；不设公司什么都看不到", async () => {
  const { id } = await call("items.create", { body: water });
  const other = await makeCompany();
  for (const name of ["items.show", "items.delete"] as const)
    expect((await refusalOf(call(name, { params: { id } }, { org: other }))).code).toBe("not_found");
  expect((await refusalOf(call("items.update", { params: { id }, body: water }, { org: other }))).code).toBe(
    "not_found",
  );
  expect(await call("items.list", { query: {} }, { org: other })).toEqual({ rows: [], next: null, total: 0 });
  expect(await call("items.lookup", { query: { q: "", ids: id } }, { org: other })).toEqual({ rows: [] });
  expect(await call("items.create", { body: water }, { org: other })).toMatchObject({ code: "SP001" });
  expect(await here.db.platform.query({ text: "select id from item" })).toEqual([]);
});

test("一次写入 5,000 个商品，再整批改", async () => {
  const items = Array.from({ length: 5000 }, (_, number) => anItem(number));
  const began = performance.now();
  await inCompany((tx) => insertItems(tx, items));
  const inserted = performance.now();
  await inCompany((tx) =>
    updateItems(
      tx,
      items.map((item) => ({
        ...item,
        salePrice: "9.9",
        units: item.units.map((unit) => ({ ...unit, barcodes: [`B${item.code}`] })),
      })),
    ),
  );
  console.info(
    `5,000 items: inserted in ${Math.round(inserted - began)} ms, updated in ${Math.round(performance.now() - inserted)} ms`,
  );
  expect((await call("items.list", { query: {} })).total).toBe(5000);
  await inCompany(async (tx) => {
    const byCode = await findItemsByCode(tx, ["A00007", "没有"]);
    expect([...byCode.keys()]).toEqual(["A00007"]);
    expect(byCode.get("A00007")).toMatchObject({ id: items[7]?.id, baseUnit: "个", disabled: false });
    expect(
      [...(await findItemsByBarcode(tx, ["BA00007", "6900000000007"]))].map(([barcode, item]) => [
        barcode,
        item.code,
        item.unit,
      ]),
    ).toEqual([["BA00007", "A00007", "个"]]);
  });
});
