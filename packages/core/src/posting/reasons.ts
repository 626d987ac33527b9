import type { AccountRoles } from "../accounting/chart.ts";

type Direction = "in" | "out";
type Reason = {
  readonly code: string;
  readonly name: string;
  readonly direction: Direction;
  readonly account: keyof AccountRoles;
  /** 进项税额转出: 非正常损失 and goods for welfare cannot deduct their input tax (增值税法 第二十二条; E14). */
  readonly losesInputTax: boolean;
  /** 损失: nobody wanted the goods to go, so somebody may have to pay for them (赔偿). */
  readonly isLoss?: true;
};
const listed = [
  { code: "found", name: "盘盈", direction: "in", account: "otherIncome", losesInputTax: false },
  { code: "gift-received", name: "获赠", direction: "in", account: "otherIncome", losesInputTax: false },
  { code: "returned-use", name: "领用退回", direction: "in", account: "managementExpense", losesInputTax: false },
  { code: "other-in", name: "其他入库", direction: "in", account: "otherIncome", losesInputTax: false },
  { code: "own-use", name: "领用", direction: "out", account: "managementExpense", losesInputTax: false },
  { code: "sample", name: "样品、赠送", direction: "out", account: "sellingExpense", losesInputTax: false },
  { code: "welfare", name: "职工福利", direction: "out", account: "managementExpense", losesInputTax: true },
  { code: "expired", name: "过期报废", direction: "out", account: "otherLoss", losesInputTax: true, isLoss: true },
  { code: "damaged", name: "保管不善损失", direction: "out", account: "otherLoss", losesInputTax: true, isLoss: true },
  {
    code: "natural-loss",
    name: "自然损耗",
    direction: "out",
    account: "managementExpense",
    losesInputTax: false,
    isLoss: true,
  },
  {
    code: "disaster",
    name: "自然灾害损失",
    direction: "out",
    account: "otherLoss",
    losesInputTax: false,
    isLoss: true,
  },
  { code: "other-out", name: "其他出库", direction: "out", account: "otherLoss", losesInputTax: false, isLoss: true },
] as const satisfies readonly Reason[];

export type StockReasonCode<D extends Direction = Direction> = Extract<
  (typeof listed)[number],
  { readonly direction: D }
>["code"];
/** 出入库原因 as data: which account the goods go to or come from, and whether their input tax is lost with them. */
export type StockReason<D extends Direction = Direction> = Reason & { readonly code: StockReasonCode<D> };
export const stockReasons: readonly StockReason[] = listed;

export function reasonsFor<D extends Direction>(direction: D): readonly StockReason<D>[] {
  return stockReasons.filter((reason): reason is StockReason<D> => reason.direction === direction);
}
/** 损失 may be paid for by somebody (赔偿); what the company wanted to go may not. */
export function isLossReason(code: StockReasonCode | null): boolean {
  return stockReasons.some((reason) => reason.code === code && reason.isLoss === true);
}
export function reasonOf(code: StockReasonCode | null, direction: Direction): StockReason {
  const found = stockReasons.find((reason) => reason.code === code && reason.direction === direction);
  if (!found) throw new Error(`no reason ${code} for goods that go ${direction}`);
  return found;
}
