import { openApiDocument, routes } from "@zhangshi/contract";
import type { FastifyInstance } from "fastify";
import { documentHandlers, orderHandlers } from "./documents/document-handlers.ts";
import type { DocumentKinds } from "./documents/document-kind.ts";
import { createTrains, type Trains } from "./documents/train.ts";
import { accountingHandlers, comparisonJob, comparisonRunner, monthEndCost } from "./modules/accounting/index.ts";
import { catalogHandlers } from "./modules/catalog/index.ts";
import { fillDemoCompany } from "./modules/demo/index.ts";
import { createSessions, identityHandlers, permissionNames } from "./modules/identity/index.ts";
import {
  assembly,
  costAdjustment,
  countTaskHandlers,
  disassembly,
  inventoryHandlers,
  openingStock,
  otherIssue,
  otherReceipt,
  stockCount,
  transfer,
  transferLoss,
  transferReceipt,
  transferShipment,
} from "./modules/inventory/index.ts";
import { jobHandlers, migrationHandlers, runImport } from "./modules/migration/index.ts";
import { partnersHandlers } from "./modules/partners/index.ts";
import {
  costAllocation,
  priceCorrection,
  purchaseOrder,
  purchaseReceipt,
  purchaseReturn,
} from "./modules/purchasing/index.ts";
import { reportingHandlers } from "./modules/reporting/index.ts";
import { salesDelivery, salesOrder, salesReturn } from "./modules/sales/index.ts";
import { openingBalance } from "./modules/settlement/index.ts";
import type { Database } from "./platform/db.ts";
import { createHttpServer } from "./platform/http.ts";
import { startJobs } from "./platform/jobs.ts";

export const version = "0.1.0";

/** Every kind of 单据: a new one makes the compiler list what is missing. */
export const documentKinds: DocumentKinds = {
  "purchase-order": purchaseOrder,
  "purchase-receipt": purchaseReceipt,
  "purchase-return": purchaseReturn,
  "price-correction": priceCorrection,
  "cost-allocation": costAllocation,
  "sales-order": salesOrder,
  "sales-delivery": salesDelivery,
  "sales-return": salesReturn,
  "other-receipt": otherReceipt,
  "other-issue": otherIssue,
  transfer,
  "transfer-shipment": transferShipment,
  "transfer-receipt": transferReceipt,
  "transfer-loss": transferLoss,
  "stock-count": stockCount,
  assembly,
  disassembly,
  "cost-adjustment": costAdjustment,
  "month-end-cost": monthEndCost,
  "opening-stock": openingStock,
  "opening-balance": openingBalance,
};

export type Application = { readonly http: FastifyInstance; readonly trains: Trains; stop(): Promise<void> };

/** The composition: what is passed to whom. Everything below knows only what it is given. */
export async function createApplication(options: {
  readonly db: Database;
  readonly filesDir: string;
  readonly health: () => Promise<Record<string, unknown>>;
}): Promise<Application> {
  const { db, filesDir } = options;
  const trains = createTrains(db);
  const sessions = createSessions(db);
  const migration = { db, trains, kinds: documentKinds, filesDir };
  const jobs = startJobs(
    db,
    {
      demo: (job, progress) =>
        fillDemoCompany(
          { db, trains, kinds: documentKinds },
          job.payload as Parameters<typeof fillDemoCompany>[1],
          progress,
        ),
      import: (job, progress) => runImport(migration, job, progress),
      [comparisonJob]: comparisonRunner(db),
    },
    (error) => console.error(error),
  );
  const startDemo = (company: {
    readonly orgId: string;
    readonly ownerId: string;
    readonly warehouseId: string;
    readonly ownerName: string;
  }) =>
    jobs.enqueue({
      orgId: company.orgId,
      kind: "demo",
      payload: company,
      createdBy: company.ownerId,
      createdByName: company.ownerName,
    });
  // Named before it is passed: inside the call, the compiler would infer each prefix against every route.
  const handlers = {
    ...identityHandlers(db, sessions, startDemo),
    ...catalogHandlers(),
    ...partnersHandlers(),
    ...documentHandlers("purchaseOrders", db, trains, purchaseOrder),
    ...orderHandlers("purchaseOrders", purchaseOrder),
    ...documentHandlers("purchaseReceipts", db, trains, purchaseReceipt),
    ...documentHandlers("purchaseReturns", db, trains, purchaseReturn),
    ...documentHandlers("priceCorrections", db, trains, priceCorrection),
    ...documentHandlers("costAllocations", db, trains, costAllocation),
    ...documentHandlers("salesOrders", db, trains, salesOrder),
    ...orderHandlers("salesOrders", salesOrder),
    ...documentHandlers("salesDeliveries", db, trains, salesDelivery),
    ...documentHandlers("salesReturns", db, trains, salesReturn),
    ...documentHandlers("openingStocks", db, trains, openingStock),
    ...documentHandlers("otherReceipts", db, trains, otherReceipt),
    ...documentHandlers("otherIssues", db, trains, otherIssue),
    ...documentHandlers("transfers", db, trains, transfer),
    ...documentHandlers("transferShipments", db, trains, transferShipment),
    ...documentHandlers("transferReceipts", db, trains, transferReceipt),
    ...documentHandlers("transferLosses", db, trains, transferLoss),
    ...documentHandlers("stockCounts", db, trains, stockCount),
    ...documentHandlers("assemblies", db, trains, assembly),
    ...documentHandlers("disassemblies", db, trains, disassembly),
    ...documentHandlers("costAdjustments", db, trains, costAdjustment),
    ...inventoryHandlers(),
    ...countTaskHandlers(db, trains),
    ...accountingHandlers(db, jobs),
    ...reportingHandlers(db, documentKinds),
    ...migrationHandlers(migration, jobs),
    ...jobHandlers(db, { [comparisonJob]: "cost.read" }),
  };
  const http = await createHttpServer({
    db,
    handlers,
    findCaller: (token) => sessions.find(token),
    permissionName: (permission) => permissionNames[permission],
    health: options.health,
    openApi: () => openApiDocument(routes, version),
  });
  return {
    http,
    trains,
    async stop() {
      await http.close();
      await jobs.stop();
    },
  };
}
