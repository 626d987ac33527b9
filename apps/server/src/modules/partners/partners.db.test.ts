import { read, utils } from "@e965/xlsx";
import type { RouteReply, Routes } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { moduleRoutes, refusalOf as refusedWith } from "../../../../../tests/support/module-routes.ts";
import { newId } from "../../platform/identifiers.ts";
import {
  findPartnersByCode,
  findPartnersByName,
  insertPartners,
  type PartnerWrite,
  partnersHandlers,
  updatePartners,
} from "./index.ts";

const here = moduleRoutes(partnersHandlers());
const { call, inCompany, makeCompany } = here;

async function refusalOf(work: Promise<unknown>): Promise<{ code: string; fields: readonly string[] }> {
  const { code, fields } = await refusedWith(work);
  return { code, fields: fields.map(([path, problem]) => `${path} ${problem}`) };
}
const codes = (reply: { readonly rows: readonly { readonly code: string }[] }) => reply.rows.map((row) => row.code);

const chongqing = {
  code: "KH001",
  name: "重庆百货",
  isCustomer: true,
  contact: "李四",
  phone: "13800000001",
  creditLimit: "1000",
};
function aPartner(number: number, change: Partial<PartnerWrite> = {}): PartnerWrite {
  return {
    id: newId(),
    code: `P${String(number).padStart(5, "0")}`,
    name: `单位${number % 40}`,
    isCustomer: number % 2 === 0,
    isSupplier: number % 2 === 1,
    contact: "",
    phone: "",
    address: "",
    taxNumber: "",
    bankName: "",
    bankAccount: "",
    creditLimit: null,
    note: "",
    disabled: false,
    ...change,
  };
}
async function setBalances(
  rows: readonly { partnerId: string; side: "receivable" | "payable"; amount: string }[],
): Promise<void> {
  await inCompany((tx) =>
    tx.query({
      text: "insert into partner_balance (org_id, partner_id, side, amount, last_date) select $1, x.*, '2026-03-01' from unnest($2::uuid[], $3::text[], $4::numeric[]) x(partner_id, side, amount)",
      values: [
        here.orgId,
        rows.map((row) => row.partnerId),
        rows.map((row) => row.side),
        rows.map((row) => row.amount),
      ],
    }),
  );
}

let seq = 0;
/** An approved document with its posting, and the reversal if it was taken back. */
async function writeEntry(
  partnerId: string,
  given: { date: string; amount: string; number: string; note?: string; reversed?: boolean; type?: string },
): Promise<void> {
  const documentId = newId();
  await inCompany(async (tx) => {
    await tx.query({
      text: "insert into document (org_id, id, type, number, status, business_date, partner_id, note, gross_amount, created_by, created_by_name, approved_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '张三', now())",
      values: [
        here.orgId,
        documentId,
        given.type ?? "sales-delivery",
        given.number,
        given.reversed ? "draft" : "approved",
        given.date,
        partnerId,
        given.note ?? "",
        given.amount,
        here.userId,
      ],
    });
    for (const kind of given.reversed ? ["approve", "reverse"] : ["approve"]) {
      seq += 1;
      await tx.query({
        text: "insert into posting (org_id, seq, document_id, kind, business_date, posted_at, user_id, user_name, previous_hash, hash) values ($1, $2, $3, $4, $5, now(), $6, '张三', '', '')",
        values: [here.orgId, seq, documentId, kind, given.date, here.userId],
      });
      await tx.query({
        text: "insert into partner_entry (org_id, seq, posting_seq, document_id, partner_id, side, amount, business_date) values ($1, $2, $2, $3, $4, 'receivable', $5::numeric * $6, $7)",
        values: [here.orgId, seq, documentId, partnerId, given.amount, kind === "approve" ? 1 : -1, given.date],
      });
    }
  });
}

test("存进去和取出来一样，改了有新版本和痕迹，旧版本要先刷新", async () => {
  const created = await call("partners.create", { body: chongqing });
  expect(created).toMatchObject({
    ...chongqing,
    creditLimit: "1000.00",
    isSupplier: false,
    receivable: "0.00",
    payable: "0.00",
    version: 1,
  });
  const { id } = created;
  expect(
    await call("partners.update", { params: { id }, body: { ...chongqing, creditLimit: null, version: 1 } }),
  ).toMatchObject({ creditLimit: null, version: 2 });
  expect((await refusalOf(call("partners.update", { params: { id }, body: { ...chongqing, version: 1 } }))).code).toBe(
    "version.stale",
  );
  const trail = await inCompany((tx) =>
    tx.query<{ action: string; note: string }>({
      text: "select action, note from audit_entry where org_id = $1 and subject_id = $2 order by id",
      values: [here.orgId, id],
    }),
  );
  expect(trail.map((row) => `${row.action} ${row.note}`)).toEqual([
    "partner.create KH001 重庆百货",
    "partner.update KH001 重庆百货；信用额度 1000.00 → 不限",
  ]);
});

