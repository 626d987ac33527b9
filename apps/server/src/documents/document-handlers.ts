import type { DocumentRow, RouteName } from "@zhangshi/contract";
import { formatQuantity, parseQuantity } from "@zhangshi/core";
import type { Database, Tx } from "../platform/db.ts";
import { writeWorkbook } from "../platform/excel.ts";
import type { Context, Handlers } from "../platform/http.ts";
import { newId, sha256 } from "../platform/identifiers.ts";
import { cursorFrom, cursorOf } from "../platform/cursor.ts";
import { judgedVersion, judgedVersionAlone, refuseTooFarBack, tooFarBack } from "./backdating.ts";
import { closeOrder, reopenOrder } from "./close-order.ts";
import type { DocumentKind } from "./document-kind.ts";
import {
  type DocumentListRow,
  type ListFilter,
  listDocuments,
  type ListSort,
  sumDocuments,
} from "./document-view.sql.ts";
import { viewDocument } from "./document-view.ts";
import { orderRowsOf } from "./order-view.ts";
import type { PostRequest } from "./post-request.ts";
import { previewDocument } from "./preview.ts";
import { reverseDocument } from "./reverse.ts";
import { createDraft, deleteDraft, loadDocument, updateDraft, voidDraft } from "./save-draft.ts";
import type { Trains } from "./train.ts";

type DocumentRoutePrefix = RouteName extends infer Name
  ? Name extends `${infer Prefix}.createApproved`
    ? Prefix
    : never
  : never;
type DocumentVerb = RouteName extends infer Name
  ? Name extends `salesDeliveries.${infer Verb}`
    ? Verb
    : never
  : never;
type DocumentRouteName<P extends DocumentRoutePrefix> = Extract<RouteName, `${P}.${DocumentVerb}`>;
type OrderPrefix = RouteName extends infer Name
  ? Name extends `${infer Prefix}Orders.close`
    ? `${Prefix}Orders`
    : never
  : never;
type OrderRouteName<P extends OrderPrefix> = Extract<RouteName, `${P}.close` | `${P}.reopen`>;

function seesCost(context: Context): boolean {
  return context.caller.permissions.has("cost.read");
}
function requestOf(context: Context, kind: DocumentKind, source: PostRequest["source"], content: unknown): PostRequest {
  const { caller, idempotency } = context;
  return {
    orgId: caller.orgId,
    kind,
    author: caller,
    timeZone: caller.timeZone,
    idempotency: idempotency && { key: idempotency.key },
    hash: idempotency?.hash ?? sha256(kind.type, JSON.stringify(content)),
    source,
  };
}

async function showDocument(tx: Tx, kind: DocumentKind, id: string, context: Context) {
  return viewDocument(tx, await loadDocument(tx, kind, id), {
    cost: seesCost(context),
    vouchers: context.caller.permissions.has("accounting.read"),
  });
}

