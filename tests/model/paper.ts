/** The words of the model: documents by small numbers, everything else by its Chinese name. */
export const kinds = {
  "opening-stock": "期初库存",
  "purchase-order": "采购订单",
  "purchase-receipt": "采购入库",
  "purchase-return": "采购退货",
  "price-correction": "价格更正",
  "cost-allocation": "费用分摊",
  "sales-order": "销售订单",
  "sales-delivery": "销售出库",
  "sales-return": "销售退货",
  "other-receipt": "其他入库",
  "other-issue": "其他出库",
  transfer: "调拨",
  "transfer-shipment": "调拨发货",
  "transfer-receipt": "调拨收货",
  "transfer-loss": "在途损失",
  "stock-count": "盘点",
  assembly: "组装",
  disassembly: "拆卸",
  "cost-adjustment": "成本调整",
} as const;
export type Kind = keyof typeof kinds;

export type Method = "moving-average" | "fifo" | "monthly-average" | "specific";
export type Rules = {
  /** The company begins with. */
  readonly method: Method;
  readonly scope: "company" | "warehouse";
  /** 允许负库存. */
  readonly negative: boolean;
  /** 预留库存不许占用. */
  readonly keepsReserved: boolean;
  readonly taxStatus: "general" | "small";
  /** Goods that have a 售价 on their card. */
  readonly priced: readonly string[];
};
export type Item = {
  readonly name: string;
  readonly taxRate: string;
  /** 批号 of some goods together, 序列号 of every piece. */
  readonly tracking: "none" | "lot" | "serial";
  /** The base unit first. */
  readonly units: readonly { readonly name: string; readonly factor: string; readonly salePrice?: string }[];
};
/** 组合商品: has no stock of its own; one of it (its base unit) is so much of each part. */
export type Kit = Item & {
  readonly parts: readonly { readonly item: string; readonly unit: string; readonly quantity: string }[];
};
export const items: readonly Item[] = [
  {
    name: "水",
    taxRate: "0.13",
    tracking: "none",
    units: [
      { name: "个", factor: "1", salePrice: "3" },
      { name: "箱", factor: "12", salePrice: "30" },
    ],
  },
  {
    name: "茶",
    taxRate: "0.13",
    tracking: "none",
    units: [
      { name: "个", factor: "1", salePrice: "4.2" },
      { name: "盒", factor: "4" },
    ],
  },
  { name: "奶", taxRate: "0.09", tracking: "lot", units: [{ name: "盒", factor: "1", salePrice: "2.35" }] },
  { name: "机", taxRate: "0.13", tracking: "serial", units: [{ name: "台", factor: "1" }] },
];
/** The parts of the last two are told apart: a sale names their lots. */
export const kits: readonly Kit[] = [
  {
    name: "套装",
    taxRate: "0.13",
    tracking: "none",
    units: [
      { name: "套", factor: "1" },
      { name: "件", factor: "3" },
    ],
    parts: [
      { item: "水", unit: "箱", quantity: "0.25" },
      { item: "茶", unit: "盒", quantity: "0.5" },
    ],
  },
  {
    name: "礼盒",
    taxRate: "0.13",
    tracking: "none",
    units: [{ name: "盒", factor: "1" }],
    parts: [
      { item: "奶", unit: "盒", quantity: "2" },
      { item: "机", unit: "台", quantity: "1" },
    ],
  },
  {
    name: "早餐",
    taxRate: "0.13",
    tracking: "none",
    units: [{ name: "份", factor: "1" }],
    parts: [
      { item: "水", unit: "个", quantity: "1" },
      { item: "奶", unit: "盒", quantity: "1" },
    ],
  },
];
export const warehouses = ["主仓", "二仓"] as const;
export const transit = "在途";
export const partners = {
  客户: { isCustomer: true, isSupplier: false },
  供应商甲: { isCustomer: false, isSupplier: true },
  供应商乙: { isCustomer: false, isSupplier: true },
} as const;
export type Partner = keyof typeof partners;
/** 应收 · 应付 · 暂估. */
export type Side = "receivable" | "payable" | "accrued";

