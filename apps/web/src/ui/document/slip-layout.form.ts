import type { DocumentView } from "@zhangshi/contract";
import { formatMoney as bareMoney, inBinOrder, parseMoney, stockReasons } from "@zhangshi/core";
import { formatMoney, formatPrice, formatQuantity, formatQuantityOrZero } from "../money.ts";
import { type DocumentKind, followsBooked } from "./document-kind.ts";
import { discountText } from "./document.form.ts";
import { viewFigures } from "./figures.form.ts";
import { beginsKit, kitText, type LineKit } from "./kit.form.ts";
import type { Slip, SlipColumn, SlipTotals } from "./print-slip.ts";

type Line = DocumentView["lines"][number];
type SlipCell = SlipColumn & {
  readonly text: (line: Line) => string;
  /** In the row above the parts of a kit. */
  readonly kit?: (kit: LineKit) => string;
};

/** What the slip says besides the document itself, asked for when it is printed. */
export type SlipSurroundings = {
  readonly company: string;
  readonly phone: string;
  readonly address: string;
  /** Balance including this document, when it is approved and the person may see it. */
  readonly balance: string | null;
  readonly printedAt: string;
  readonly barcodes: ReadonlyMap<string, string>;
  /** 货位 to pick a line from; "" where it has none. Absent of kinds by which nothing is picked. */
  readonly binOf?: (line: Line) => string;
  /** 按货位排序 */
  readonly byBin?: boolean;
  readonly mayCost: boolean;
};

/** Lines and their sum stand before 整单优惠, which is said once below them. */
function beforeDiscount(amount: string, discount: string): string {
  return bareMoney(parseMoney(amount) + parseMoney(discount));
}
function amountOf(line: Line, taxIncluded: boolean): string {
  return taxIncluded ? beforeDiscount(line.grossAmount, line.discountShare) : line.netAmount;
}

const binWidth = 16;
/** What the other columns give for that of the 货位, which stands where the picker looks first. */
const givesWay: Readonly<Record<string, number>> = { 品名: 6, 条码: 2, 备注: 8 };
function withBins(cells: readonly SlipCell[], binOf: (line: Line) => string): readonly SlipCell[] {
  const [no, ...others] = cells;
  if (!no) return cells;
  const narrower = others.map((cell) => ({ ...cell, width: cell.width - (givesWay[cell.head] ?? 0) }));
  return [no, { head: "货位", width: binWidth, text: binOf }, ...narrower];
}

