import { type ReactNode, useEffect } from "react";

/** Lies over the list without a mask: the list stays usable, and what is inside follows its arrows. */
export function StockDrawer(props: {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { onClose } = props;
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onClose();
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [onClose]);

  return (
    <aside className="stock-drawer" aria-label={props.label}>
      {props.children}
    </aside>
  );
}
