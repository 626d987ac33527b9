import {
  assemblyBody,
  costAdjustmentBody,
  costAllocationBody,
  type DocumentBody,
  openingStockBody,
  orderBody,
  otherIssueBody,
  otherReceiptBody,
  priceCorrectionBody,
  purchaseReceiptBody,
  returnBody,
  stockCountBody,
  tradeDocumentBody,
  transferBody,
  transferLossBody,
  transferReceiptBody,
} from "@zhangshi/contract";
import pg from "pg";
import { documentKinds } from "../../apps/server/src/application.ts";
import { closeOrder, reopenOrder } from "../../apps/server/src/documents/close-order.ts";
import { reverseDocument } from "../../apps/server/src/documents/reverse.ts";
import { updateDraft, voidDraft } from "../../apps/server/src/documents/save-draft.ts";
import { createTrains, type Trains } from "../../apps/server/src/documents/train.ts";
import { changeCosting } from "../../apps/server/src/modules/accounting/costing.ts";
import { closePeriod, reopenPeriod } from "../../apps/server/src/modules/accounting/periods.ts";
import { createCompany } from "../../apps/server/src/modules/identity/index.ts";
import { connect, type Database } from "../../apps/server/src/platform/db.ts";
import { newId, sha256 } from "../../apps/server/src/platform/identifiers.ts";
import { RefusedError } from "../../apps/server/src/platform/refused.ts";
import { createTestDatabase } from "../support/database.ts";
import { testCompany } from "../support/test-company.ts";
import type { MonthDeed, PaperDeed } from "./deeds.ts";
import { type Body, items, type Kind, kits, partners, type Rules, transit, warehouses } from "./paper.ts";

/** One process that serves people. */
export type Worker = { readonly db: Database; readonly trains: Trains };
/** The real program over a real database, without the network between. */
export type Program = {
  readonly workers: readonly [Worker, ...Worker[]];
  readonly owner: pg.Pool;
  close(): Promise<void>;
};
export async function openProgram(workerCount: number): Promise<Program> {
  const database = await createTestDatabase();
  const open = (): Worker => {
    const db = connect(database.appConfig, { connections: 8, postingConnections: 8 });
    return { db, trains: createTrains(db) };
  };
  const workers: [Worker, ...Worker[]] = [open()];
  while (workers.length < workerCount) workers.push(open());
  const owner = new pg.Pool({ ...database.adminConfig, max: 4 });
  return {
    workers,
    owner,
    async close() {
      await owner.end();
      for (const worker of workers) await worker.db.close();
      await database.drop();
    },
  };
}

/** A company of its own, with the names of the model. */
export type Shop = {
  readonly orgId: string;
  readonly rules: Rules;
  readonly author: { readonly userId: string; readonly userName: string };
  /** Ids of items, warehouses and partners by their names. */
  readonly ids: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  /** Ids of papers by their numbers in the model. */
  readonly papers: Map<number, string>;
};
const goods = [...items, ...kits];
export async function openShop({ workers, owner }: Program, rules: Rules): Promise<Shop> {
  const created = await createCompany(
    workers[0].db,
    testCompany({
      companyName: "模型",
      taxStatus: rules.taxStatus,
      costingMethod: rules.method,
      costScope: rules.scope,
      negativeStock: rules.negative,
    }),
    { isDemo: false, onlyFirst: false },
  );
  const { orgId, ownerId, warehouseId } = created;
  await owner.query("update books set reserved_protected = $2 where org_id = $1", [orgId, rules.keepsReserved]);
  const { rows } = await owner.query("select id from warehouse where org_id = $1 and kind = 'transit'", [orgId]);
  const ids = new Map<string, string>([
    [warehouses[0], warehouseId],
    [transit, rows[0].id],
    ...[warehouses[1], ...goods.map((item) => item.name), ...Object.keys(partners)].map((name): [string, string] => [
      name,
      newId(),
    ]),
  ]);
  const parts = kits.flatMap((kit) =>
    kit.parts.map((part, index) => ({
      kit: ids.get(kit.name),
      ...part,
      item: ids.get(part.item),
      position: index + 1,
    })),
  );
  await owner.query(
    `with second as (insert into warehouse (org_id, id, code, name) values ($1, $2, '02', $3)),
          goods as (insert into item (org_id, id, code, name, base_unit, units, tax_rate, tracking, is_kit)
                    select $1, x.id, x.name, x.name, x.unit, x.units::jsonb, x.rate, x.tracking, x.is_kit from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::numeric[], $13::text[], $14::bool[]) x(id, name, unit, units, rate, tracking, is_kit)),
          parts as (insert into kit_part (org_id, kit_id, part_id, position, unit, quantity) select $1, * from unnest($15::uuid[], $16::uuid[], $17::int[], $18::text[], $19::numeric[]))
     insert into partner (org_id, id, code, name, is_customer, is_supplier)
     select $1, x.id, x.name, x.name, x.c, x.s from unnest($9::uuid[], $10::text[], $11::bool[], $12::bool[]) x(id, name, c, s)`,
    [
      orgId,
      ids.get(warehouses[1]),
      warehouses[1],
      goods.map((item) => ids.get(item.name)),
      goods.map((item) => item.name),
      goods.map((item) => item.units[0]?.name),
      goods.map(({ name, units }) =>
        JSON.stringify(
          units.map(({ salePrice, ...unit }) => (rules.priced.includes(name) ? { ...unit, salePrice } : unit)),
        ),
      ),
      goods.map((item) => item.taxRate),
      Object.keys(partners).map((name) => ids.get(name)),
      Object.keys(partners),
      Object.values(partners).map((partner) => partner.isCustomer),
      Object.values(partners).map((partner) => partner.isSupplier),
      goods.map((item) => item.tracking),
      goods.map((item) => kits.some((kit) => kit.name === item.name)),
      parts.map((part) => part.kit),
      parts.map((part) => part.item),
      parts.map((part) => part.position),
      parts.map((part) => part.unit),
      parts.map((part) => part.quantity),
    ],
  );
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  return { orgId, rules, author: { userId: ownerId, userName: "陈" }, ids, names, papers: new Map() };
}