function cellsOf(kind: DocumentKind, view: DocumentView, around: SlipSurroundings): readonly SlipCell[] {
  const sorted = isSorted(view, around);
  const no: SlipCell = { head: "序", width: 8, align: "centre", text: (line) => String(line.lineNo) };
  const code = (width: number): SlipCell => ({
    head: "编码",
    width,
    text: (line) => line.itemCode,
    kit: (kit) => kit.code,
  });
  const barcode: SlipCell = { head: "条码", width: 30, text: (line) => around.barcodes.get(line.itemId) ?? "" };
  const name = (width: number): SlipCell => ({
    head: "品名",
    width,
    text: (line) => (line.kit === null || sorted ? line.itemName : `　${line.itemName}`),
    kit: (kit) => `${kitText(kit)}${kit.unit}，内含：`,
  });
  const spec = (width: number): SlipCell => ({ head: "规格", width, text: (line) => line.spec });
  const unit: SlipCell = { head: "单位", width: 10, align: "centre", text: (line) => line.unit };
  const note = (width: number): SlipCell => ({
    head: "备注",
    width,
    text: (line) =>
      [sorted && line.kit ? kitText(line.kit) : "", line.serials?.join(" ") ?? line.lot ?? "", line.note]
        .filter(Boolean)
        .join(" "),
  });
  const quantity = (head: string, width: number): SlipCell => ({
    head,
    width,
    align: "right",
    // A counted 0 is a figure, not nothing.
    text: (line) => (kind.shape === "counted" ? formatQuantityOrZero(line.quantity) : formatQuantity(line.quantity)),
  });
  const source: SlipCell = {
    head: "源单",
    width: 40,
    text: (line) => (line.source ? `${line.source.number} ${line.source.lineNo}` : ""),
  };
  const money = (head: string, width: number, text: (line: Line) => string): SlipCell => ({
    head,
    width,
    align: "right",
    text,
  });
  switch (kind.shape) {
    case "priced":
      return [
        no,
        code(13),
        barcode,
        name(46),
        spec(24),
        unit,
        quantity("数量", 13),
        money("单价", followsBooked(kind) ? 22 : 18, (line) => `${formatPrice(line.price)}${discountMark(line)}`),
        money("金额", 23, (line) => formatMoney(amountOf(line, view.taxIncluded))),
        note(followsBooked(kind) ? 18 : 22),
      ];
    case "correction":
      return [
        no,
        code(14),
        name(46),
        spec(24),
        unit,
        quantity("数量", 16),
        money("新单价", 20, (line) => formatPrice(line.price)),
        money("应付增减", 24, (line) => formatMoney(line.grossAmount)),
        { ...source, width: 45 },
      ];
    case "allocation":
      return [
        no,
        code(14),
        name(52),
        spec(26),
        unit,
        quantity("数量", 18),
        money("分摊额", 24, (line) => formatMoney(amountOf(line, view.taxIncluded))),
        source,
        note(15),
      ];
    case "amount":
      return [
        no,
        code(16),
        name(64),
        spec(36),
        unit,
        ...(around.mayCost ? [money("调整金额", 30, (line) => formatMoney(line.netAmount))] : []),
        note(around.mayCost ? 43 : 73),
      ];
    case "counted":
      return [no, code(16), barcode, name(58), spec(30), unit, quantity("盘点数", 24), note(31)];
    case "assembly":
      return [
        no,
        { head: "角色", width: 14, align: "centre", text: (line) => (line.role === "product" ? "成品" : "配件") },
        code(16),
        barcode,
        name(52),
        spec(30),
        unit,
        quantity("数量", 20),
        note(27),
      ];
    case "cost":
    case "plain":
      if (kind.sources)
        return [no, code(16), barcode, name(46), spec(26), unit, quantity("数量", 20), source, note(11)];
      return [no, code(16), barcode, name(60), spec(32), unit, quantity("数量", 22), note(29)];
  }
}
function discountMark(line: Line): string {
  const discount = discountText(line.discountRate);
  return discount === "" ? "" : `×${discount}`;
}

const statusMarks = { draft: "草稿，未审核", void: "已作废", approved: null } as const;
/** Two characters as wide as three, as printed forms have it. */
function spaced(word: string): string {
  return word.length === 2 ? [...word].join("　") : word;
}

function factsOf(kind: DocumentKind, view: DocumentView, around: SlipSurroundings): Slip["facts"] {
  const date = ["日　期", view.businessDate] as const;
  const note = ["备　注", view.note] as const;
  const warehouse = [spaced(kind.warehouse?.zh ?? ""), view.warehouse] as const;
  if (kind.partner)
    return [
      [spaced(kind.partner.word.zh), view.partner],
      ["电话", around.phone],
      date,
      ["地　址", around.address],
      note,
      ...(kind.warehouse ? [warehouse] : []),
    ];
  const reason = stockReasons.find((one) => one.code === view.reason);
  const paid = /[1-9]/.test(view.compensation ?? "") ? formatMoney(view.compensation ?? "") : "";
  return [
    ...(kind.warehouse ? [warehouse] : []),
    ...(kind.toWarehouse ? [[kind.toWarehouse.zh, view.toWarehouse] as const] : []),
    ...(kind.reason && reason ? [[kind.reason.word.zh, reason.name] as const] : []),
    ...(paid === "" ? [] : [["赔　偿", paid] as const]),
    date,
    [kind.handler.zh, view.handler],
    note,
  ];
}

