import { type Permission, permissions, routes } from "@zhangshi/contract";
import { read, utils } from "@e965/xlsx";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { connect, type Database } from "../../platform/db.ts";
import type { Context } from "../../platform/http.ts";
import { newId } from "../../platform/identifiers.ts";
import type { RefusedError } from "../../platform/refused.ts";
import {
  catalogHandlers,
  ensureCategories,
  ensureWarehouses,
  findItemsByBarcode,
  findItemsByCode,
  insertItems,
  type ItemWrite,
  updateItems,
} from "./index.ts";

let database: TestDatabase;
let db: Database;
let orgId: string;
const handlers = catalogHandlers();
const userId = newId();

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.appConfig, { connections: 4, postingConnections: 1 });
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});
beforeEach(async () => {
  orgId = await makeCompany();
});

async function makeCompany(): Promise<string> {
  const id = newId();
  await db.platform.query({ text: "insert into platform.company (id, name) values ($1, '甲公司')", values: [id] });
  await db.inCompany(id, async (tx) => {
    await tx.query({
      text: "insert into company (org_id, name, accounting_standard) values ($1, '甲公司', 'small-enterprise')",
      values: [id],
    });
    await tx.query({
      text: "insert into books (org_id, chain_head, start_period, tax_status, costing_method, cost_scope, accounting_standard) values ($1, $2, 202601, 'general', 'moving-average', 'company', 'small-enterprise')",
      values: [id, Buffer.alloc(32)],
    });
  });
  return id;
}

type CatalogRoute = keyof typeof handlers;
type Parser = { parse(value: unknown): unknown };
type Reply<N extends CatalogRoute> = Awaited<ReturnType<(typeof handlers)[N]["run"]>>;
/** The route as the server runs it: the contract's parser, then the handler in a transaction of the company. */
async function call<N extends CatalogRoute>(
  name: N,
  input: { params?: unknown; query?: unknown; body?: unknown },
  options: { org?: string; rights?: readonly Permission[] } = {},
): Promise<Reply<N>> {
  const definition = routes[name] as { params?: Parser; query?: Parser; body?: Parser };
  const parsed = {
    params: definition.params?.parse(input.params),
    query: definition.query?.parse(input.query ?? {}),
    body: definition.body?.parse(input.body),
  };
  const org = options.org ?? orgId;
  const context: Context = {
    caller: {
      orgId: org,
      userId,
      userName: "张三",
      permissions: new Set(options.rights ?? permissions),
      timeZone: "Asia/Shanghai",
      backdatingDays: null,
      tokenHash: Buffer.alloc(0),
    },
    language: "zh",
    idempotency: null,
  };
  const handler = handlers[name] as { run(tx: unknown, input: unknown, context: Context): Promise<Reply<N>> };
  return db.inCompany(org, (tx) => handler.run(tx, parsed, context));
}
async function refusalOf(
  work: Promise<unknown>,
): Promise<{ code: string; fields: readonly (readonly [string, string, string])[] }> {
  const error = await work.then(
    () => {
      throw new Error("it was not refused");
    },
    (one: RefusedError) => one,
  );
  if (error.name !== "RefusedError") throw error;
  return { code: error.code, fields: error.fields.map((field) => [field.path, field.code, field.message] as const) };
}

const water = {
  code: "SP001",
  name: "农夫山泉",
  spec: "550ml",
  baseUnit: "瓶",
  salePrice: "2",
  purchasePrice: "1.2",
  units: [
    { name: "瓶", factor: "1", barcodes: ["6921168509256"] },
    { name: "箱", factor: "24", barcodes: ["16921168509253"], salePrice: "40" },
  ],
};
const codes = (reply: { rows: readonly { code: string }[] }) => reply.rows.map((row) => row.code);
function anItem(number: number, change: Partial<ItemWrite> = {}): ItemWrite {
  return {
    id: newId(),
    code: `A${String(number).padStart(5, "0")}`,
    name: `商品${number % 40}`,
    spec: "",
    categoryId: null,
    brand: "",
    taxRate: "0.13",
    purchasePrice: null,
    salePrice: number % 3 === 0 ? null : String(number % 7),
    minimumSalePrice: null,
    safetyStock: "0",
    tracking: "none" as const,
    shelfLifeDays: null,
    wholeUnits: false,
    note: "",
    disabled: false,
    units: [
      {
        name: "个",
        factor: "1",
        barcodes: [`69${String(number).padStart(11, "0")}`],
        salePrice: null,
        purchasePrice: null,
      },
    ],
    ...change,
  };
}

