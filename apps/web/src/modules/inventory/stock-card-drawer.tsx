import { useEffect } from "react";
import { useTexts } from "../../app/language.ts";
import { inventoryTexts } from "./inventory.texts.ts";
import { StockCard } from "./stock-card.tsx";

/** Lies over the list without a mask: the list stays usable, and the card follows its arrows. */
export function StockCardDrawer(props: {
  readonly itemId: string;
  readonly warehouseId: string | undefined;
  readonly onClose: () => void;
}) {
  const t = useTexts(inventoryTexts);
  const { onClose } = props;
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onClose();
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [onClose]);

  return (
    <aside className="stock-drawer" aria-label={t.card}>
      <StockCard itemId={props.itemId} firstWarehouse={props.warehouseId} onClose={onClose} />
    </aside>
  );
}
