import type { PartnerBody, PartnerView } from "@zhangshi/contract";
import { formatMoney, parseMoney } from "@zhangshi/core";

/** A partner 往来单位 as it is written; amounts are decimal strings. */
export type PartnerWrite = Omit<PartnerBody, "id" | "version"> & { readonly id: string };
export type StoredPartner = PartnerWrite & {
  readonly version: number;
  readonly receivable: string;
  readonly payable: string;
};

export function partnerFromBody(id: string, body: PartnerBody): PartnerWrite {
  const { version: _version, ...rest } = body;
  return { ...rest, id };
}
export function viewPartner(partner: StoredPartner): PartnerView {
  return {
    ...partner,
    creditLimit: partner.creditLimit === null ? null : money(partner.creditLimit),
    receivable: money(partner.receivable),
    payable: money(partner.payable),
  };
}
export function money(text: string): string {
  return formatMoney(parseMoney(text));
}

/** "信用额度 1000.00 → 2000.00": what the audit says about a change. */
export function describeChange(before: PartnerWrite, after: PartnerWrite): string {
  const told: readonly (readonly [string, string, string])[] = [
    ["编码", before.code, after.code],
    ["名称", before.name, after.name],
    ["客户", yesNo(before.isCustomer), yesNo(after.isCustomer)],
    ["供应商", yesNo(before.isSupplier), yesNo(after.isSupplier)],
    ["电话", before.phone, after.phone],
    ["税号", before.taxNumber, after.taxNumber],
    ["开户行", before.bankName, after.bankName],
    ["账号", before.bankAccount, after.bankAccount],
    ["信用额度", limit(before.creditLimit), limit(after.creditLimit)],
    ["停用", yesNo(before.disabled), yesNo(after.disabled)],
  ];
  const changes = told
    .filter(([, old, now]) => old !== now)
    .map(([label, old, now]) => `${label} ${old || "空"} → ${now || "空"}`);
  return [`${after.code} ${after.name}`, ...changes].join("；");
}
function yesNo(flag: boolean): string {
  return flag ? "是" : "否";
}
function limit(text: string | null): string {
  return text === null ? "不限" : money(text);
}
