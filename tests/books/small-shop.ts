import type pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { writePeriodEvent } from "../../apps/server/src/books/periods.sql.ts";
import type { DocumentKind } from "../../apps/server/src/documents/document-kind.ts";
import { reverseDocument } from "../../apps/server/src/documents/reverse.ts";
import { createTrains, type Trains } from "../../apps/server/src/documents/train.ts";
import { createCompany } from "../../apps/server/src/modules/identity/index.ts";
import { openingStock } from "../../apps/server/src/modules/inventory/index.ts";
import { purchaseOrder, purchaseReceipt } from "../../apps/server/src/modules/purchasing/index.ts";
import { salesDelivery, salesOrder } from "../../apps/server/src/modules/sales/index.ts";
import { openingBalance } from "../../apps/server/src/modules/settlement/index.ts";
import { connect, type Database } from "../../apps/server/src/platform/db.ts";
import { newId, sha256 } from "../../apps/server/src/platform/identifiers.ts";
import { testCompany } from "../support/test-company.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { postOpening } from "../support/openings.ts";
import { connectAsOwner } from "./tampering.ts";

export type SmallBooks = {
  readonly database: TestDatabase;
  readonly db: Database;
  readonly trains: Trains;
  readonly owner: pg.Client;
  readonly shop: SmallShop;
};

/** A database with one small shop in it, for all tests of a file. */
export function smallBooks(): SmallBooks {
  const books = {} as { -readonly [Part in keyof SmallBooks]: SmallBooks[Part] };
  beforeAll(async () => {
    books.database = await createTestDatabase();
    books.db = connect(books.database.appConfig);
    books.trains = createTrains(books.db);
    books.owner = await connectAsOwner(books.database.adminConfig);
    books.shop = await openSmallShop(books, "company");
  });
  afterAll(async () => {
    await books.owner?.end();
    await books.db?.close();
    await books.database?.drop();
  });
  return books;
}

export type SmallShop = {
  readonly orgId: string;
  readonly itemA: string;
  readonly itemB: string;
  readonly numbers: readonly string[];
};
type Line = {
  readonly itemId: string;
  readonly quantity: string;
  readonly price: string;
  readonly warehouseId?: string;
  readonly source?: { readonly documentId: string; readonly lineNo: number };
};

