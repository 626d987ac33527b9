import { useEffect, useRef } from "react";
import { api, type Reply } from "../../app/api.ts";
import { usePermission } from "../../app/session.tsx";
import { type DocumentKind, takesGoods } from "./document-kind.ts";
import type { FormLine } from "./document.form.ts";
import { type LotRow, proposedLot, saysLots, withLotBooks } from "./lots.form.ts";
import type { DocumentFormState } from "./use-document-form.ts";

/** 先到期先出 is proposed once for a line that has no lot yet; whoever takes it out again means it. */
export function useLotProposals(kind: DocumentKind, state: DocumentFormState): void {
  const asked = useRef(new Set<string>());
  const mayStock = usePermission("stock.read");
  const { form, now, change } = state;
  useEffect(() => {
    if (!mayStock || !saysLots(kind)) return;
    const propose = async (line: FormLine, itemId: string) => {
      const warehouseId = line.warehouseId ?? now().warehouseId;
      const query = { itemId, limit: 200, ...(warehouseId === null ? {} : { warehouseId }) };
      const { rows } = await api.call("stock.lots", { query });
      const lot = proposedLot(rows, now().businessDate);
      if (lot === null) return;
      const fits = (one: FormLine) => one.key === line.key && one.item?.id === itemId && one.lot === "";
      change((old) => ({ ...old, lines: old.lines.map((one) => (fits(one) ? { ...one, lot } : one)) }));
    };
    for (const line of form.lines) {
      const { item } = line;
      const isWaiting = item?.tracking === "lot" && line.lot === "" && line.source === null;
      const mark = `${line.key}/${item?.id}`;
      if (!item || !isWaiting || !takesGoods(kind, line.role) || asked.current.has(mark)) continue;
      asked.current.add(mark);
      propose(line, item.id).catch(() => undefined);
    }
  }, [kind, form.lines, now, change, mayStock]);
}

/** Every lot that stands in a warehouse, however many pages they fill. */
export async function lotsIn(warehouseId: string): Promise<readonly LotRow[]> {
  const rows: LotRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { warehouseId, limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const page: Reply<"stock.lots"> = await api.call("stock.lots", { query });
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

/** The book of each lot, for the lines of a count that wait for it. */
export function useLotBooks(kind: DocumentKind, state: DocumentFormState): void {
  const { form, now, change } = state;
  const waits = kind.shape === "counted" && form.lines.some((line) => line.lot !== "" && line.lotOnHand === "");
  const { warehouseId } = form;
  useEffect(() => {
    if (!waits || warehouseId === null) return;
    lotsIn(warehouseId).then(
      (rows) => {
        if (now().warehouseId === warehouseId) change((old) => withLotBooks(old, rows), { quiet: true });
      },
      () => undefined,
    );
  }, [waits, warehouseId, now, change]);
}
