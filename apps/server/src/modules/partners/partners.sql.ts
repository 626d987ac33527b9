import type { Tx } from "../../platform/db.ts";
import { initialsOf, searchTextOf } from "../../platform/pinyin.ts";
import type { PartnerWrite, StoredPartner } from "./partner.ts";

/** Rows of one statement: large enough that the round trip does not count, small enough that others are served meanwhile. */
const rowsPerStatement = 2000;

/** New partners, 2,000 rows a statement. A taken code is a unique violation. */
export async function insertPartners(tx: Tx, partners: readonly PartnerWrite[]): Promise<void> {
  for (let start = 0; start < partners.length; start += rowsPerStatement)
    await tx.query({
      name: "partner_insert",
      text: `insert into partner (org_id, id, code, name, is_customer, is_supplier, contact, phone, address, tax_number, bank_name, bank_account, credit_limit, pinyin, search_text, note, disabled)
             select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::numeric[], $14::text[], $15::text[], $16::text[], $17::boolean[])`,
      values: [tx.orgId, ...columnsOf(partners.slice(start, start + rowsPerStatement))],
    });
}
/** Partners as they shall be from now on; each gets the next version. */
export async function updatePartners(tx: Tx, partners: readonly PartnerWrite[]): Promise<void> {
  for (let start = 0; start < partners.length; start += rowsPerStatement)
    await tx.query({
      name: "partner_update",
      text: `update partner as p set
               code = x.code, name = x.name, is_customer = x.is_customer, is_supplier = x.is_supplier, contact = x.contact, phone = x.phone, address = x.address, tax_number = x.tax_number, bank_name = x.bank_name, bank_account = x.bank_account,
               credit_limit = x.credit_limit, pinyin = x.pinyin, search_text = x.search_text, note = x.note, disabled = x.disabled, updated_at = now(), version = p.version + 1
             from unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::numeric[], $14::text[], $15::text[], $16::text[], $17::boolean[])
               as x(id, code, name, is_customer, is_supplier, contact, phone, address, tax_number, bank_name, bank_account, credit_limit, pinyin, search_text, note, disabled)
             where p.org_id = $1 and p.id = x.id`,
      values: [tx.orgId, ...columnsOf(partners.slice(start, start + rowsPerStatement))],
    });
}
function columnsOf(partners: readonly PartnerWrite[]): readonly unknown[] {
  const column = (pick: (partner: PartnerWrite) => unknown) => partners.map(pick);
  return [
    column((p) => p.id),
    column((p) => p.code),
    column((p) => p.name),
    column((p) => p.isCustomer),
    column((p) => p.isSupplier),
    column((p) => p.contact),
    column((p) => p.phone),
    column((p) => p.address),
    column((p) => p.taxNumber),
    column((p) => p.bankName),
    column((p) => p.bankAccount),
    column((p) => p.creditLimit),
    column((p) => initialsOf(p.name)),
    column((p) => searchTextOf([p.code, p.name, p.contact, p.phone])),
    column((p) => p.note),
    column((p) => p.disabled),
  ];
}