/** A small company with all that may happen: openings, two warehouses, a back-dated receipt, an un-approval, a second approval. */
export async function openSmallShop(
  { db, owner, trains }: SmallBooks,
  costScope: "company" | "warehouse",
): Promise<SmallShop> {
  const created = await createCompany(db, testCompany({ companyName: `核对 ${costScope}`, costScope }), {
    isDemo: false,
    onlyFirst: false,
  });
  const { orgId, warehouseId } = created;
  const [customer, supplier, second, itemA, itemB] = [newId(), newId(), newId(), newId(), newId()];
  await owner.query(
    "insert into partner (org_id, id, code, name, is_customer, is_supplier) values ($1,$2,'K1','城西联华',true,false), ($1,$3,'G1','农夫山泉',false,true)",
    [orgId, customer, supplier],
  );
  await owner.query("insert into warehouse (org_id, id, code, name) values ($1,$2,'02','二仓')", [orgId, second]);
  await owner.query(
    `insert into item (org_id, id, code, name, base_unit, units, tax_rate) select $1, * from unnest($2::uuid[], array['A','B'], array['矿泉水','红茶'], array['瓶','瓶'], array['[{"name":"瓶","factor":"1"}]','[{"name":"瓶","factor":"1"}]']::jsonb[], array[0.13,0.13])`,
    [orgId, [itemA, itemB]],
  );
  const request = {
    orgId,
    author: { userId: created.ownerId, userName: "陈" },
    timeZone: "Asia/Shanghai",
    idempotency: null,
  };
  const post = (kind: DocumentKind, businessDate: string, lines: readonly Line[]) => {
    const body = {
      businessDate,
      partnerId: kind === salesDelivery || kind === salesOrder ? customer : supplier,
      warehouseId,
      handler: "",
      taxIncluded: false,
      orderDiscount: "0",
      note: "",
      lines: lines.map((line) => ({ discountRate: "100", note: "", ...line })),
    };
    return trains.submit({ ...request, kind, hash: sha256(newId()), source: { from: "body", id: newId(), body } });
  };
  const open = (kind: DocumentKind, lines: Parameters<typeof postOpening>[3]) =>
    postOpening(trains, request, kind, lines);

  await open(openingStock, [
    {
      itemId: itemA,
      warehouseId: second,
      unit: "瓶",
      quantity: 5_000_000n,
      baseQuantity: 5_000_000n,
      net: 4_321n,
      gross: 4_321n,
    },
  ]);
  await open(openingBalance, [
    { partnerId: customer, side: "receivable", net: 100_00n, gross: 100_00n },
    { partnerId: supplier, side: "payable", net: 200_00n, gross: 200_00n },
  ]);
  const receipt = await post(purchaseReceipt, "2026-03-01", [
    { itemId: itemA, quantity: "10", price: "10" },
    { itemId: itemB, quantity: "7.5", price: "3.333333" },
  ]);
  const sale = await post(salesDelivery, "2026-03-10", [
    { itemId: itemA, quantity: "4", price: "20" },
    { itemId: itemA, quantity: "2", price: "20", warehouseId: second },
  ]);
  const late = await post(purchaseReceipt, "2026-03-05", [{ itemId: itemA, quantity: "6", price: "13" }]);
  const wrong = await post(salesDelivery, "2026-03-12", [{ itemId: itemB, quantity: "1", price: "9" }]);
  const reverse = (id: string) =>
    reverseDocument(db, { ...request, kind: salesDelivery, id, version: undefined, hash: sha256(id) });
  await reverse(wrong.id);
  const twice = await post(salesDelivery, "2026-03-12", [{ itemId: itemB, quantity: "7.5", price: "9" }]);
  await reverse(twice.id);
  await trains.submit({
    ...request,
    kind: salesDelivery,
    hash: sha256("again"),
    source: { from: "draft", id: twice.id, version: undefined },
  });
  const gift = await post(purchaseReceipt, "2026-04-02", [{ itemId: itemB, quantity: "1", price: "0" }]);
  const event = { reason: "重报", at: new Date(), userId: created.ownerId, userName: "陈" };
  await db.inCompany(orgId, async (tx) => {
    await writePeriodEvent(tx, 202603, { ...event, kind: "close", period: 202603 });
    await writePeriodEvent(tx, 0, { ...event, kind: "reopen", period: 202603 });
    await writePeriodEvent(tx, 202603, { ...event, kind: "close", period: 202603 });
  });
  await orderSome(post, itemB);
  return { orgId, itemA, itemB, numbers: [receipt, sale, late, wrong, twice, gift].map((one) => one.number) };
}
/** Orders partly executed; the last of all postings is one that moves nothing. */
async function orderSome(
  post: (kind: DocumentKind, date: string, lines: readonly Line[]) => Promise<{ readonly id: string }>,
  itemId: string,
): Promise<void> {
  const of = (order: { readonly id: string }) => ({ source: { documentId: order.id, lineNo: 1 } });
  const bought = await post(purchaseOrder, "2026-04-03", [{ itemId, quantity: "6", price: "3" }]);
  await post(purchaseReceipt, "2026-04-04", [{ itemId, quantity: "2", price: "3", ...of(bought) }]);
  const sold = await post(salesOrder, "2026-04-05", [{ itemId, quantity: "3", price: "9" }]);
  await post(salesDelivery, "2026-04-06", [{ itemId, quantity: "1", price: "9", ...of(sold) }]);
  await post(salesOrder, "2026-04-07", [{ itemId, quantity: "4", price: "9" }]);
}