export type Source = { readonly paper: number; readonly line: number };
/** A line as a person writes it: what is left out is left to the program. */
export type Line = {
  readonly item: string;
  readonly unit?: string;
  readonly quantity?: string;
  readonly price?: string;
  readonly discountRate?: string;
  readonly warehouse?: string;
  readonly amount?: string;
  readonly role?: "product" | "part";
  readonly weight?: string;
  readonly source?: Source;
  readonly lot?: string;
  readonly serials?: readonly string[];
  /** Of a part: the kit that it was sold in. */
  readonly kit?: KitMark;
};
/** How many of a kit, in its base unit, and which of the paper's kits. */
export type KitMark = { readonly item: string; readonly quantity: string; readonly group: number };
export type Body = {
  readonly kind: Kind;
  readonly date: string;
  readonly partner?: Partner;
  readonly warehouse?: string;
  readonly toWarehouse?: string;
  readonly reason?: string;
  readonly accrued?: boolean;
  readonly taxIncluded?: boolean;
  readonly orderDiscount?: string;
  readonly amount?: string;
  readonly taxRate?: string;
  /** How a charge is spread, or where a price difference goes. */
  readonly method?: "amount" | "quantity" | "hand" | "split" | "stock";
  /** 赔偿: what somebody pays for what is lost. */
  readonly compensation?: string;
  readonly lines: readonly Line[];
};

/** 一行里的货: all of it, of one lot, or a piece for each serial number. */
export type Part = { readonly lot: string | null; readonly quantity: bigint };
/** A line with its amounts settled, as it is kept with the document. */
export type SettledLine = {
  readonly item: string;
  readonly warehouse: string;
  /** In base units. */
  readonly quantity: bigint;
  readonly parts: readonly Part[];
  readonly taxRate: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  readonly role: "product" | "part" | null;
  readonly weight: bigint;
  readonly source: Source | null;
  readonly kit: KitMark | null;
};
/** What was said of one part: a return to the supplier, surplus goods, a new price, a freight, or goods that left before
 * the costing method changed. */
export type SaidPart = {
  readonly lot: string | null;
  readonly value: bigint | null;
  /** Of a new price or a freight: the goods that it speaks of; null, 差额全部入库存: all that are there. */
  readonly coverage: bigint | null;
};
/** What was seen of a line when it was approved, and stays said: later events do not change what a paper says. */
export type Stated = {
  readonly parts: readonly SaidPart[];
  /** 暂估 that is taken back by the line: goods that go back before their invoice, or the invoice itself. */
  readonly accrued: bigint;
  readonly isAccrued: boolean;
  /** 进项税额转出 as booked. */
  readonly lostTax: bigint;
};
export type Paper = {
  readonly name: number;
  readonly body: Body;
  readonly status: "draft" | "approved" | "void";
  readonly lines: readonly SettledLine[];
  /** Which approval it was, counted from 1; null while it is not approved. */
  readonly order: number | null;
  readonly stated: readonly Stated[];
  /** What 赔偿 took off the loss when the paper was approved; what was paid beyond the loss was income. */
  readonly relief: bigint;
  /** 手工关闭: the rest of an order will not come. */
  readonly isGivenUp: boolean;
};
/** What the company has written so far: papers and nothing else. Everything in the books follows from them. */
export type Company = {
  readonly rules: Rules;
  /** 成本方法 that were changed to, each from a month on. */
  readonly changes: readonly { readonly since: string; readonly method: Method }[];
  /** 已结账. */
  readonly closed: readonly string[];
  /** 批号 and 序列号 that have come in at some time, each beside its item. */
  readonly lots: readonly string[];
  readonly papers: readonly Paper[];
  readonly approvals: number;
};
export const months = ["2026-03", "2026-04"] as const;
/** 期初 is of the day before the books begin. */
export const openingDay = "2026-02-28";
export type Outcome = { readonly company: Company; readonly refused: string | null };