function totalsOf(
  kind: DocumentKind,
  view: DocumentView,
  around: SlipSurroundings,
  columns: number,
): readonly SlipTotals[] {
  if (kind.shape === "priced") return pricedTotals(kind, view, around, columns);
  const figures = viewFigures(kind, view, false);
  const quantity = figures.find((figure) => figure.id === "quantity");
  const words: string[] = [`共 ${view.lines.length} 行`];
  if (quantity?.unit) words.push(`数量 ${formatQuantity(quantity.value)} ${quantity.unit}`);
  if (kind.partner) words.push(`${kind.partner.due.zh} ${formatMoney(view.grossAmount)}（${view.grossInWords}）`);
  if (kind.shape === "amount" && around.mayCost) words.push(`调整合计 ${formatMoney(view.netAmount)}`);
  return [{ cells: [{ text: `合计　${words.join("　")}`, span: columns }] }];
}

function pricedTotals(
  kind: DocumentKind,
  view: DocumentView,
  around: SlipSurroundings,
  columns: number,
): readonly SlipTotals[] {
  const quantity = viewFigures(kind, view, false).find((figure) => figure.id === "quantity")?.value ?? "";
  const balanceWord = kind.partner?.side === "receivable" ? "累计欠款" : "累计应付";
  return [
    {
      cells: [
        { text: `合计（大写）　${view.grossInWords}`, span: columns - 4 },
        { text: formatQuantity(quantity), span: 1, align: "right" },
        { text: "合计", span: 1, align: "centre" },
        { text: formatMoney(beforeDiscount(view.grossAmount, view.orderDiscount)), span: 1, align: "right" },
        { text: "", span: 1 },
      ],
    },
    {
      spread: [
        { text: `优惠 ${formatMoney(view.orderDiscount)}` },
        { text: `不含税 ${formatMoney(view.netAmount)}` },
        { text: `税额 ${formatMoney(view.taxAmount)}` },
        { text: `${kind.partner?.due.zh ?? ""} ${formatMoney(view.grossAmount)}`, strong: true },
        around.balance === null
          ? { text: "" }
          : { text: `${balanceWord} ${formatMoney(around.balance)}`, strong: true },
      ],
    },
  ];
}

/** Whether any line says where it is picked from. */
function showsBins(view: DocumentView, around: SlipSurroundings): boolean {
  return view.lines.some((line) => (around.binOf?.(line) ?? "") !== "");
}
/** Parts of a kit then stand where they are picked, and say of which kit they are in their note. */
function isSorted(view: DocumentView, around: SlipSurroundings): boolean {
  return around.byBin === true && showsBins(view, around);
}

/** The slip of a document, as its kind prints it; kinds without a partner never print a price. */
export function slipOf(kind: DocumentKind, view: DocumentView, around: SlipSurroundings): Slip {
  const { binOf } = around;
  const own = cellsOf(kind, view, around);
  const cells = binOf && showsBins(view, around) ? withBins(own, binOf) : own;
  const lines = binOf && isSorted(view, around) ? inBinOrder(view.lines, binOf) : view.lines;
  return {
    company: around.company,
    title: kind.slip.title,
    number: view.number,
    mark: statusMarks[view.status],
    facts: factsOf(kind, view, around),
    columns: cells,
    rows: lines.flatMap((line, place) => {
      const row = cells.map((cell) => cell.text(line));
      const { kit } = line;
      if (kit === null || lines !== view.lines || !beginsKit(line, lines[place - 1])) return [row];
      return [cells.map((cell) => cell.kit?.(kit) ?? ""), row];
    }),
    totals: totalsOf(kind, view, around, cells.length),
    signatures: [
      ["制单", view.createdBy],
      ["审核", view.approvedBy ?? ""],
      [kind.handler.zh, view.handler],
      [kind.slip.sign, ""],
    ],
    legend: kind.partner ? (view.taxIncluded ? "单价、金额含税" : "单价、金额不含税") : "",
    printedAt: around.printedAt,
  };
}
