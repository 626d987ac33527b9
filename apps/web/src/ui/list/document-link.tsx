import type { ReactNode } from "react";
import { GoLink } from "../../app/link.tsx";

const paths: Readonly<Record<string, string>> = {
  "sales-delivery": "/sales/deliveries",
  "purchase-receipt": "/purchase/receipts",
};

/** undefined: this kind has no page of its own, such as an opening balance. */
export function documentPath(type: string, id: string | null): string | undefined {
  const path = paths[type];
  return path === undefined || id === null ? undefined : `${path}/${id}`;
}

export function DocumentLink(props: {
  readonly type: string;
  readonly id: string | null;
  readonly children: ReactNode;
}) {
  const path = documentPath(props.type, props.id);
  return path === undefined ? <span>{props.children}</span> : <GoLink href={path}>{props.children}</GoLink>;
}
