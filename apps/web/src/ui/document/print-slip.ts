import { code128Path } from "./code128.ts";

export type SlipColumn = { readonly head: string; readonly width: number; readonly align?: "right" | "centre" };
/** A printed 单据 as text: what stands where, whatever kind it is of. */
export type Slip = {
  readonly company: string;
  readonly title: string;
  readonly number: string | null;
  /** Beside the page number: 草稿，未审核. */
  readonly mark: string | null;
  /** Three in a row under the title. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  readonly columns: readonly SlipColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Under the last line; each spans the table. */
  readonly totals: readonly SlipTotals[];
  readonly signatures: readonly (readonly [label: string, name: string])[];
  readonly legend: string;
  readonly printedAt: string;
};
/** Cells with how many columns each spans; or words spread over the whole width, the last ones strong. */
export type SlipTotals =
  | { readonly cells: readonly { readonly text: string; readonly span: number; readonly align?: "right" | "centre" }[] }
  | { readonly spread: readonly { readonly text: string; readonly strong?: true }[] };

export const linesPerPage = 10;

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const style = `
@page { size: 241mm 140mm; margin: 0; }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff; font: 9.6pt/1.3 "SimSun","Songti SC","Noto Sans CJK SC",sans-serif; }
.page { width: 241mm; height: 139.5mm; padding: 8mm 17mm 4mm; page-break-after: always; position: relative; overflow: hidden; }
.page:last-child { page-break-after: auto; }
header { position: relative; height: 16.6mm; text-align: center; }
h1 { margin: 0; font-size: 15pt; line-height: 7mm; }
h2 { margin: 0; font-size: 13pt; line-height: 6.4mm; letter-spacing: 5pt; text-indent: 5pt; }
.at { position: absolute; left: 0; bottom: 1.2mm; }
.code { position: absolute; right: 0; top: 0; text-align: right; }
.code svg { display: block; margin-left: auto; height: 7.6mm; }
.facts { display: grid; grid-template-columns: 86mm 70mm 1fr; row-gap: 1mm; margin-bottom: 1.6mm; }
.facts span { white-space: nowrap; overflow: hidden; }
table { width: 207mm; border-collapse: collapse; table-layout: fixed; }
th, td { height: 6.05mm; padding: 0 1.2mm; border: 1px solid #000; font-weight: 400; overflow: hidden; white-space: nowrap; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
td.c { text-align: center; }
.sum { display: flex; justify-content: space-between; }
.sign { display: flex; justify-content: space-between; padding: 3mm 20mm 3mm 0; border-bottom: 1px solid #000; }
.foot { display: flex; justify-content: space-between; padding-top: 1mm; font-size: 9pt; }
`;

const classes = { right: ' class="n"', centre: ' class="c"' } as const;
function cell(text: string, align?: "right" | "centre", span = 1): string {
  return `<td${span > 1 ? ` colspan="${span}"` : ""}${align ? classes[align] : ""}>${escaped(text)}</td>`;
}
function totals(slip: Slip): string {
  return slip.totals
    .map((row) => {
      if ("cells" in row) return `<tr>${row.cells.map((one) => cell(one.text, one.align, one.span)).join("")}</tr>`;
      const words = row.spread.map((one) =>
        one.strong ? `<b>${escaped(one.text)}</b>` : `<span>${escaped(one.text)}</span>`,
      );
      return `<tr><td colspan="${slip.columns.length}"><div class="sum">${words.join("")}</div></td></tr>`;
    })
    .join("\n");
}

function barcode(number: string): string {
  const { path, width } = code128Path(number);
  return `<svg viewBox="0 0 ${width} 1" preserveAspectRatio="none" style="width:${(width * 0.235).toFixed(2)}mm"><path d="${path}"/></svg>${escaped(number)}`;
}

/** Our slip, not the page: 241 × 140 mm, ten lines each, totals on the last, black on white. */
export function slipHtml(slip: Slip): string {
  const pages = Math.max(1, Math.ceil(slip.rows.length / linesPerPage));
  const body = Array.from({ length: pages }, (_, page) => {
    const rows = slip.rows.slice(page * linesPerPage, (page + 1) * linesPerPage);
    const isLast = page === pages - 1;
    const ended = isLast ? totals(slip) : `<tr><td colspan="${slip.columns.length}" class="c">续下页</td></tr>`;
    return `<section class="page"><header><h1>${escaped(slip.company)}</h1><h2>${escaped(slip.title)}</h2>
<span class="at">第 ${page + 1} / ${pages} 页${slip.mark ? `　${escaped(slip.mark)}` : ""}</span>
<span class="code">${slip.number ? barcode(slip.number) : ""}</span></header>
<div class="facts">${slip.facts.map(([label, text]) => `<span>${escaped(label)}：${escaped(text)}</span>`).join("")}</div>
<table><colgroup>${slip.columns.map((column) => `<col style="width:${column.width}mm">`).join("")}</colgroup>
<thead><tr>${slip.columns.map((column) => `<th>${escaped(column.head)}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map((text, place) => cell(text, slip.columns[place]?.align)).join("")}</tr>`).join("")}${ended}</tbody></table>
${isLast ? `<div class="sign">${slip.signatures.map(([label, name]) => `<span>${escaped(label)}：${escaped(name)}</span>`).join("")}</div><div class="foot"><span>${escaped(slip.legend)}</span><span>打印 ${escaped(slip.printedAt)}</span></div>` : ""}
</section>`;
  }).join("");
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(slip.number ?? slip.title)}</title><style>${style}</style></head><body>${body}</body></html>`;
}

/** Prints through a hidden frame, so that the page behind stays as it is. */
export function printHtml(html: string): void {
  const frame = document.createElement("iframe");
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;left:-9999px";
  frame.addEventListener("load", () => {
    const page = frame.contentWindow;
    if (!page) return;
    page.addEventListener("afterprint", () => setTimeout(() => frame.remove(), 500));
    page.focus();
    page.print();
  });
  frame.srcdoc = html;
  document.body.append(frame);
}