/** The ten doors of a kind of document: everything that a kind shares exists once, here. */
function handlersOf(db: Database, trains: Trains, kind: DocumentKind): Handlers<DocumentRouteName<"salesDeliveries">> {
  const show = (tx: Tx, id: string, context: Context) => showDocument(tx, kind, id, context);
  return {
    "salesDeliveries.list": {
      kind: "read",
      run: async (tx, { query }) => {
        const filter = filterOf(kind, query);
        const rows = await listDocuments(
          tx,
          filter,
          { by: query.sort, direction: query.direction },
          cursorFrom(query.cursor),
          query.limit + 1,
        );
        const { total, ...sums } = await sumDocuments(tx, filter);
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        const orders = kind.promises
          ? await orderRowsOf(
              tx,
              page.map((row) => row.id),
            )
          : undefined;
        return {
          rows: page.map((row) => rowView(row, orders?.get(row.id))),
          next: rows.length > query.limit && last ? cursorOf(last.sort_key, last.id) : null,
          total,
          sums: { ...sums, quantity: formatQuantity(parseQuantity(sums.quantity)) },
        };
      },
    },
    "salesDeliveries.export": {
      kind: "read",
      run: (tx, { query }) =>
        exportList(tx, kind, filterOf(kind, query), { by: query.sort, direction: query.direction }),
    },
    "salesDeliveries.show": { kind: "read", run: (tx, { params }, context) => show(tx, params.id, context) },
    "salesDeliveries.create": {
      kind: "write",
      run: async (tx, { body }, context) => {
        refuseTooFarBack(context.caller, body.businessDate);
        return show(tx, await createDraft(tx, kind, body, context.caller), context);
      },
    },
    "salesDeliveries.createApproved": {
      kind: "own",
      run: async ({ body }, context) => {
        refuseTooFarBack(context.caller, body.businessDate);
        return trains.submit(requestOf(context, kind, { from: "body", id: body.id ?? newId(), body }, body));
      },
    },
    "salesDeliveries.update": {
      kind: "write",
      run: async (tx, { params, body }, context) => {
        refuseTooFarBack(context.caller, body.businessDate);
        await updateDraft(tx, kind, params.id, body, context.caller);
        return show(tx, params.id, context);
      },
    },
    "salesDeliveries.delete": {
      kind: "write",
      run: (tx, { params }, context) => deleteDraft(tx, kind, params.id, context.caller) as Promise<never>,
    },
    "salesDeliveries.preview": {
      kind: "read",
      run: async (tx, { body }, context) => {
        const preview = await previewDocument(tx, kind, body, context.caller, {
          cost: seesCost(context),
          accounts: context.caller.permissions.has("accounting.read"),
        });
        const refusals = [...tooFarBack(context.caller, body.businessDate), ...preview.refusals];
        return { ...preview, accepted: refusals.length === 0, refusals };
      },
    },
    "salesDeliveries.approve": {
      kind: "own",
      run: async ({ params, body }, context) => {
        const version = await judgedVersionAlone(db, kind, params.id, body.version, context.caller);
        return trains.submit(requestOf(context, kind, { from: "draft", id: params.id, version }, { id: params.id }));
      },
    },
    "salesDeliveries.unapprove": {
      kind: "own",
      run: async ({ params, body }, context) =>
        reverseDocument(db, {
          orgId: context.caller.orgId,
          kind,
          id: params.id,
          version: await judgedVersionAlone(db, kind, params.id, body.version, context.caller),
          author: context.caller,
          timeZone: context.caller.timeZone,
          idempotency: context.idempotency && { key: context.idempotency.key },
          hash: context.idempotency?.hash ?? sha256(params.id),
        }),
    },
    "salesDeliveries.void": {
      kind: "write",
      run: async (tx, { params, body }, context) => {
        const version = await judgedVersion(tx, kind, params.id, body.version, context.caller);
        return voidDraft(tx, kind, params.id, version, context.caller, body.reason);
      },
    },
  };
}

/** 手工关闭 and back, of the kinds that have a rest to give up. */
export function orderHandlers<P extends OrderPrefix>(prefix: P, kind: DocumentKind): Handlers<OrderRouteName<P>> {
  const handlers: Handlers<OrderRouteName<"salesOrders">> = {
    "salesOrders.close": {
      kind: "write",
      run: async (tx, { params, body }, context) => {
        await closeOrder(tx, kind, { id: params.id, version: body.version, reason: body.reason }, context.caller);
        return showDocument(tx, kind, params.id, context);
      },
    },
    "salesOrders.reopen": {
      kind: "write",
      run: async (tx, { params, body }, context) => {
        await reopenOrder(tx, kind, { id: params.id, version: body.version, reason: body.reason }, context.caller);
        return showDocument(tx, kind, params.id, context);
      },
    },
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name.replace("salesOrders", prefix), handler]),
  ) as unknown as Handlers<OrderRouteName<P>>;
}

