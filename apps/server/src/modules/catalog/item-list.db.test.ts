import { read, utils } from "@e965/xlsx";
import { expect, test } from "vitest";
import { moduleRoutes, refusalOf } from "../../../../../tests/support/module-routes.ts";
import { anItem, codes, water } from "./catalog.fixtures.ts";
import { catalogHandlers, ensureCategories, insertItems, updateItems } from "./index.ts";

const here = moduleRoutes(catalogHandlers());
const { call, inCompany } = here;

test("名称、拼音首字母、全拼、编码、条码、规格都能查到，几个词都要有", async () => {
  await call("items.create", { body: water });
  await call("items.create", { body: { code: "SP002", name: "重庆小面", spec: "110g", baseUnit: "袋" } });
  for (const search of ["农夫", "nfsq", "NFSQ", "nongfu", "sp001", "6921168509256", "550", "夫山 550", "550 nf"])
    expect([search, codes(await call("items.list", { query: { search } }))]).toEqual([search, ["SP001"]]);
  for (const search of ["cqxm", "zqxm"])
    expect(codes(await call("items.list", { query: { search } }))).toEqual(["SP002"]);
  for (const search of ["农夫 110", "%", "_", "\\"])
    expect(codes(await call("items.list", { query: { search } }))).toEqual([]);
});

test("换一页不漏也不重，按哪一列、哪个方向排都一样，总数不变", async () => {
  const categories = await inCompany((tx) => ensureCategories(tx, ["饮料", "零食"]));
  const items = Array.from({ length: 137 }, (_, number) =>
    anItem(number, { categoryId: [...categories.values(), null][number % 3] ?? null }),
  );
  await inCompany((tx) => insertItems(tx, items));
  await inCompany((tx) => updateItems(tx, items.slice(0, 50)));
  for (const sort of ["code", "name", "category", "salePrice", "updatedAt"])
    for (const direction of ["asc", "desc"]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await call("items.list", { query: { sort, direction, limit: 20, cursor } });
        expect(page.total).toBe(137);
        seen.push(...codes(page));
        cursor = page.next ?? undefined;
      } while (cursor);
      const whole = codes(await call("items.list", { query: { sort, direction, limit: 200 } }));
      expect([sort, direction, seen]).toEqual([sort, direction, whole]);
      expect(new Set(seen).size).toBe(137);
    }
});

test("停用的平时不列出，要看时和别的一起列出", async () => {
  await inCompany((tx) => insertItems(tx, [anItem(1), anItem(2, { disabled: true })]));
  expect(codes(await call("items.list", {}))).toEqual(["A00001"]);
  const all = await call("items.list", { query: { disabled: "true" } });
  expect([codes(all), all.total]).toEqual([["A00001", "A00002"], 2]);
});

test("翻页中间插进来的商品不会让别的商品重复或漏掉", async () => {
  await inCompany((tx) =>
    insertItems(
      tx,
      Array.from({ length: 6 }, (_, number) => anItem(number * 2)),
    ),
  );
  const first = await call("items.list", { query: { limit: 3 } });
  await inCompany((tx) => insertItems(tx, [anItem(1), anItem(7)]));
  const rest = await call("items.list", { query: { limit: 10, cursor: first.next } });
  expect([codes(first), codes(rest)]).toEqual([
    ["A00000", "A00002", "A00004"],
    ["A00006", "A00007", "A00008", "A00010"],
  ]);
});

test("别的排序给的游标被退回，乱写的游标也是", async () => {
  await inCompany((tx) => insertItems(tx, [anItem(1), anItem(2)]));
  const { next } = await call("items.list", { query: { limit: 1 } });
  expect((await refusalOf(call("items.list", { query: { sort: "salePrice", cursor: next } }))).code).toBe(
    "request.malformed",
  );
  expect((await refusalOf(call("items.list", { query: { cursor: "xx" } }))).code).toBe("request.malformed");
});

test("最长的名称也能翻页", async () => {
  await inCompany((tx) =>
    insertItems(
      tx,
      [1, 2, 3].map((number) => anItem(number, { name: "𠮷".repeat(100) })),
    ),
  );
  const first = await call("items.list", { query: { sort: "name", limit: 2 } });
  expect(codes(await call("items.list", { query: { sort: "name", limit: 2, cursor: first.next } }))).toHaveLength(1);
});

test("导出的就是筛选出的全部行，编码和条码是文本", async () => {
  await inCompany((tx) =>
    insertItems(
      tx,
      Array.from({ length: 4501 }, (_, number) => anItem(number, { name: number % 2 === 0 ? "饼干" : "汽水" })),
    ),
  );
  const { content, fileName } = await call("items.export", {
    query: { search: "bg", sort: "code", direction: "desc" },
  });
  expect(fileName).toBe("商品.xlsx");
  const sheet = read(content).Sheets["商品"] ?? {};
  const rows = utils.sheet_to_json(sheet, { header: 1 }) as string[][];
  expect(rows.slice(1).map((row) => row[0])).toEqual(
    Array.from({ length: 2251 }, (_, index) => anItem(4500 - index * 2).code),
  );
  expect(sheet["G2"]).toMatchObject({ t: "s", v: "6900000004500" });
});