const schemas: Readonly<Record<Kind, { parse(body: unknown): unknown }>> = {
  "opening-stock": openingStockBody,
  "purchase-order": orderBody,
  "sales-order": orderBody,
  "purchase-receipt": purchaseReceiptBody,
  "purchase-return": returnBody,
  "price-correction": priceCorrectionBody,
  "cost-allocation": costAllocationBody,
  "sales-delivery": tradeDocumentBody,
  "sales-return": returnBody,
  "other-receipt": otherReceiptBody,
  "other-issue": otherIssueBody,
  transfer: transferBody,
  "transfer-shipment": transferBody,
  "transfer-receipt": transferReceiptBody,
  "transfer-loss": transferLossBody,
  "stock-count": stockCountBody,
  assembly: assemblyBody,
  disassembly: assemblyBody,
  "cost-adjustment": costAdjustmentBody,
};
function bodyFor(shop: Shop, body: Body): DocumentBody {
  const { kind, date, partner, warehouse, toWarehouse, lines, ...rest } = body;
  const idOf = (name: string | undefined) => (name === undefined ? undefined : shop.ids.get(name));
  return schemas[kind].parse({
    ...rest,
    businessDate: date,
    ...(partner ? { partnerId: idOf(partner) } : {}),
    ...(warehouse ? { warehouseId: idOf(warehouse) } : {}),
    ...(toWarehouse ? { toWarehouseId: idOf(toWarehouse) } : {}),
    lines: lines.map(({ item, warehouse: shelf, source, kit, ...line }) => ({
      ...line,
      ...(kit ? { kit: { itemId: idOf(kit.item), quantity: kit.quantity, group: kit.group } } : {}),
      itemId: idOf(item),
      ...(shelf ? { warehouseId: idOf(shelf) } : {}),
      ...(source ? { source: { documentId: shop.papers.get(source.paper), lineNo: source.line } } : {}),
    })),
  }) as DocumentBody;
}

const timeZone = "Asia/Shanghai";
/** The code of the refusal that it meets, or null. */
async function refusedWith(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof RefusedError) return error.code;
    throw error;
  }
}
export function doMonth({ db }: Worker, shop: Shop, deed: MonthDeed): Promise<string | null> {
  const caller = { ...shop.author, timeZone };
  const reason = "到时候了";
  if (deed.do === "method") {
    const asked = { method: deed.method, period: deed.month, reason };
    return refusedWith(db.inCompany(shop.orgId, (tx) => changeCosting(tx, asked, caller)));
  }
  const asked = { period: deed.month, reason, ignoreDrafts: true };
  const change = deed.do === "close" ? closePeriod : reopenPeriod;
  return refusedWith(db.inCompany(shop.orgId, (tx) => change(tx, asked, caller)));
}
export function doPaper(worker: Worker, shop: Shop, kind: Kind, deed: PaperDeed): Promise<string | null> {
  return refusedWith(attempt(worker, shop, kind, deed));
}
async function attempt({ db, trains }: Worker, shop: Shop, kind: Kind, deed: PaperDeed): Promise<void> {
  const { orgId, author } = shop;
  const request = { orgId, kind: documentKinds[kind], author, timeZone, idempotency: null };
  if (deed.do === "post") {
    const body = bodyFor(shop, deed.body);
    const id = shop.papers.get(deed.name) ?? newId();
    await trains.submit({ ...request, hash: sha256(JSON.stringify(body)), source: { from: "body", id, body } });
    shop.papers.set(deed.name, id);
    return;
  }
  const id = shop.papers.get(deed.name) ?? newId();
  switch (deed.do) {
    case "change": {
      const body = bodyFor(shop, deed.body);
      await db.inCompany(orgId, (tx) => updateDraft(tx, request.kind, id, body, { ...author, timeZone }));
      return;
    }
    case "approve":
      await trains.submit({ ...request, hash: sha256(id), source: { from: "draft", id, version: undefined } });
      return;
    case "unapprove":
      await reverseDocument(db, { ...request, id, version: undefined, hash: sha256(id) });
      return;
    case "close-order":
    case "reopen-order": {
      const change = deed.do === "close-order" ? closeOrder : reopenOrder;
      await db.inCompany(orgId, (tx) => change(tx, request.kind, { id, version: undefined, reason: "不要了" }, author));
      return;
    }
    case "void":
      await db.inCompany(orgId, (tx) => voidDraft(tx, request.kind, id, undefined, author, "不要了"));
  }
}
