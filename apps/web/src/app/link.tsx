import type { MouseEvent, ReactNode } from "react";
import { useGo } from "./location.ts";

/** A link inside the product: a real address, opened without loading the page again. */
export function GoLink(props: { readonly href: string; readonly className?: string; readonly children: ReactNode }) {
  const go = useGo();
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(props.href);
  };
  return (
    <a href={props.href} className={props.className} onClick={open}>
      {props.children}
    </a>
  );
}
