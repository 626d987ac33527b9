import { formatPeriod, type Period, periodOf } from "@zhangshi/core";
import type { DocumentKinds } from "../../documents/document-kind.ts";
import type { Trains } from "../../documents/train.ts";
import type { Database } from "../../platform/db.ts";
import { newId } from "../../platform/identifiers.ts";
import type { Progress } from "../../platform/jobs.ts";
import { createCompany, demoSetup } from "../identity/index.ts";
import {
  type BookTotals,
  type DemoCompany,
  type DocumentTotal,
  findDemoCompany,
  readBookTotals,
  readDocumentTotals,
} from "./demo.sql.ts";
import { fillDemoCompany } from "./fill.ts";

type Tools = { readonly db: Database; readonly trains: Trains; readonly kinds: DocumentKinds };
export type MadeDemo = {
  /** False: there was one, and nothing was touched. */
  readonly isNew: boolean;
  readonly company: Pick<DemoCompany, "id" | "name">;
  readonly loginName: string;
  /** Known only now: the database keeps its hash. */
  readonly password: string | null;
  readonly documents: readonly DocumentTotal[];
  readonly books: BookTotals;
};

/** Company, owner and a year of business; at most one demo company per database. */
export async function makeDemoCompany(
  tools: Tools,
  options: { readonly seed: number; readonly today: string; readonly days?: number },
  progress: Progress,
): Promise<MadeDemo> {
  const { db } = tools;
  const loginName = "demo";
  const existing = await findDemoCompany(db.platform);
  if (existing)
    return { isNew: false, company: existing, loginName, password: null, ...(await totalsOf(db, existing.id)) };
  const password = newId().slice(-12);
  const setup = { ...demoSetup(loginName, password), startPeriod: formatPeriod(aYearBefore(periodOf(options.today))) };
  const created = await createCompany(db, setup, { isDemo: true, onlyFirst: false });
  await fillDemoCompany(tools, { ...created, ownerName: setup.ownerName, ...options }, progress);
  return {
    isNew: true,
    company: { id: created.orgId, name: setup.companyName },
    loginName,
    password,
    ...(await totalsOf(db, created.orgId)),
  };
}
function aYearBefore(period: Period): Period {
  return period - 100;
}
async function totalsOf(db: Database, orgId: string): Promise<Pick<MadeDemo, "documents" | "books">> {
  return db.inCompany(orgId, async (tx) => ({
    documents: await readDocumentTotals(tx),
    books: await readBookTotals(tx),
  }));
}