/** The same handlers under another kind's route names. */
export function documentHandlers<P extends DocumentRoutePrefix>(
  prefix: P,
  db: Database,
  trains: Trains,
  kind: DocumentKind,
): Handlers<DocumentRouteName<P>> {
  return Object.fromEntries(
    Object.entries(handlersOf(db, trains, kind)).map(([name, handler]) => [
      name.replace("salesDeliveries", prefix),
      handler,
    ]),
  ) as unknown as Handlers<DocumentRouteName<P>>;
}

function filterOf(
  kind: DocumentKind,
  query: {
    readonly search: string;
    readonly status?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly partnerId?: string | undefined;
    readonly warehouseId?: string | undefined;
    readonly execution?: string | undefined;
  },
): ListFilter {
  return {
    type: kind.type,
    search: query.search.trim(),
    status: query.status,
    from: query.from,
    to: query.to,
    partnerId: query.partnerId,
    warehouseId: query.warehouseId,
    execution: query.execution,
  };
}
function rowView(row: DocumentListRow, order: DocumentRow["order"]) {
  return {
    id: row.id,
    type: row.type as "sales-delivery",
    number: row.number,
    status: row.status as "draft",
    businessDate: row.business_date,
    partner: row.partner,
    warehouse: row.warehouse,
    handler: row.handler,
    quantity: formatQuantity(parseQuantity(row.quantity)),
    netAmount: row.net_amount,
    taxAmount: row.tax_amount,
    grossAmount: row.gross_amount,
    lineCount: row.line_count,
    note: row.note,
    ...(order ? { order } : {}),
    createdBy: row.created_by_name,
    updatedAt: row.updated_at.toISOString(),
  };
}

const orderStateWords = { none: "未执行", partial: "部分执行", done: "已完成", closed: "已关闭" } as const;
function orderCells(order: DocumentRow["order"]): readonly (string | null)[] {
  const state = order?.state ?? null;
  return [
    order?.expectedDate ?? null,
    state === null ? "" : orderStateWords[state],
    order?.executed ?? null,
    order?.open ?? null,
  ];
}
const statusWords: Readonly<Record<string, string>> = { draft: "草稿", approved: "已审核", void: "已作废" };
const largestExport = 200_000;
async function exportList(tx: Tx, kind: DocumentKind, filter: ListFilter, sort: ListSort) {
  const rows = await listDocuments(tx, filter, sort, null, largestExport);
  const orders = kind.promises
    ? await orderRowsOf(
        tx,
        rows.map((row) => row.id),
      )
    : null;
  const content = await writeWorkbook({
    sheetName: kind.name,
    columns: [
      { heading: "单号", kind: "text" },
      { heading: "日期", kind: "date" },
      { heading: "状态", kind: "text" },
      { heading: kind.partnerRole === "supplier" ? "供应商" : "客户", kind: "text" },
      { heading: "仓库", kind: "text" },
      { heading: "经手人", kind: "text" },
      { heading: "数量", kind: "quantity" },
      { heading: "不含税金额", kind: "money" },
      { heading: "税额", kind: "money" },
      { heading: "价税合计", kind: "money" },
      { heading: "备注", kind: "text" },
      { heading: "制单", kind: "text" },
      ...(orders
        ? ([
            { heading: kind.promises === "reserved" ? "预计交货" : "预计到货", kind: "date" },
            { heading: "执行情况", kind: "text" },
            { heading: "已执行", kind: "quantity" },
            { heading: "未完", kind: "quantity" },
          ] as const)
        : []),
    ],
    rows: rows.map((row) => [
      row.number ?? "",
      row.business_date,
      statusWords[row.status] ?? row.status,
      row.partner,
      row.warehouse,
      row.handler,
      row.quantity,
      row.net_amount,
      row.tax_amount,
      row.gross_amount,
      row.note,
      row.created_by_name,
      ...(orders ? orderCells(orders.get(row.id)) : []),
    ]),
  });
  return { fileName: `${kind.name}.xlsx`, content };
}
