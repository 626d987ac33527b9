import { type RefusalCode, refusals } from "@zhangshi/contract";

/** Shown where a sentence names something of the case at hand. */
const placeholders = new Proxy({} as Record<string, unknown>, { get: (_target, name) => `〈${String(name)}〉` });

export type ErrorPage = { readonly code: string; readonly status: number; readonly zh: string; readonly en: string };
export const errorPages: readonly ErrorPage[] = (Object.keys(refusals) as RefusalCode[]).sort().map((code) => ({
  code,
  status: refusals[code].status,
  zh: refusals[code].zh(placeholders),
  en: refusals[code].en(placeholders),
}));

/** All refusals as one Markdown table; `docs/errors/README.md` is this text. */
export function errorPagesAsMarkdown(): string {
  const rows = errorPages.map((page) => `| \`${page.code}\` | ${page.status} | ${page.zh} | ${page.en} |`);
  return [
    "# 拒绝 Refusals",
    "",
    "Every refusal is an RFC 9457 problem document with one of these codes; `errors[]` names the fields. 〈…〉 stands for something of the case at hand.",
    "",
    "| code | HTTP | 中文 | English |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
/** The page that a problem document's `type` points to. */
export function errorPageHtml(code: string): string | undefined {
  const page = errorPages.find((one) => one.code === code);
  if (!page) return undefined;
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${escapeHtml(page.code)} · 账实</title><body><h1>${escapeHtml(page.code)}</h1><p>HTTP ${page.status}</p><p>${escapeHtml(page.zh)}</p><p lang="en">${escapeHtml(page.en)}</p></body></html>`;
}
