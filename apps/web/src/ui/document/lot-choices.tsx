import { Button } from "antd";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { usePermission } from "../../app/session.tsx";
import { formatQuantity } from "../money.ts";
import type { DocumentForm, FormLine } from "./document.form.ts";
import { type DocumentKind, takesGoods } from "./document-kind.ts";
import { kindTexts } from "./kind.texts.ts";
import { serialsOf } from "./lots.form.ts";

const shown = 6;

type LotChoicesProps = {
  readonly kind: DocumentKind;
  readonly form: DocumentForm;
  readonly line: FormLine;
  readonly onLot: (lot: string) => void;
};

/** The lots on the shelf, first expired first: one press puts one into the line. */
export function LotChoices(props: LotChoicesProps) {
  const { kind, form, line } = props;
  const words = useTexts(kindTexts);
  const mayStock = usePermission("stock.read");
  const takes = takesGoods(kind, line.role) || kind.shape === "amount";
  const warehouseId = line.warehouseId ?? form.warehouseId;
  const lots = useCall(
    "stock.lots",
    { query: { itemId: line.item?.id ?? "", limit: 50, ...(warehouseId === null ? {} : { warehouseId }) } },
    { enabled: mayStock && takes && line.source === null, staleTime: 15_000 },
  );
  const rows = (lots.data?.rows ?? []).filter((row) => row.itemId === line.item?.id);
  if (!takes || rows.length === 0) return null;
  const chosen = serialsOf(line.lot);
  return (
    <span className="lot-choices">
      {rows.slice(0, shown).map((row) => (
        <Button
          key={`${row.lot}-${row.warehouseId}`}
          size="small"
          aria-pressed={chosen.includes(row.lot)}
          danger={row.daysLeft !== null && row.daysLeft < 0}
          className={chosen.includes(row.lot) ? "pressed" : ""}
          onClick={() => props.onLot(row.lot)}
        >
          {row.tracking === "serial"
            ? row.lot
            : words.lotChoice(row.lot, formatQuantity(row.onHand), row.unit, row.expiresOn)}
        </Button>
      ))}
      {rows.length > shown ? <span className="label">{words.moreLots(rows.length - shown)}</span> : null}
    </span>
  );
}
