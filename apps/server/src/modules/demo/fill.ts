import { addDays, firstDayOf, formatMoney, oneUnit, parseTaxRate, parseUnitPrice } from "@zhangshi/core";
import type { DocumentKind, DocumentKinds, Draft, DraftLine } from "../../documents/document-kind.ts";
import type { PostRequest } from "../../documents/post-request.ts";
import { reverseDocument } from "../../documents/reverse.ts";
import { blankLine, preparedDraft } from "../../documents/prepared-draft.ts";
import { createDraft, voidDraft } from "../../documents/save-draft.ts";
import type { Trains } from "../../documents/train.ts";
import { todayIn } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { sha256 } from "../../platform/identifiers.ts";
import type { Progress } from "../../platform/jobs.ts";
import { RefusedError } from "../../platform/refused.ts";
import { ensureCategories, ensureWarehouses, insertItems } from "../catalog/index.ts";
import { insertPartners } from "../partners/index.ts";
import type { DemoPlan, OpeningBalancePlan, OpeningStockPlan, Step, TradePlan } from "./company-plan.ts";
import { forgetSmallPlans, readBeginning } from "./demo.sql.ts";
import { boxUnit, itemRow } from "./items.ts";
import { planDemo } from "./plan.ts";
import type { Place } from "./shelves.ts";

export type DemoPayload = {
  readonly orgId: string;
  readonly ownerId: string;
  readonly warehouseId: string;
  readonly ownerName: string;
  readonly seed?: number;
  readonly today?: string;
  /** Only the last days of the year. */
  readonly days?: number;
};
type Tools = { readonly db: Database; readonly trains: Trains; readonly kinds: DocumentKinds };
type Writing = Tools & { readonly company: DemoPayload; readonly warehouses: Readonly<Record<Place, string>> };

const timeZone = "Asia/Shanghai";
/** Enough at once that every train is full, few enough that the progress moves. */
const documentsAtOnce = 256;

/**
 * A year of a beverage wholesaler, written through the same pipeline as a clerk's documents. It may start over after a
 * crash: ids follow from the seed, and what was posted already is answered, not posted again.
 */
export async function fillDemoCompany(
  tools: Tools,
  company: DemoPayload,
  progress: Progress,
): Promise<Record<string, unknown>> {
  const { db } = tools;
  const beginning = await db.inCompany(company.orgId, readBeginning);
  // A run that goes on after midnight still makes the days of the evening it began.
  const today = company.today ?? todayIn(timeZone, beginning.createdAt);
  const warehouses = await db.inCompany(company.orgId, async (tx) => {
    const ids = await ensureWarehouses(tx, ["2 号仓", "退货仓"]);
    return { main: company.warehouseId, north: ids.get("2 号仓") ?? "", returns: ids.get("退货仓") ?? "" };
  });
  const plan = planDemo({
    seed: company.seed ?? 1,
    today,
    firstDay: firstDayOf(beginning.startPeriod),
    days: company.days,
    warehouses,
  });
  const writing = { ...tools, company, warehouses };
  const total = plan.openingStocks.length + plan.openingBalances.length + plan.steps.length;
  await progress(0, total, "正在建立商品、客户和供应商");
  if (beginning.items === 0) await writeMasterRecords(db, company.orgId, plan);
  await writeOpenings(writing, plan, addDays(firstDayOf(beginning.startPeriod), -1));
  let done = plan.openingStocks.length + plan.openingBalances.length;
  await progress(done, total, "期初已录入");
  for (const batch of batchesOf(plan.steps)) {
    if (batch.length > 1) await forgetSmallPlans(db);
    await writeBatch(writing, batch);
    done += batch.length;
    await progress(done, total, stepOf(batch));
  }
  return {
    documents: total,
    items: plan.items.length,
    customers: plan.customers.length,
    suppliers: plan.suppliers.length,
    today,
  };
}

async function writeMasterRecords(db: Database, orgId: string, plan: DemoPlan): Promise<void> {
  await db.inCompany(orgId, async (tx) => {
    const categories = await ensureCategories(
      tx,
      plan.items.map((item) => item.category),
    );
    await insertItems(
      tx,
      plan.items.map((item, index) =>
        itemRow(item, categories.get(item.category) ?? null, plan.safetyStocks[index] ?? 0),
      ),
    );
    const blank = { taxNumber: "", bankName: "", bankAccount: "", note: "", disabled: false };
    await insertPartners(tx, [
      ...plan.customers.map(({ id, code, name, contact, phone, address, creditLimit }) => ({
        ...blank,
        id,
        code,
        name,
        contact,
        phone,
        address,
        isCustomer: true,
        isSupplier: false,
        creditLimit: formatMoney(creditLimit),
      })),
      ...plan.suppliers.map(({ id, code, name, contact, phone, address }) => ({
        ...blank,
        id,
        code,
        name,
        contact,
        phone,
        address,
        isCustomer: false,
        isSupplier: true,
        creditLimit: null,
      })),
    ]);
  });
}

