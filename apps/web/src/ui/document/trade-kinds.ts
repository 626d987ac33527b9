import type { DocumentKind, KindPartner } from "./document-kind.ts";

const salesRights = { read: "sales.read", write: "sales.write", approve: "sales.approve" } as const;
const purchaseRights = { read: "purchase.read", write: "purchase.write", approve: "purchase.approve" } as const;

const customer: KindPartner = {
  word: { zh: "客户", en: "Customer" },
  role: "customer",
  side: "receivable",
  balance: { zh: "应收余额", en: "Receivable" },
  due: { zh: "本单应收", en: "To receive" },
  takesOff: false,
  address: { zh: "送货地址", en: "Deliver to" },
};
const supplier: KindPartner = {
  word: { zh: "供应商", en: "Supplier" },
  role: "supplier",
  side: "payable",
  balance: { zh: "应付余额", en: "Payable" },
  due: { zh: "本单应付", en: "To pay" },
  takesOff: false,
  address: { zh: "供方联系", en: "Contact" },
};
const salesperson = { zh: "业务员", en: "Salesperson" };
const buyer = { zh: "采购员", en: "Buyer" };
const warehouse = { zh: "仓库", en: "Warehouse" };

export const salesOrderKind: DocumentKind = {
  type: "sales-order",
  routes: "salesOrders",
  path: "/sales/orders",
  title: { zh: "销售订单", en: "Sales order" },
  shortTitle: { zh: "销订", en: "Order" },
  purpose: {
    zh: "客户订的货先占用库存，不出库、不记账。货备好了从订单出库，出多少放开多少。",
    en: "Goods that a customer ordered are reserved; nothing leaves and nothing is booked until they are delivered.",
  },
  menu: { group: "sales", initials: "xsdd" },
  shape: "priced",
  fields: ["partnerId", "businessDate", "expectedDate", "warehouseId", "handler", "taxIncluded"],
  partner: { ...customer, due: { zh: "订单金额", en: "Ordered" } },
  handler: salesperson,
  warehouse,
  toWarehouse: null,
  reason: null,
  takesStock: "none",
  sells: true,
  sources: null,
  order: { expected: { zh: "预计交货", en: "Due" } },
  undone: "promise",
  slip: { title: "销售订单", sign: "客户确认" },
  rights: salesRights,
};

export const salesDeliveryKind: DocumentKind = {
  type: "sales-delivery",
  routes: "salesDeliveries",
  path: "/sales/deliveries",
  title: { zh: "销售出库单", en: "Sales delivery" },
  shortTitle: { zh: "出库", en: "Delivery" },
  purpose: {
    zh: "出库单减库存、记应收，凭证自动生成。先有商品和库存，再开第一张。",
    en: "A delivery takes stock, books the receivable and writes its voucher. Have items and stock first.",
  },
  menu: { group: "sales", initials: "xsckd" },
  shape: "priced",
  fields: ["partnerId", "businessDate", "warehouseId", "handler", "taxIncluded"],
  partner: customer,
  handler: salesperson,
  warehouse,
  toWarehouse: null,
  reason: null,
  takesStock: "every",
  sells: true,
  sources: {
    types: ["sales-order"],
    required: false,
    samePartner: true,
    takes: true,
    word: { zh: "销售订单", en: "Sales order" },
    begin: { zh: "出库", en: "Deliver" },
  },
  undone: "back",
  slip: { title: "销售单", sign: "收货人签字（盖章）" },
  rights: salesRights,
};

export const salesReturnKind: DocumentKind = {
  ...salesDeliveryKind,
  type: "sales-return",
  routes: "salesReturns",
  path: "/sales/returns",
  title: { zh: "销售退货单", en: "Sales return" },
  shortTitle: { zh: "销退", en: "Return" },
  purpose: {
    zh: "客户退回的货加库存、减应收。从出库单带入，成本按当时出库的成本退回；没有源单的按现在的平均成本。",
    en: "Goods that a customer sends back: stock rises, the receivable falls, at the cost they left with.",
  },
  menu: { group: "sales", initials: "xsthd" },
  partner: { ...customer, due: { zh: "本单应退", en: "To give back" }, takesOff: true },
  takesStock: "none",
  sources: {
    types: ["sales-delivery"],
    required: false,
    samePartner: true,
    takes: true,
    word: { zh: "出库单", en: "Delivery" },
    begin: { zh: "退货", en: "Return goods" },
  },
  undone: "out",
  slip: { title: "销售退货单", sign: "退货人签字" },
};

export const purchaseOrderKind: DocumentKind = {
  ...salesOrderKind,
  type: "purchase-order",
  routes: "purchaseOrders",
  path: "/purchase/orders",
  title: { zh: "采购订单", en: "Purchase order" },
  shortTitle: { zh: "购订", en: "Order" },
  purpose: {
    zh: "向供应商订的货记在采购在途，不入库、不记账。货到了从订单入库，到多少减多少。",
    en: "Goods ordered from a supplier are on their way; nothing is in stock and nothing is booked until they come.",
  },
  menu: { group: "purchase", initials: "cgdd" },
  partner: { ...supplier, due: { zh: "订单金额", en: "Ordered" } },
  handler: buyer,
  sells: false,
  order: { expected: { zh: "预计到货", en: "Expected" } },
  slip: { title: "采购订单", sign: "供应商确认" },
  rights: purchaseRights,
};