test("名称、拼音、编码、联系人、电话都能查到；客户和供应商分开", async () => {
  await call("partners.create", { body: chongqing });
  await call("partners.create", { body: { code: "GY001", name: "长城粮油", isSupplier: true } });
  for (const search of ["重庆", "cqbh", "ZQBH", "chongqing", "kh0", "李四", "lisi", "1380000", "百货 李"])
    expect([search, codes(await call("partners.list", { query: { search } }))]).toEqual([search, ["KH001"]]);
  expect(codes(await call("partners.list", { query: { role: "supplier" } }))).toEqual(["GY001"]);
  expect(codes(await call("partners.list", { query: { role: "customer" } }))).toEqual(["KH001"]);
  expect(codes(await call("partners.list", { query: { search: "%" } }))).toEqual([]);
  await call("partners.create", { body: { code: "KH009", name: "停业商店", isCustomer: true, disabled: true } });
  expect(codes(await call("partners.list", { query: { role: "customer" } }))).toEqual(["KH001"]);
  expect(codes(await call("partners.list", { query: { role: "customer", disabled: "true" } }))).toEqual([
    "KH001",
    "KH009",
  ]);
});

test("换一页不漏也不重，按哪一列、哪个方向排都一样", async () => {
  const partners = Array.from({ length: 95 }, (_, number) => aPartner(number));
  await inCompany((tx) => insertPartners(tx, partners));
  await setBalances(
    partners
      .filter((_, index) => index % 3 > 0)
      .flatMap((partner, index) =>
        (["receivable", "payable"] as const).map((side) => ({
          partnerId: partner.id,
          side,
          amount: String((index % 9) - 4),
        })),
      ),
  );
  for (const direction of ["asc", "desc"]) {
    for (const sort of ["code", "name", "receivable", "payable"]) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page: RouteReply<Routes["partners.list"]> = await call("partners.list", {
          query: { sort, direction, limit: 10, ...(cursor ? { cursor } : {}) },
        });
        expect(page.total).toBe(95);
        seen.push(...codes(page));
        cursor = page.next;
      } while (cursor);
      expect([sort, direction, seen]).toEqual([
        sort,
        direction,
        codes(await call("partners.list", { query: { sort, direction, limit: 200 } })),
      ]);
      expect(new Set(seen).size).toBe(95);
    }
    for (const sort of ["amount", "name", "code"]) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page: RouteReply<Routes["partners.balances"]> = await call("partners.balances", {
          query: { side: "receivable", sort, direction, limit: 10, ...(cursor ? { cursor } : {}) },
        });
        seen.push(...codes(page));
        expect(page.total).toBe(56);
        cursor = page.next;
      } while (cursor);
      expect([sort, direction, new Set(seen).size, seen.length]).toEqual([sort, direction, 56, 56]);
    }
  }
});

test("编码重复：在编码那一格说明；别的公司可以用同样的编码", async () => {
  const { id } = await call("partners.create", { body: chongqing });
  expect(await refusalOf(call("partners.create", { body: { ...chongqing, name: "别家" } }))).toEqual({
    code: "code.taken",
    fields: ["code code.taken"],
  });
  const other = await call("partners.create", { body: { ...chongqing, code: "KH002" } });
  expect(await refusalOf(call("partners.update", { params: { id: other.id }, body: chongqing }))).toEqual({
    code: "code.taken",
    fields: ["code code.taken"],
  });
  const otherCompany = await makeCompany();
  expect((await call("partners.create", { body: chongqing }, { org: otherCompany })).id).not.toBe(id);
});

test("别的公司的往来单位：没有找到；不设公司什么都看不到", async () => {
  const { id } = await call("partners.create", { body: chongqing });
  const other = await makeCompany();
  for (const name of ["partners.show", "partners.summary", "partners.delete"] as const)
    expect((await refusalOf(call(name, { params: { id } }, { org: other }))).code).toBe("not_found");
  const edit = call("partners.update", { params: { id }, body: chongqing }, { org: other });
  expect((await refusalOf(edit)).code).toBe("not_found");
  const statement = call("partners.statement", { params: { id }, query: { side: "receivable" } }, { org: other });
  expect((await refusalOf(statement)).code).toBe("not_found");
  expect(await call("partners.list", {}, { org: other })).toEqual({ rows: [], next: null, total: 0 });
  expect(
    await call("partners.balances", { query: { side: "receivable", includeZero: "true" } }, { org: other }),
  ).toEqual({
    rows: [],
    next: null,
    total: 0,
    sum: "0.00",
  });
  expect(await here.db.platform.query({ text: "select id from partner" })).toEqual([]);
});

test("单据用过的不能删，没用过的能删", async () => {
  const used = await call("partners.create", { body: chongqing });
  const unused = await call("partners.create", { body: { ...chongqing, code: "KH002" } });
  await writeEntry(used.id, { date: "2026-03-01", amount: "10", number: "XS1" });
  expect((await refusalOf(call("partners.delete", { params: { id: used.id } }))).code).toBe("record.in_use");
  await call("partners.delete", { params: { id: unused.id } });
  expect(codes(await call("partners.list", {}))).toEqual(["KH001"]);
});

