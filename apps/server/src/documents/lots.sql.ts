import type { Query } from "../platform/db.ts";
import type { Accepted } from "./decide.ts";
import type { Facts } from "./facts.ts";

/** Lots and serial numbers that come in for the first time; one that is known gets the dates it has not got yet. */
export function newLotStatements(orgId: string, accepted: readonly Accepted[], facts: Facts): readonly Query[] {
  const lots = new Map<string, { itemId: string; lot: string; producedOn: string | null; expiresOn: string | null }>();
  for (const { document } of accepted)
    for (const { itemId, lot, serials, producedOn, expiresOn } of document.lines) {
      if (itemId === null) continue;
      for (const name of serials ?? (lot === null ? [] : [lot])) {
        const known = facts.lots.get(`${itemId}/${name}`);
        const says = (producedOn !== null && !known?.producedOn) || (expiresOn !== null && !known?.expiresOn);
        if (!known || says) lots.set(`${itemId}/${name}`, { itemId, lot: name, producedOn, expiresOn });
      }
    }
  const rows = [...lots.values()];
  if (rows.length === 0) return [];
  return [
    {
      name: "lot_insert",
      text: `insert into lot as t (org_id, item_id, lot, produced_on, expires_on)
             select $1, * from unnest($2::uuid[], $3::text[], $4::date[], $5::date[])
             on conflict (org_id, item_id, lot) do update set produced_on = coalesce(t.produced_on, excluded.produced_on), expires_on = coalesce(t.expires_on, excluded.expires_on)`,
      values: [
        orgId,
        rows.map((row) => row.itemId),
        rows.map((row) => row.lot),
        rows.map((row) => row.producedOn),
        rows.map((row) => row.expiresOn),
      ],
    },
  ];
}