export type PartnerRow = {
  id: string;
  code: string;
  name: string;
  is_customer: boolean;
  is_supplier: boolean;
  contact: string;
  phone: string;
  address: string;
  tax_number: string;
  bank_name: string;
  bank_account: string;
  credit_limit: string | null;
  note: string;
  disabled: boolean;
  version: number;
  receivable: string;
  payable: string;
};
export function partnerFrom(row: PartnerRow): StoredPartner {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    isCustomer: row.is_customer,
    isSupplier: row.is_supplier,
    contact: row.contact,
    phone: row.phone,
    address: row.address,
    taxNumber: row.tax_number,
    bankName: row.bank_name,
    bankAccount: row.bank_account,
    creditLimit: row.credit_limit,
    note: row.note,
    disabled: row.disabled,
    version: row.version,
    receivable: row.receivable,
    payable: row.payable,
  };
}
export async function findPartner(tx: Tx, id: string): Promise<StoredPartner | undefined> {
  const [row] = await tx.query<PartnerRow>({
    name: "partner_find",
    text: `select p.id, p.code, p.name, p.is_customer, p.is_supplier, p.contact, p.phone, p.address, p.tax_number, p.bank_name, p.bank_account, p.credit_limit, p.note, p.disabled, p.version,
                  coalesce(r.amount, 0) as receivable, coalesce(y.amount, 0) as payable
           from partner p
           left join partner_balance r on r.org_id = $1 and r.partner_id = p.id and r.side = 'receivable'
           left join partner_balance y on y.org_id = $1 and y.partner_id = p.id and y.side = 'payable'
           where p.org_id = $1 and p.id = $2`,
    values: [tx.orgId, id],
  });
  return row && partnerFrom(row);
}
/** Locked until the transaction ends, so that two edits cannot both be the newest. */
export async function lockPartner(tx: Tx, id: string): Promise<StoredPartner | undefined> {
  await tx.query({
    name: "partner_lock",
    text: "select id from partner where org_id = $1 and id = $2 for no key update",
    values: [tx.orgId, id],
  });
  return findPartner(tx, id);
}
/** Documents and entries that name the partner make a foreign key violation. */
export async function deletePartner(tx: Tx, id: string): Promise<void> {
  await tx.query({
    name: "partner_delete",
    text: "delete from partner where org_id = $1 and id = $2",
    values: [tx.orgId, id],
  });
}

export type FoundPartner = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly isCustomer: boolean;
  readonly isSupplier: boolean;
  readonly disabled: boolean;
};
type FoundRow = {
  id: string;
  code: string;
  name: string;
  is_customer: boolean;
  is_supplier: boolean;
  disabled: boolean;
};
function foundFrom(row: FoundRow): FoundPartner {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    isCustomer: row.is_customer,
    isSupplier: row.is_supplier,
    disabled: row.disabled,
  };
}
export async function findPartnersByCode(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, FoundPartner>> {
  const rows = await tx.query<FoundRow>({
    name: "partner_by_code",
    text: "select id, code, name, is_customer, is_supplier, disabled from partner where org_id = $1 and code = any($2::text[])",
    values: [tx.orgId, codes],
  });
  return new Map(rows.map((row) => [row.code, foundFrom(row)]));
}
/** Names need not be unique: every partner of that name, by code. */
export async function findPartnersByName(
  tx: Tx,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly FoundPartner[]>> {
  const rows = await tx.query<FoundRow>({
    name: "partner_by_name",
    text: "select id, code, name, is_customer, is_supplier, disabled from partner where org_id = $1 and name = any($2::text[]) order by code",
    values: [tx.orgId, names],
  });
  const found = new Map<string, FoundPartner[]>();
  for (const row of rows) {
    const known = found.get(row.name);
    if (known) known.push(foundFrom(row));
    else found.set(row.name, [foundFrom(row)]);
  }
  return found;
}
/** The newest approved documents with the partner. */
export async function recentDocuments(tx: Tx, partnerId: string, limit: number) {
  return tx.query<{ id: string; type: string; number: string; business_date: string; gross_amount: string }>({
    name: "partner_recent_documents",
    text: `select d.id, d.type, d.number, d.business_date, d.gross_amount from document d
           where d.org_id = $1 and d.partner_id = $2 and d.status = 'approved'
           order by d.business_date desc, d.approved_at desc, d.id desc limit $3`,
    values: [tx.orgId, partnerId, limit],
  });
}

/** A supplier who turns out to be a customer as well is one partner with both roles. */
export async function addRoles(
  tx: Tx,
  roles: readonly { readonly id: string; readonly isCustomer: boolean; readonly isSupplier: boolean }[],
): Promise<void> {
  if (roles.length === 0) return;
  await tx.query({
    name: "partner_add_roles",
    text: `update partner p set is_customer = p.is_customer or x.is_customer, is_supplier = p.is_supplier or x.is_supplier, updated_at = now(), version = p.version + 1
           from unnest($2::uuid[], $3::boolean[], $4::boolean[]) x(id, is_customer, is_supplier)
           where p.org_id = $1 and p.id = x.id`,
    values: [
      tx.orgId,
      roles.map((one) => one.id),
      roles.map((one) => one.isCustomer),
      roles.map((one) => one.isSupplier),
    ],
  });
}
