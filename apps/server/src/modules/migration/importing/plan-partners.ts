import type { Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/identifiers.ts";
import {
  addRoles,
  findPartnersByCode,
  findPartnersByName,
  insertPartners,
  type PartnerWrite,
  updatePartners,
} from "../../partners/index.ts";
import type { PartnerRecord } from "../recognition/records.ts";
import type { BalanceOpening } from "./openings.ts";
import { partnersWithOpening, takeCodes } from "./references.sql.ts";

export type ClassifiedPartner = {
  readonly record: PartnerRecord;
  readonly existing: {
    readonly id: string;
    readonly code: string;
    readonly isCustomer: boolean;
    readonly isSupplier: boolean;
  } | null;
};

/** Which partners the company has already: by code, else by name. Reads only. */
export async function classifyPartners(
  tx: Tx,
  records: readonly PartnerRecord[],
): Promise<readonly ClassifiedPartner[]> {
  const codes = await findPartnersByCode(
    tx,
    records.flatMap((record) => record.code ?? []),
  );
  const names = await findPartnersByName(
    tx,
    records.flatMap((record) => (record.code === undefined ? record.name : [])),
  );
  return records.map((record) => ({
    record,
    existing: (record.code === undefined ? names.get(record.name)?.[0] : codes.get(record.code)) ?? null,
  }));
}

export type WrittenPartners = {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly openings: readonly BalanceOpening[];
  readonly openingsThere: number;
};
export async function writePartners(
  tx: Tx,
  plan: readonly ClassifiedPartner[],
  options: { readonly existing: "skip" | "update" },
): Promise<WrittenPartners> {
  const coded = await withCodes(tx, plan);
  const writes = coded.map(({ record, existing, code }) => ({
    existing,
    record,
    partner: partnerFrom(record, existing?.id ?? newId(), existing, code),
  }));
  const fresh = writes.filter((write) => write.existing === null);
  await insertPartners(
    tx,
    fresh.map((write) => write.partner),
  );
  const known = writes.filter((write) => write.existing !== null);
  if (options.existing === "update")
    await updatePartners(
      tx,
      known.map((write) => write.partner),
    );
  else
    await addRoles(
      tx,
      known
        .filter(
          ({ existing, partner }) =>
            existing?.isCustomer !== partner.isCustomer || existing?.isSupplier !== partner.isSupplier,
        )
        .map((write) => write.partner),
    );
  const there = await partnersWithOpening(
    tx,
    writes.map((write) => write.partner.id),
  );
  const wanted = writes.flatMap(({ record, partner }) => openingsOf(record, partner.id));
  const openings = wanted.filter((opening) => !there.has(`${opening.partnerId}/${opening.side}`));
  return {
    created: fresh.length,
    updated: options.existing === "update" ? known.length : 0,
    skipped: options.existing === "update" ? 0 : known.length,
    openings,
    openingsThere: wanted.length - openings.length,
  };
}

function openingsOf(record: PartnerRecord, partnerId: string): readonly BalanceOpening[] {
  return [
    { partnerId, side: "receivable" as const, amount: record.openingReceivable },
    { partnerId, side: "payable" as const, amount: record.openingPayable },
  ].flatMap(({ amount, ...rest }) =>
    amount === undefined || /^-?0(\.0*)?$/.test(amount) ? [] : [{ ...rest, amount: twoDecimals(amount) }],
  );
}
function twoDecimals(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.slice(0, 2).padEnd(2, "0")}`;
}

async function withCodes(tx: Tx, plan: readonly ClassifiedPartner[]) {
  const typed = new Set(plan.flatMap(({ record }) => record.code ?? []));
  const missing = plan.filter(({ record, existing }) => record.code === undefined && existing === null);
  const free: string[] = [];
  while (free.length < missing.length) {
    const wanted = missing.length - free.length;
    const isSupplier = missing[0]?.record.target === "suppliers";
    const first = await takeCodes(tx, isSupplier ? "supplier" : "customer", wanted);
    const block = Array.from(
      { length: wanted },
      (_, index) => `${isSupplier ? "G" : "K"}${String(first + index).padStart(4, "0")}`,
    );
    const taken = await findPartnersByCode(tx, block);
    free.push(...block.filter((code) => !taken.has(code) && !typed.has(code)));
  }
  let next = 0;
  return plan.map((one) => ({ ...one, code: one.existing?.code ?? one.record.code ?? free[next++] ?? "" }));
}

function partnerFrom(
  record: PartnerRecord,
  id: string,
  existing: ClassifiedPartner["existing"],
  code: string,
): PartnerWrite {
  return {
    id,
    code,
    name: record.name.slice(0, 200),
    isCustomer: record.target !== "suppliers" || (existing?.isCustomer ?? false),
    isSupplier: record.target !== "customers" || (existing?.isSupplier ?? false),
    contact: (record.contact ?? "").slice(0, 60),
    phone: [record.mobile, record.phone]
      .filter((part) => part !== undefined && part !== "")
      .join(" / ")
      .slice(0, 60),
    address: (record.address ?? "").slice(0, 300),
    taxNumber: (record.taxNumber ?? "").slice(0, 40),
    bankName: (record.bank ?? "").slice(0, 100),
    bankAccount: (record.account ?? "").slice(0, 60),
    creditLimit: record.creditLimit === undefined ? null : twoDecimals(record.creditLimit),
    note: [record.note, record.email, record.parentName === undefined ? undefined : `所属 ${record.parentName}`]
      .filter((part) => part !== undefined && part !== "")
      .join("；")
      .slice(0, 500),
    disabled: record.disabled ?? false,
  };
}
