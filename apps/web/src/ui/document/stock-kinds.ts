import type { DocumentKind } from "./document-kind.ts";

const warehouse = { zh: "仓库", en: "Warehouse" };

/** 其他入库单; the other stock documents differ from it in a few words of data. */
export const otherReceiptKind: DocumentKind = {
  type: "other-receipt",
  routes: "otherReceipts",
  path: "/stock/other-receipts",
  title: { zh: "其他入库单", en: "Other receipt" },
  shortTitle: { zh: "其他入库", en: "Receipt" },
  purpose: {
    zh: "不是采购来的货进仓：获赠、领用退回。单位成本不填，按现在的平均成本。",
    en: "Goods that nobody sold you: gifts, goods taken back from use. Without a cost, the average of now.",
  },
  menu: { group: "stock", initials: "qtrkd" },
  shape: "cost",
  fields: ["businessDate", "warehouseId", "reason", "handler"],
  partner: null,
  handler: { zh: "经手人", en: "Handler" },
  warehouse,
  toWarehouse: null,
  reason: { direction: "in", word: { zh: "入库原因", en: "Reason" }, usual: null },
  takesStock: "none",
  sells: false,
  sources: null,
  undone: "out",
  slip: { title: "其他入库单", sign: "交货人签字" },
  rights: { read: "stock.read", write: "stock.write", approve: "stock.approve" },
};

export const otherIssueKind: DocumentKind = {
  ...otherReceiptKind,
  type: "other-issue",
  routes: "otherIssues",
  path: "/stock/other-issues",
  title: { zh: "其他出库单", en: "Other issue" },
  shortTitle: { zh: "其他出库", en: "Issue" },
  purpose: {
    zh: "不是卖掉的货出仓：领用、赠送、报废。成本进原因对应的科目，该转出的进项税一起转出。",
    en: "Goods that leave without a sale: own use, samples, scrap. Their cost goes to the account of the reason.",
  },
  menu: { group: "stock", initials: "qtckd" },
  shape: "plain",
  fields: ["businessDate", "warehouseId", "reason", "compensation", "handler"],
  reason: { direction: "out", word: { zh: "出库原因", en: "Reason" }, usual: null },
  takesStock: "every",
  undone: "back",
  slip: { title: "其他出库单", sign: "领货人签字" },
};

export const transferKind: DocumentKind = {
  ...otherReceiptKind,
  type: "transfer",
  routes: "transfers",
  path: "/stock/transfers",
  title: { zh: "调拨单", en: "Transfer" },
  shortTitle: { zh: "调拨", en: "Transfer" },
  purpose: {
    zh: "货从一个仓库直接到另一个仓库，当天收到。成本不变，不写凭证。路上要几天的，用调拨发货单。",
    en: "Goods move from one warehouse to another at once. Their cost stays and no voucher is written.",
  },
  menu: { group: "stock", initials: "dbd" },
  shape: "plain",
  fields: ["businessDate", "handler", "warehouseId", "toWarehouseId"],
  warehouse: { zh: "调出仓库", en: "From" },
  toWarehouse: { zh: "调入仓库", en: "To" },
  reason: null,
  takesStock: "every",
  undone: "moved",
  slip: { title: "调拨单", sign: "收货人签字" },
};

export const transferShipmentKind: DocumentKind = {
  ...transferKind,
  type: "transfer-shipment",
  routes: "transferShipments",
  path: "/stock/transfer-shipments",
  title: { zh: "调拨发货单", en: "Transfer shipment" },
  shortTitle: { zh: "调拨发货", en: "Shipment" },
  purpose: {
    zh: "货离开调出仓库，在途中，谁也卖不到。到了开调拨收货单；丢了的开在途损失单。",
    en: "Goods leave their warehouse and are on the way; nobody can sell them until they are received.",
  },
  menu: { group: "stock", initials: "dbfhd" },
  undone: "back",
  slip: { title: "调拨发货单", sign: "承运人签字" },
};

export const transferReceiptKind: DocumentKind = {
  ...otherReceiptKind,
  type: "transfer-receipt",
  routes: "transferReceipts",
  path: "/stock/transfer-receipts",
  title: { zh: "调拨收货单", en: "Transfer receipt" },
  shortTitle: { zh: "调拨收货", en: "Receipt" },
  purpose: {
    zh: "收到在途的货。从发货单带入，实收多少填多少，没到的留在途中。",
    en: "What arrived of a shipment; what did not stays on the way.",
  },
  menu: { group: "stock", initials: "dbshd" },
  shape: "plain",
  fields: ["businessDate", "warehouseId", "handler"],
  warehouse: { zh: "收货仓库", en: "Into" },
  reason: null,
  sources: {
    types: ["transfer-shipment"],
    required: true,
    samePartner: false,
    takes: true,
    word: { zh: "发货单", en: "Shipment" },
    begin: { zh: "收货", en: "Receive" },
  },
  undone: "moved",
  slip: { title: "调拨收货单", sign: "收货人签字" },
};