describe("商品", () => {
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
    const categories = await db.inCompany(orgId, (tx) => ensureCategories(tx, ["饮料", "零食"]));
    const items = Array.from({ length: 137 }, (_, number) =>
      anItem(number, { categoryId: [...categories.values(), null][number % 3] ?? null }),
    );
    await db.inCompany(orgId, (tx) => insertItems(tx, items));
    await db.inCompany(orgId, (tx) => updateItems(tx, items.slice(0, 50)));
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
    await db.inCompany(orgId, (tx) => insertItems(tx, [anItem(1), anItem(2, { disabled: true })]));
    expect(codes(await call("items.list", {}))).toEqual(["A00001"]);
    const all = await call("items.list", { query: { disabled: "true" } });
    expect([codes(all), all.total]).toEqual([["A00001", "A00002"], 2]);
  });

  test("翻页中间插进来的商品不会让别的商品重复或漏掉", async () => {
    await db.inCompany(orgId, (tx) =>
      insertItems(
        tx,
        Array.from({ length: 6 }, (_, number) => anItem(number * 2)),
      ),
    );
    const first = await call("items.list", { query: { limit: 3 } });
    await db.inCompany(orgId, (tx) => insertItems(tx, [anItem(1), anItem(7)]));
    const rest = await call("items.list", { query: { limit: 10, cursor: first.next } });
    expect([codes(first), codes(rest)]).toEqual([
      ["A00000", "A00002", "A00004"],
      ["A00006", "A00007", "A00008", "A00010"],
    ]);
  });

  test("别的排序给的游标被退回，乱写的游标也是", async () => {
    await db.inCompany(orgId, (tx) => insertItems(tx, [anItem(1), anItem(2)]));
    const { next } = await call("items.list", { query: { limit: 1 } });
    expect((await refusalOf(call("items.list", { query: { sort: "salePrice", cursor: next } }))).code).toBe(
      "request.malformed",
    );
    expect((await refusalOf(call("items.list", { query: { cursor: "xx" } }))).code).toBe("request.malformed");
  });

  test("最长的名称也能翻页", async () => {
    await db.inCompany(orgId, (tx) =>
      insertItems(
        tx,
        [1, 2, 3].map((number) => anItem(number, { name: "𠮷".repeat(100) })),
      ),
    );
    const first = await call("items.list", { query: { sort: "name", limit: 2 } });
    expect(codes(await call("items.list", { query: { sort: "name", limit: 2, cursor: first.next } }))).toHaveLength(1);
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
    const trail = await db.inCompany(orgId, (tx) =>
      tx.query<{ action: string; note: string; user_name: string }>({
        text: "select action, note, user_name from audit_entry where org_id = $1 and subject_id = $2 order by id",
        values: [orgId, id],
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
    await writeDocument({ itemId: id, unit: "箱" });
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

  test("导出的就是筛选出的全部行，编码和条码是文本", async () => {
    await db.inCompany(orgId, (tx) =>
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
    expect(await db.platform.query({ text: "select id from item" })).toEqual([]);
  });

  test("一次写入 5,000 个商品，再整批改", async () => {
    const items = Array.from({ length: 5000 }, (_, number) => anItem(number));
    const began = performance.now();
    await db.inCompany(orgId, (tx) => insertItems(tx, items));
    const inserted = performance.now();
    await db.inCompany(orgId, (tx) =>
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
    await db.inCompany(orgId, async (tx) => {
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
});

/** A document of one line, approved unless it says otherwise. */
let documentCount = 0;
async function writeDocument(given: {
  itemId: string;
  unit: string;
  price?: string;
  partnerId?: string;
  type?: string;
  date?: string;
  status?: string;
}): Promise<void> {
  const id = newId();
  documentCount += 1;
  const {
    itemId,
    unit,
    price = "1",
    partnerId = null,
    type = "sales-delivery",
    date = "2026-03-01",
    status = "approved",
  } = given;
  await db.inCompany(orgId, async (tx) => {
    await tx.query({
      text: "insert into document (org_id, id, type, number, status, business_date, partner_id, created_by, created_by_name, approved_at) values ($1, $2, $3, $4, $5, $6, $7, $8, '张三', now())",
      values: [orgId, id, type, status === "approved" ? `N${documentCount}` : null, status, date, partnerId, userId],
    });
    await tx.query({
      text: "insert into document_line (org_id, document_id, line_no, item_id, unit, price, quantity) values ($1, $2, 1, $3, $4, $5, 1)",
      values: [orgId, id, itemId, unit, price],
    });
  });
}

describe("录单找商品", () => {
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
    const warehouses = await db.inCompany(orgId, (tx) => ensureWarehouses(tx, ["主仓", "二仓"]));
    await db.inCompany(orgId, (tx) =>
      tx.query({
        text: "insert into stock_balance (org_id, item_id, warehouse_id, quantity, value, last_date) select $1, $2, w.id, w.quantity, 0, '2026-01-01' from unnest($3::uuid[], $4::numeric[]) w(id, quantity)",
        values: [
          orgId,
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
    await db.inCompany(orgId, (tx) =>
      tx.query({
        text: "insert into partner (org_id, id, code, name, is_customer, is_supplier) select $1, x.id, x.id::text, '客户', true, true from unnest($2::uuid[]) x(id)",
        values: [orgId, [partnerId, otherId]],
      }),
    );
    await writeDocument({ itemId: id, unit: "瓶", price: "2", partnerId, date: "2026-03-01" });
    await writeDocument({ itemId: id, unit: "瓶", price: "1.8", partnerId, date: "2026-03-05" });
    await writeDocument({ itemId: id, unit: "箱", price: "38.5", partnerId, date: "2026-02-01" });
    await writeDocument({ itemId: id, unit: "瓶", price: "9", partnerId, date: "2026-03-09", status: "draft" });
    await writeDocument({ itemId: id, unit: "瓶", price: "8", partnerId: otherId, date: "2026-03-09" });
    await writeDocument({
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
});

describe("分类和仓库", () => {
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
    const once = await db.inCompany(orgId, (tx) => ensureCategories(tx, ["饮料", "日用", "日用", ""]));
    expect([once.get("饮料"), once.size]).toEqual([drink.id, 2]);
    expect(await db.inCompany(orgId, (tx) => ensureCategories(tx, ["日用", "饮料"]))).toEqual(once);
    const warehouses = await db.inCompany(orgId, (tx) => ensureWarehouses(tx, ["主仓", "门店"]));
    expect(await db.inCompany(orgId, (tx) => ensureWarehouses(tx, ["门店", "CK01"]))).toEqual(
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
});
