import { EyeInvisibleOutlined, EyeOutlined, PrinterOutlined } from "@ant-design/icons";
import { type ItemCandidate, maximumLines } from "@zhangshi/contract";
import { Button } from "antd";
import { useState } from "react";
import { api, refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { isUncounted, withItemsToCount, withoutUncounted, withUncountedAsZero } from "./count.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { filledLines } from "./document.form.ts";
import { withBlankLine } from "./grid-actions.ts";
import { lookupAgain, lookupTerms } from "./item-lookup.ts";
import { kindTexts } from "./kind.texts.ts";
import { type LotRow, withLotLines } from "./lots.form.ts";
import { newLineKey } from "./line-key.ts";
import type { DocumentFormState } from "./use-document-form.ts";
import { lotsIn } from "./use-lots.ts";

type CountToolsProps = {
  readonly kind: DocumentKind;
  readonly state: DocumentFormState;
  readonly blind: boolean;
  readonly onBlind: (blind: boolean) => void;
  readonly onPrintSheet: () => void;
};

/** Goods that stand in the books of the warehouse, in the order of their codes. */
async function itemsOf(kind: DocumentKind, state: DocumentFormState): Promise<readonly ItemCandidate[]> {
  const { warehouseId } = state.now();
  if (warehouseId === null) return [];
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call("stock.list", {
      query: { warehouseId, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    });
    ids.push(...page.rows.map((row) => row.itemId));
    cursor = page.next ?? undefined;
    if (page.total > maximumLines) throw new TooMany(page.total);
  } while (cursor !== undefined);
  const known = new Set(state.now().lines.map((line) => line.item?.id));
  const missing = ids.filter((id) => !known.has(id));
  const found = await lookupAgain(missing, lookupTerms(kind, state.now()));
  return missing.flatMap((id) => found.get(id) ?? []);
}
async function lotsOf(state: DocumentFormState): Promise<readonly LotRow[]> {
  const { warehouseId } = state.now();
  if (warehouseId === null) return [];
  return lotsIn(warehouseId);
}
class TooMany extends Error {
  readonly total: number;
  constructor(total: number) {
    super("too many items for one count");
    this.total = total;
  }
}

/** 盘点: what fills the grid, what hides the book, and what is printed for the person with the pencil. */
export function CountTools(props: CountToolsProps) {
  const { kind, state, blind } = props;
  const words = useTexts(kindTexts);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const bring = async () => {
    setBusy(true);
    try {
      const items = await itemsOf(kind, state);
      setSaid(items.length === 0 ? words.nothingToBring : words.brought(items.length));
      const lots = items.some((item) => item.tracking === "lot") ? await lotsOf(state) : [];
      state.change((form) => withBlankLine(withLotLines(withItemsToCount(form, items, newLineKey), lots, newLineKey)), {
        undoable: true,
      });
    } catch (error) {
      setSaid(error instanceof TooMany ? words.tooMany(error.total, maximumLines) : refusalOf(error).detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <span className="label" role="status">
        {said}
      </span>
      <Button size="small" disabled={busy} onClick={() => void bring()}>
        {busy ? words.bringing : words.bringAll}
      </Button>
      <Button
        size="small"
        aria-pressed={blind}
        title={words.blindTip}
        icon={blind ? <EyeInvisibleOutlined /> : <EyeOutlined />}
        className={blind ? "pressed" : ""}
        onClick={() => props.onBlind(!blind)}
      >
        {words.blind}
      </Button>
      <Button
        size="small"
        icon={<PrinterOutlined />}
        disabled={filledLines(state.form).length === 0}
        onClick={props.onPrintSheet}
      >
        {words.countSheet}
      </Button>
    </>
  );
}

/** Goods that wait to be counted, and the two ways to be done with them. */
export function UncountedNote(props: { readonly state: DocumentFormState }) {
  const words = useTexts(kindTexts);
  const { form, change } = props.state;
  const waiting = form.lines.filter(isUncounted).length;
  if (waiting === 0) return null;
  return (
    <span className="uncounted">
      {words.uncounted(waiting)}
      <button
        type="button"
        className="link-button"
        onClick={() => change((old) => withBlankLine(withoutUncounted(old)), { undoable: true })}
      >
        {words.dropUncounted}
      </button>
      <button type="button" className="link-button" onClick={() => change(withUncountedAsZero, { undoable: true })}>
        {words.zeroUncounted}
      </button>
    </span>
  );
}