export const transferLossKind: DocumentKind = {
  ...transferReceiptKind,
  type: "transfer-loss",
  routes: "transferLosses",
  path: "/stock/transfer-losses",
  title: { zh: "在途损失单", en: "Transit loss" },
  shortTitle: { zh: "在途损失", en: "Loss" },
  purpose: {
    zh: "发出去再也收不到的货：从在途减掉，成本进原因对应的科目。",
    en: "What was shipped and will never arrive; its cost goes to the account of the reason.",
  },
  menu: { group: "stock", initials: "ztssd" },
  fields: ["businessDate", "reason", "compensation", "handler"],
  warehouse: null,
  reason: { direction: "out", word: { zh: "损失原因", en: "Reason" }, usual: null },
  sources: {
    types: ["transfer-shipment"],
    required: true,
    samePartner: false,
    takes: true,
    word: { zh: "发货单", en: "Shipment" },
    begin: { zh: "登记损失", en: "Write off" },
  },
  undone: "back",
  slip: { title: "在途损失单", sign: "承运人确认" },
};

export const stockCountKind: DocumentKind = {
  ...otherReceiptKind,
  type: "stock-count",
  routes: "stockCounts",
  path: "/stock/counts",
  title: { zh: "盘点单", en: "Stock count" },
  shortTitle: { zh: "盘点", en: "Count" },
  purpose: {
    zh: "数出来多少就填多少，空货架填 0。审核后库存等于盘点数，盘盈盘亏自动记账。没盘的商品不变。",
    en: "Enter what you counted, 0 for an empty shelf. Approval makes the stock what was counted.",
  },
  menu: { group: "stock", initials: "pdd" },
  shape: "counted",
  fields: ["businessDate", "warehouseId", "handler", "reason", "compensation"],
  handler: { zh: "盘点人", en: "Counted by" },
  reason: { direction: "out", word: { zh: "盘亏原因", en: "Losses by" }, usual: "damaged" },
  undone: "count",
  slip: { title: "盘点单", sign: "监盘人签字" },
};

export const assemblyKind: DocumentKind = {
  ...otherReceiptKind,
  type: "assembly",
  routes: "assemblies",
  path: "/stock/assemblies",
  title: { zh: "组装单", en: "Assembly" },
  shortTitle: { zh: "组装", en: "Assembly" },
  purpose: {
    zh: "几种配件变成一个成品：配件按成本出库，成品按配件成本之和入库。",
    en: "Parts become one product: they leave at their cost, it comes in at the sum of it.",
  },
  menu: { group: "stock", initials: "zzd" },
  shape: "assembly",
  fields: ["businessDate", "warehouseId", "handler"],
  reason: null,
  takesStock: "parts",
  undone: "turned",
  slip: { title: "组装单", sign: "组装人签字" },
};

export const disassemblyKind: DocumentKind = {
  ...assemblyKind,
  type: "disassembly",
  routes: "disassemblies",
  path: "/stock/disassemblies",
  title: { zh: "拆卸单", en: "Disassembly" },
  shortTitle: { zh: "拆卸", en: "Disassembly" },
  purpose: {
    zh: "一个成品拆成几种配件：成品按成本出库，配件按权重分这笔成本。",
    en: "A product is taken apart: its cost is shared by its parts, by their weights.",
  },
  menu: { group: "stock", initials: "cxd" },
  takesStock: "product",
  slip: { title: "拆卸单", sign: "拆卸人签字" },
};

export const costAdjustmentKind: DocumentKind = {
  ...otherReceiptKind,
  type: "cost-adjustment",
  routes: "costAdjustments",
  path: "/stock/cost-adjustments",
  title: { zh: "成本调整单", en: "Cost adjustment" },
  shortTitle: { zh: "成本调整", en: "Adjustment" },
  purpose: {
    zh: "只改商品的库存金额，不改数量：加填正数，减填负数，对方是主营业务成本。",
    en: "Changes what goods are worth, never their quantity: plus or minus, against cost of sales.",
  },
  menu: { group: "stock", initials: "cbtzd" },
  shape: "amount",
  fields: ["businessDate", "warehouseId", "handler"],
  reason: null,
  undone: "value",
  slip: { title: "成本调整单", sign: "批准人签字" },
  rights: { read: "cost.read", write: "cost.adjust", approve: "cost.adjust" },
};

export const openingStockKind: DocumentKind = {
  ...otherReceiptKind,
  type: "opening-stock",
  routes: "openingStocks",
  path: "/stock/openings",
  title: { zh: "期初库存单", en: "Opening stock" },
  shortTitle: { zh: "期初库存", en: "Opening" },
  purpose: {
    zh: "启用以前就在架上的货和成本，日期是启用前一天。货多的，从 Excel 导入更快。",
    en: "What lay on the shelf before the books began, of the day before. An import from Excel does many at once.",
  },
  menu: { group: "stock", initials: "qckcd" },
  fields: ["businessDate", "warehouseId", "handler"],
  reason: null,
  isOpening: true,
  slip: { title: "期初库存单", sign: "盘点人签字" },
  rights: { read: "cost.read", write: "cost.adjust", approve: "cost.adjust" },
};
