import { Button, Checkbox } from "antd";
import { useCall } from "../../app/api.ts";
import { KeyHint } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { type DocumentKind, isPicked } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { useRemembered } from "./use-remembered.ts";

/** 按货位排序; null where nothing is picked, or nobody wrote down where goods lie. */
export type PrintOrder = { readonly byBin: boolean; readonly onByBin: (byBin: boolean) => void } | null;

/** In the picker's order unless this browser was told otherwise. */
export function usePrintOrder(kind: DocumentKind): PrintOrder {
  const [asTyped, setAsTyped] = useRemembered("zs.print-as-typed");
  const warehouses = useCall("warehouses.list", {}, { enabled: isPicked(kind), staleTime: 60_000 });
  if (!isPicked(kind) || !warehouses.data?.rows.some((warehouse) => warehouse.hasBins)) return null;
  return { byBin: !asTyped, onByBin: (byBin) => setAsTyped(!byBin) };
}

export function PrintButton(props: {
  readonly order: PrintOrder;
  readonly main?: boolean;
  readonly disabled?: boolean;
  readonly onPrint: () => void;
}) {
  const words = useTexts(documentTexts);
  const { order } = props;
  return (
    <>
      <Button type={props.main ? "primary" : "default"} disabled={props.disabled ?? false} onClick={props.onPrint}>
        {words.print} <KeyHint keys="Ctrl+P" />
      </Button>
      {order && (
        <Checkbox
          className="print-order"
          checked={order.byBin}
          title={words.byBinTip}
          onChange={(event) => order.onByBin(event.target.checked)}
        >
          {words.byBin}
        </Checkbox>
      )}
    </>
  );
}