async function writeOpenings(writing: Writing, plan: DemoPlan, businessDate: string): Promise<void> {
  const { kinds } = writing;
  await submitAll(writing, [
    ...plan.openingStocks.map((opening) =>
      prepared(writing, kinds["opening-stock"], openingStockDraft(writing, opening, businessDate)),
    ),
    ...plan.openingBalances.map((opening) =>
      prepared(writing, kinds["opening-balance"], openingBalanceDraft(writing, opening, businessDate)),
    ),
  ]);
}
function openingStockDraft(writing: Writing, opening: OpeningStockPlan, businessDate: string): Draft {
  const warehouseId = writing.warehouses[opening.place];
  const lines = opening.lines.map(({ item, baseQuantity, value }): DraftLine => {
    const quantity = BigInt(baseQuantity / item.perBox) * oneUnit;
    return {
      ...blankLine,
      itemId: item.id,
      warehouseId,
      unit: boxUnit,
      factor: BigInt(item.perBox) * oneUnit,
      quantity,
      baseQuantity: BigInt(baseQuantity) * oneUnit,
      price: parseUnitPrice(formatMoney(item.purchaseBox)),
      taxRate: parseTaxRate(item.taxRate),
      net: value,
      gross: value,
    };
  });
  return draftOf(writing, "opening-stock", opening.id, businessDate, warehouseId, lines);
}
function openingBalanceDraft(writing: Writing, opening: OpeningBalancePlan, businessDate: string): Draft {
  const lines = opening.lines.map(
    ({ partnerId, amount }): DraftLine => ({
      ...blankLine,
      partnerId,
      side: opening.side,
      net: amount,
      gross: amount,
    }),
  );
  return draftOf(writing, "opening-balance", opening.id, businessDate, null, lines);
}
function draftOf(
  { company }: Writing,
  type: "opening-stock" | "opening-balance",
  id: string,
  businessDate: string,
  warehouseId: string | null,
  lines: readonly Omit<DraftLine, "lineNo">[],
): Draft {
  const author = { userId: company.ownerId, userName: company.ownerName };
  const { ownerName: handler } = company;
  return preparedDraft({ id, type, businessDate, warehouseId, handler, note: "盘点后启用", lines, author });
}

/** Approvals side by side as far as they go; whatever must find the books at rest stands alone. */
function* batchesOf(steps: readonly Step[]): Generator<readonly Step[]> {
  let batch: Step[] = [];
  for (const step of steps) {
    const alone = step.does !== "approve" || step.isBackdated;
    if (batch.length > 0 && (alone || batch.length >= documentsAtOnce)) {
      yield batch;
      batch = [];
    }
    if (alone) yield [step];
    else batch.push(step);
  }
  if (batch.length > 0) yield batch;
}
function stepOf(batch: readonly Step[]): string {
  const last = batch.at(-1);
  const isBackdated = last?.does === "approve" && last.isBackdated;
  return `${isBackdated ? "正在补录" : "正在录入"} ${last?.document.body.businessDate.slice(0, 7) ?? ""} 的单据`;
}

async function writeBatch(writing: Writing, batch: readonly Step[]): Promise<void> {
  const [only] = batch;
  if (!only || only.does === "approve")
    return submitAll(
      writing,
      batch.map((step) => approval(writing, step.document)),
    );
  const { db, kinds, company } = writing;
  const { document } = only;
  const kind = kinds[document.type];
  const author = authorOf(company);
  const request = {
    orgId: company.orgId,
    kind,
    author,
    timeZone,
    idempotency: { key: `demo:${only.does}:${document.id}` },
    hash: sha256(only.does, document.id),
  };
  switch (only.does) {
    case "un-approve":
      await reverseDocument(db, { ...request, id: document.id, version: undefined });
      return;
    case "approve-again":
      return submitAll(writing, [{ ...request, source: { from: "draft", id: document.id, version: undefined } }]);
    case "save-draft":
      return unlessDoneBefore("document.id_taken", () =>
        db.inCompany(company.orgId, (tx) =>
          createDraft(tx, kind, { ...document.body, id: document.id }, { ...author, timeZone }),
        ),
      );
    case "void":
      return unlessDoneBefore("document.not_draft", () =>
        db.inCompany(company.orgId, (tx) => voidDraft(tx, kind, document.id, undefined, author, only.reason)),
      );
  }
}
async function unlessDoneBefore(code: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== code) throw error;
  }
}

function authorOf(company: DemoPayload) {
  return { userId: company.ownerId, userName: company.ownerName };
}
function approval(writing: Writing, { id, type, body }: TradePlan): PostRequest {
  return {
    orgId: writing.company.orgId,
    kind: writing.kinds[type],
    author: authorOf(writing.company),
    timeZone,
    idempotency: { key: `demo:${id}` },
    hash: sha256(JSON.stringify(body)),
    source: { from: "body", id, body },
  };
}
function prepared(writing: Writing, kind: DocumentKind, draft: Draft): PostRequest {
  return {
    orgId: writing.company.orgId,
    kind,
    author: authorOf(writing.company),
    timeZone,
    idempotency: { key: `demo:${draft.id}` },
    hash: sha256("opening", draft.id),
    source: { from: "prepared", draft },
  };
}
/** In order: the trains take requests as they came, so the numbers are the same every time. */
async function submitAll({ trains }: Writing, requests: readonly PostRequest[]): Promise<void> {
  const outcomes = await Promise.allSettled(requests.map((request) => trains.submit(request)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
}