export const purchaseReceiptKind: DocumentKind = {
  type: "purchase-receipt",
  routes: "purchaseReceipts",
  path: "/purchase/receipts",
  title: { zh: "采购入库单", en: "Purchase receipt" },
  shortTitle: { zh: "入库", en: "Receipt" },
  purpose: {
    zh: "入库单加库存、记应付，凭证自动生成。货到了就开一张；发票没到的选暂估。",
    en: "A receipt brings stock, books the payable and writes its voucher; accrued while its invoice is to come.",
  },
  menu: { group: "purchase", initials: "cgrkd" },
  shape: "priced",
  fields: ["partnerId", "businessDate", "warehouseId", "handler", "taxIncluded", "accrued"],
  partner: supplier,
  handler: buyer,
  warehouse,
  toWarehouse: null,
  reason: null,
  takesStock: "none",
  sells: false,
  sources: {
    types: ["purchase-order"],
    required: false,
    samePartner: true,
    takes: true,
    word: { zh: "采购订单", en: "Purchase order" },
    begin: { zh: "入库", en: "Receive" },
  },
  undone: "out",
  slip: { title: "采购入库单", sign: "收货人签字（盖章）" },
  rights: purchaseRights,
};

export const purchaseReturnKind: DocumentKind = {
  ...purchaseReceiptKind,
  type: "purchase-return",
  routes: "purchaseReturns",
  path: "/purchase/returns",
  title: { zh: "采购退货单", en: "Purchase return" },
  shortTitle: { zh: "购退", en: "Return" },
  purpose: {
    zh: "退给供应商的货减库存、减应付。从入库单带入，按那张单现在的成本退出，差价进成本。",
    en: "Goods sent back to a supplier: stock and payable fall, at the cost of their receipt.",
  },
  menu: { group: "purchase", initials: "cgthd" },
  fields: ["partnerId", "businessDate", "warehouseId", "handler", "taxIncluded"],
  partner: { ...supplier, due: { zh: "本单冲应付", en: "Off the payable" }, takesOff: true },
  takesStock: "every",
  sources: {
    types: ["purchase-receipt"],
    required: false,
    samePartner: true,
    takes: true,
    word: { zh: "入库单", en: "Receipt" },
    begin: { zh: "退货", en: "Return goods" },
  },
  undone: "back",
  slip: { title: "采购退货单", sign: "提货人签字" },
};

export const priceCorrectionKind: DocumentKind = {
  ...purchaseReceiptKind,
  type: "price-correction",
  routes: "priceCorrections",
  path: "/purchase/price-corrections",
  title: { zh: "采购价格更正单", en: "Price correction" },
  shortTitle: { zh: "更正", en: "Correction" },
  purpose: {
    zh: "入库后价格变了，或暂估的发票到了：填新单价，应付和成本跟着改，已卖掉的部分进销售成本，或者差额全部计入库存。",
    en: "The price of a receipt changed, or its invoice came: payable and cost follow the new price.",
  },
  menu: { group: "purchase", initials: "cgjggzd" },
  shape: "correction",
  fields: ["partnerId", "businessDate", "handler", "taxIncluded", "difference"],
  partner: { ...supplier, due: { zh: "应付增减", en: "Change of payable" } },
  warehouse: null,
  sources: {
    types: ["purchase-receipt"],
    required: true,
    samePartner: true,
    takes: false,
    word: { zh: "入库单", en: "Receipt" },
    begin: { zh: "更正价格", en: "Correct prices" },
    beginAccrued: { zh: "收到发票", en: "Invoice came" },
  },
  undone: "value",
  slip: { title: "采购价格更正单", sign: "供应商确认" },
};

export const costAllocationKind: DocumentKind = {
  ...purchaseReceiptKind,
  type: "cost-allocation",
  routes: "costAllocations",
  path: "/purchase/cost-allocations",
  title: { zh: "费用分摊单", en: "Cost allocation" },
  shortTitle: { zh: "分摊", en: "Allocation" },
  purpose: {
    zh: "运费、装卸费摊进入库商品的成本，应付记给承运人。可按金额、按数量或手工摊。",
    en: "Freight and the like join the cost of received goods; the carrier is owed the amount.",
  },
  menu: { group: "purchase", initials: "fyftd" },
  shape: "allocation",
  fields: ["partnerId", "businessDate", "handler", "amount", "taxRate", "taxIncluded", "method"],
  partner: {
    ...supplier,
    word: { zh: "承运人", en: "Carrier" },
    due: { zh: "本单应付", en: "To pay" },
    address: { zh: "联系", en: "Contact" },
  },
  handler: { zh: "经手人", en: "Handler" },
  warehouse: null,
  sources: {
    types: ["purchase-receipt"],
    required: true,
    samePartner: false,
    takes: false,
    word: { zh: "入库单", en: "Receipt" },
    begin: { zh: "分摊费用", en: "Allocate costs" },
  },
  undone: "value",
  slip: { title: "费用分摊单", sign: "承运人确认" },
};
