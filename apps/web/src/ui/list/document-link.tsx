import type { ReactNode } from "react";
import { GoLink } from "../../app/link.tsx";
import { kindOf } from "../document/document-kinds.ts";

/** undefined: this kind has no page of its own, such as an opening balance. */
export function documentPath(type: string, id: string | null): string | undefined {
  const kind = kindOf(type);
  return kind === undefined || id === null ? undefined : `${kind.path}/${id}`;
}

export function DocumentLink(props: {
  readonly type: string;
  readonly id: string | null;
  readonly children: ReactNode;
}) {
  const path = documentPath(props.type, props.id);
  return path === undefined ? <span>{props.children}</span> : <GoLink href={path}>{props.children}</GoLink>;
}
