import type { z } from "zod";
import type { companySetup } from "@zhangshi/contract";
import { chartOfAccounts, parsePeriod } from "@zhangshi/core";
import { recordAudit } from "../../platform/audit.sql.ts";
import { type Database, violatedConstraint } from "../../platform/db.ts";
import { newId } from "../../platform/identifiers.ts";
import { refused, refusedAt } from "../../platform/refused.ts";
import {
  countCompanies,
  insertAccounts,
  insertCompany,
  insertFirstWarehouse,
  insertMembership,
  insertUser,
  lockDirectory,
} from "./identity.sql.ts";
import { hashPassword } from "./passwords.ts";

export type CompanySetup = z.output<typeof companySetup>;
export type CreatedCompany = { readonly orgId: string; readonly ownerId: string; readonly warehouseId: string };

/** 建账套: the company, its books, chart of accounts, first warehouse and owner, all or nothing. */
export async function createCompany(
  db: Database,
  setup: CompanySetup,
  options: { readonly isDemo: boolean; readonly onlyFirst: boolean },
): Promise<CreatedCompany> {
  const created = { orgId: newId(), ownerId: newId(), warehouseId: newId() };
  const passwordHash = await hashPassword(setup.password);
  try {
    await db.inCompany(created.orgId, async (tx) => {
      await lockDirectory(tx);
      const existing = await countCompanies(tx);
      if (options.onlyFirst && (options.isDemo ? existing.all : existing.own) > 0) throw refused("setup.done");
      await insertCompany(tx, {
        orgId: created.orgId,
        name: setup.companyName,
        isDemo: options.isDemo,
        accountingStandard: setup.accountingStandard,
        taxStatus: setup.taxStatus,
        costingMethod: setup.costingMethod,
        costScope: setup.costScope,
        negativeStock: setup.negativeStock,
        startPeriod: parsePeriod(setup.startPeriod),
        defaultTaxRate: setup.taxStatus === "general" ? "0.13" : "0.01",
      });
      await insertAccounts(tx, chartOfAccounts(setup.accountingStandard, setup.taxStatus));
      await insertFirstWarehouse(tx, created.warehouseId, setup.warehouseName);
      await insertUser(tx, {
        id: created.ownerId,
        loginName: setup.loginName,
        displayName: setup.ownerName,
        passwordHash,
      });
      await insertMembership(tx, created.ownerId, created.orgId, "owner");
      await recordAudit(
        tx,
        { userId: created.ownerId, userName: setup.ownerName },
        { action: "company.create", subjectType: "company", subjectId: created.orgId },
      );
    });
  } catch (error) {
    if (violatedConstraint(error) === "app_user_login_name") throw refusedAt("loginName", "user.name_taken");
    throw error;
  }
  return created;
}
