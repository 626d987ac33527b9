import type { CompanySetup } from "../../apps/server/src/modules/identity/index.ts";
import { newId } from "../../apps/server/src/platform/identifiers.ts";

export const testPassword = "correct horse battery";

/** 恒泰饮料商贸: a general taxpayer that began in March 2026, costs the whole company by moving average and owes no goods. */
export function testCompany(different: Partial<CompanySetup> = {}): CompanySetup {
  return {
    companyName: "恒泰饮料商贸",
    taxStatus: "general",
    accountingStandard: "small-enterprise",
    startPeriod: "2026-03",
    costingMethod: "moving-average",
    costScope: "company",
    negativeStock: false,
    warehouseName: "主仓",
    ownerName: "陈立群",
    loginName: `boss-${newId().slice(-8)}`,
    password: testPassword,
    ...different,
  };
}