test("余额表：有余额的，或加上没有余额的；合计是筛选出的全部，停用的欠款还在", async () => {
  const partners = [aPartner(0), aPartner(2), aPartner(4, { disabled: true }), aPartner(1)];
  await inCompany((tx) => insertPartners(tx, partners));
  const [first, second, third] = partners.map((partner) => partner.id) as [string, string, string];
  await setBalances([
    { partnerId: first, side: "receivable", amount: "339" },
    { partnerId: second, side: "receivable", amount: "0" },
    { partnerId: third, side: "receivable", amount: "-9.5" },
  ]);
  const balances = async (query: object) => {
    const { rows, total, sum } = await call("partners.balances", { query: { side: "receivable", ...query } });
    return [rows.map((row) => `${row.code} ${row.amount}`).join(" | "), total, sum];
  };
  expect(await balances({})).toEqual(["P00000 339.00 | P00004 -9.50", 2, "329.50"]);
  expect(await balances({ limit: 1 })).toEqual(["P00000 339.00", 2, "329.50"]);
  expect(await balances({ includeZero: "true", sort: "code", direction: "asc" })).toEqual([
    "P00000 339.00 | P00002 0.00 | P00004 -9.50",
    3,
    "329.50",
  ]);
  expect(await balances({ side: "payable" })).toEqual(["", 0, "0.00"]);
  const { content, fileName } = await call("partners.balancesExport", { query: { side: "receivable" } });
  const sheet = read(content as Buffer).Sheets["应收余额"] ?? {};
  expect([fileName, sheet["A2"]?.v, sheet["C2"]?.t, sheet["C2"]?.v, sheet["C3"]?.v]).toEqual([
    "应收余额.xlsx",
    "P00000",
    "n",
    339,
    -9.5,
  ]);
});

test("往来账：期初 + 增加 − 减少 = 期末，反审核是同一列的红字，余额逐笔", async () => {
  const { id } = await call("partners.create", { body: chongqing });
  await writeEntry(id, { date: "2026-02-10", amount: "100", number: "XS1" });
  await writeEntry(id, { date: "2026-03-05", amount: "339", number: "XS2", note: "急送" });
  await writeEntry(id, { date: "2026-03-02", amount: "50", number: "XS3", reversed: true });
  await writeEntry(id, { date: "2026-03-05", amount: "-39.5", number: "SK1", type: "opening-balance" });
  await writeEntry(id, { date: "2026-04-01", amount: "7", number: "XS4" });
  const table = async (query: object) => {
    const { opening, rows, increase, decrease, closing } = await call("partners.statement", {
      params: { id },
      query: { side: "receivable", ...query },
    });
    return [
      `期初 ${opening}`,
      ...rows.map((row) =>
        `${row.businessDate} ${row.number} 增 ${row.increase} 减 ${row.decrease} 余 ${row.balance} ${row.note}`.trim(),
      ),
      `合计 增 ${increase} 减 ${decrease}`,
      `期末 ${closing}`,
    ];
  };
  expect(await table({ from: "2026-03-01", to: "2026-03-31" })).toEqual([
    "期初 100.00",
    "2026-03-02 XS3 增 50.00 减 0.00 余 150.00",
    "2026-03-02 XS3 增 -50.00 减 0.00 余 100.00 反审核",
    "2026-03-05 XS2 增 339.00 减 0.00 余 439.00 急送",
    "2026-03-05 SK1 增 0.00 减 39.50 余 399.50",
    "合计 增 339.00 减 39.50",
    "期末 399.50",
  ]);
  expect((await table({})).at(0)).toBe("期初 0.00");
  expect((await table({})).at(-1)).toBe("期末 406.50");
  expect(await table({ side: "payable" })).toEqual(["期初 0.00", "合计 增 0.00 减 0.00", "期末 0.00"]);
  expect(
    (await call("partners.summary", { params: { id } })).recent.map((one) => `${one.number} ${one.amount}`),
  ).toEqual(["XS4 7.00", "SK1 -39.50", "XS2 339.00", "XS1 100.00"]);
});

test("一次写入 5,000 个往来单位，按名称和编码找回来；同名的都在", async () => {
  const partners = Array.from({ length: 5000 }, (_, number) => aPartner(number));
  const began = performance.now();
  await inCompany((tx) => insertPartners(tx, partners));
  const inserted = performance.now();
  await inCompany((tx) =>
    updatePartners(
      tx,
      partners.map((partner) => ({ ...partner, phone: "110" })),
    ),
  );
  console.info(
    `5,000 partners: inserted in ${Math.round(inserted - began)} ms, updated in ${Math.round(performance.now() - inserted)} ms`,
  );
  await inCompany(async (tx) => {
    expect([...(await findPartnersByCode(tx, ["P00007", "没有"])).keys()]).toEqual(["P00007"]);
    expect((await findPartnersByName(tx, ["单位7"])).get("单位7")).toHaveLength(125);
  });
  const { content } = await call("partners.export", { query: { role: "customer", search: "110" } });
  expect(utils.sheet_to_json(read(content as Buffer).Sheets["客户"] ?? {})).toHaveLength(2500);
});
