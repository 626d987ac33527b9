import type { DocumentView } from "@zhangshi/contract";
import { formatMoney as bareMoney, parseMoney } from "@zhangshi/core";
import { formatMoney, formatPrice, formatQuantity } from "../money.ts";
import { code128Path } from "./code128.ts";

export type Slip = {
  readonly company: string;
  readonly title: string;
  readonly partnerWord: string;
  readonly partner: string;
  readonly phone: string;
  readonly address: string;
  readonly handlerWord: string;
  readonly dueWord: string;
  /** Balance including this document, when it is approved and the person may see it. */
  readonly balance: string | null;
  readonly balanceWord: string;
  readonly printedAt: string;
  readonly draftWord: string | null;
  readonly barcodes: ReadonlyMap<string, string>;
};

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

const widths = [8, 13, 30, 46, 24, 10, 13, 18, 23, 22];
const heads = ["序", "编码", "条码", "品名", "规格", "单位", "数量", "单价", "金额", "备注"];

/** Lines and their sum stand before 整单优惠, which is said once below them. */
function beforeDiscount(amount: string, discount: string): string {
  return bareMoney(parseMoney(amount) + parseMoney(discount));
}

function row(line: DocumentView["lines"][number], slip: Slip, taxIncluded: boolean): string {
  const amount = taxIncluded ? beforeDiscount(line.grossAmount, line.discountShare) : line.netAmount;
  const cells = [
    ["c", String(line.lineNo)],
    ["", line.itemCode],
    ["", slip.barcodes.get(line.itemId) ?? ""],
    ["", line.itemName],
    ["", line.spec],
    ["c", line.unit],
    ["n", formatQuantity(line.quantity)],
    ["n", formatPrice(line.price)],
    ["n", formatMoney(amount)],
    ["", line.note],
  ];
  return `<tr>${cells.map(([kind, text]) => `<td class="${kind}">${escaped(text ?? "")}</td>`).join("")}</tr>`;
}

function totals(view: DocumentView, slip: Slip): string {
  const money = (word: string, amount: string | null) =>
    amount === null ? "" : `<span>${word} ${formatMoney(amount)}</span>`;
  return `<tr><td colspan="6">合计（大写）　${escaped(view.grossInWords)}</td><td class="n">${formatQuantity(view.quantity)}</td><td class="c">合计</td><td class="n">${formatMoney(beforeDiscount(view.grossAmount, view.orderDiscount))}</td><td></td></tr>
<tr><td colspan="10"><div class="sum">${money("优惠", view.orderDiscount)}${money("不含税", view.netAmount)}${money("税额", view.taxAmount)}<b>${slip.dueWord} ${formatMoney(view.grossAmount)}</b>${slip.balance === null ? "<span></span>" : `<b>${slip.balanceWord} ${formatMoney(slip.balance)}</b>`}</div></td></tr>`;
}

function barcode(number: string): string {
  const { path, width } = code128Path(number);
  return `<svg viewBox="0 0 ${width} 1" preserveAspectRatio="none" style="width:${(width * 0.235).toFixed(2)}mm"><path d="${path}"/></svg>${escaped(number)}`;
}

/** Our slip, not the page: 241 × 140 mm, ten lines each, totals on the last, black on white. */
export function slipHtml(view: DocumentView, slip: Slip): string {
  const pages = Math.max(1, Math.ceil(view.lines.length / linesPerPage));
  const body = Array.from({ length: pages }, (_, page) => {
    const lines = view.lines.slice(page * linesPerPage, (page + 1) * linesPerPage);
    const isLast = page === pages - 1;
    return `<section class="page"><header><h1>${escaped(slip.company)}</h1><h2>${escaped(slip.title)}</h2>
<span class="at">第 ${page + 1} / ${pages} 页${slip.draftWord ? `　${escaped(slip.draftWord)}` : ""}</span>
<span class="code">${view.number ? barcode(view.number) : ""}</span></header>
<div class="facts"><span>${slip.partnerWord}：${escaped(slip.partner)}</span><span>电话：${escaped(slip.phone)}</span><span>日　期：${view.businessDate}</span>
<span>地　址：${escaped(slip.address)}</span><span>备注：${escaped(view.note)}</span><span>仓　库：${escaped(view.warehouse)}</span></div>
<table><colgroup>${widths.map((width) => `<col style="width:${width}mm">`).join("")}</colgroup>
<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
<tbody>${lines.map((line) => row(line, slip, view.taxIncluded)).join("")}${isLast ? totals(view, slip) : '<tr><td colspan="10" class="c">续下页</td></tr>'}</tbody></table>
${isLast ? `<div class="sign"><span>制单：${escaped(view.createdBy)}</span><span>审核：${escaped(view.approvedBy ?? "")}</span><span>${slip.handlerWord}：${escaped(view.handler)}</span><span>收货人签字（盖章）：</span></div><div class="foot"><span>${view.taxIncluded ? "单价、金额含税" : "单价、金额不含税"}</span><span>打印 ${escaped(slip.printedAt)}</span></div>` : ""}
</section>`;
  }).join("");
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(view.number ?? slip.title)}</title><style>${style}</style></head><body>${body}</body></html>`;
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
