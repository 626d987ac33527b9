import type { DocumentStatus } from "./document-status.ts";
import { defineTexts, useTexts } from "../app/language.ts";
import "./status-tag.css";

export type TagTone = "ok" | "warn" | "err" | "ac" | "off";

/** Status by word and colour; the word alone is enough. */
export function StatusTag(props: { readonly tone: TagTone; readonly children: string }) {
  return <span className={`status-tag status-tag-${props.tone}`}>{props.children}</span>;
}

const texts = defineTexts({
  zh: { draft: "草稿", approved: "已审核", void: "已作废" },
  en: { draft: "Draft", approved: "Approved", void: "Void" },
});
const tones: Readonly<Record<DocumentStatus, TagTone>> = { draft: "warn", approved: "ok", void: "off" };

export function DocumentStatusTag(props: { readonly status: DocumentStatus }) {
  return <StatusTag tone={tones[props.status]}>{useTexts(texts)[props.status]}</StatusTag>;
}
