import type { z } from "zod";
import type { companySetup } from "@zhangshi/contract";

export type SetupForm = z.output<typeof companySetup>;

export function firstSetup(today: string): SetupForm {
  return {
    companyName: "",
    taxStatus: "general",
    accountingStandard: "small-enterprise",
    startPeriod: today.slice(0, 7),
    costingMethod: "moving-average",
    costScope: "company",
    negativeStock: false,
    warehouseName: "主仓",
    ownerName: "",
    loginName: "",
    password: "",
  };
}

/** A shop may begin next month, or enter what it did since up to two years ago. */
export function offeredPeriods(today: string): readonly string[] {
  const now = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  return Array.from({ length: 26 }, (_, index) => now + 1 - index).map(
    (count) => `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`,
  );
}
