/** 会计科目表 as data: 财会〔2011〕17号 and 企业会计准则; sub-accounts of 2221 after 财会〔2016〕22号, their codes our convention. */
export type AccountCategory = "asset" | "liability" | "equity" | "cost" | "profit-and-loss";
export type Account = {
  readonly code: string;
  readonly name: string;
  readonly category: AccountCategory;
  readonly direction: "debit" | "credit";
  readonly parentCode: string | null;
};
export type AccountingStandard = "small-enterprise" | "enterprise";
export type TaxStatus = "general" | "small";

const assets =
  "1001库存现金 1002银行存款 1012其他货币资金 1101短期投资 1121应收票据 1122应收账款 1123预付账款 1131应收股利 1132应收利息 1221其他应收款 1401材料采购 1402在途物资 1403原材料 1404材料成本差异 1405库存商品 1407商品进销差价 1408委托加工物资 1411周转材料 1421消耗性生物资产 1501长期债券投资 1511长期股权投资 1601固定资产 1602累计折旧 1604在建工程 1605工程物资 1606固定资产清理 1621生产性生物资产 1622生产性生物资产累计折旧 1701无形资产 1702累计摊销 1801长期待摊费用 1901待处理财产损溢";
const enterpriseAssets =
  "1001库存现金 1002银行存款 1012其他货币资金 1101交易性金融资产 1121应收票据 1122应收账款 1123预付账款 1131应收股利 1132应收利息 1221其他应收款 1231坏账准备 1401材料采购 1402在途物资 1403原材料 1404材料成本差异 1405库存商品 1406发出商品 1407商品进销差价 1408委托加工物资 1411周转材料 1471存货跌价准备 1511长期股权投资 1601固定资产 1602累计折旧 1604在建工程 1605工程物资 1606固定资产清理 1701无形资产 1702累计摊销 1801长期待摊费用 1901待处理财产损溢";
const liabilities =
  "2001短期借款 2201应付票据 2202应付账款 220202暂估应付款 2203预收账款 2211应付职工薪酬 2221应交税费 2231应付利息 2232应付利润 2241其他应付款 2401递延收益 2501长期借款 2701长期应付款";
const taxes =
  "222101应交增值税 222102未交增值税 222103待认证进项税额 222104待抵扣进项税额 222105预交增值税 222106简易计税 222107待转销项税额 222108应交城市维护建设税 222110应交企业所得税 222111应交个人所得税 222113应交教育费附加 222114应交地方教育附加";
const vatColumns =
  "22210101进项税额 22210102已交税金 22210103转出未交增值税 22210104减免税款 22210105销项税额抵减 22210106销项税额 22210107进项税额转出 22210108转出多交增值税 22210109出口退税";
const smallEquity = "3001实收资本 3002资本公积 3101盈余公积 3103本年利润 3104利润分配 3999期初余额";
const enterpriseEquity = "4001实收资本 4002资本公积 4101盈余公积 4103本年利润 4104利润分配 4999期初余额";
const smallCosts = "4001生产成本 4101制造费用 4301研发支出 4401工程施工 4403机械作业";
const enterpriseCosts = "5001生产成本 5101制造费用 5301研发支出 5401工程施工 5403机械作业";
const smallProfit =
  "5001主营业务收入 5051其他业务收入 5111投资收益 5301营业外收入 5401主营业务成本 5402其他业务成本 5403税金及附加 5601销售费用 5602管理费用 5603财务费用 5711营业外支出 5801所得税费用";
const enterpriseProfit =
  "6001主营业务收入 6051其他业务收入 6111投资收益 6301营业外收入 6401主营业务成本 6402其他业务成本 6403税金及附加 6601销售费用 6602管理费用 6603财务费用 6701资产减值损失 6702信用减值损失 6711营业外支出 6801所得税费用";

/** Contra assets stand on the credit side; of profit and loss, income does. */
const creditCodes = new Set([
  "1231",
  "1407",
  "1471",
  "1602",
  "1622",
  "1702",
  "5001",
  "5051",
  "5111",
  "5301",
  "6001",
  "6051",
  "6111",
  "6301",
  "22210106",
  "22210107",
]);

function accountsOf(list: string, category: AccountCategory): readonly Account[] {
  return list.split(" ").map((entry) => {
    const match = /^(\d+)(.+)$/.exec(entry);
    const code = match?.[1] ?? "";
    const debitSide =
      category === "asset" ||
      category === "cost" ||
      category === "profit-and-loss" ||
      (code.startsWith("222101") && code.length === 8);
    const credit = category === "cost" ? false : creditCodes.has(code) || !debitSide;
    return {
      code,
      name: match?.[2] ?? "",
      category,
      direction: credit ? "credit" : "debit",
      parentCode: code.length <= 4 ? null : code.slice(0, code.length - 2),
    };
  });
}

export function chartOfAccounts(standard: AccountingStandard, taxStatus: TaxStatus): readonly Account[] {
  const vat = taxStatus === "general" ? accountsOf(vatColumns, "liability") : [];
  const chart =
    standard === "small-enterprise"
      ? [
          ...accountsOf(assets, "asset"),
          ...accountsOf(liabilities, "liability"),
          ...accountsOf(taxes, "liability"),
          ...vat,
          ...accountsOf(smallEquity, "equity"),
          ...accountsOf(smallCosts, "cost"),
          ...accountsOf(smallProfit, "profit-and-loss"),
        ]
      : [
          ...accountsOf(enterpriseAssets, "asset"),
          ...accountsOf(liabilities, "liability"),
          ...accountsOf(taxes, "liability"),
          ...vat,
          ...accountsOf(enterpriseEquity, "equity"),
          ...accountsOf(enterpriseCosts, "cost"),
          ...accountsOf(enterpriseProfit, "profit-and-loss"),
        ];
  return [...chart].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Which account plays which part in the vouchers that documents write. */
export type AccountRoles = {
  readonly receivable: string;
  readonly payable: string;
  /** 暂估应付款: goods are here, the invoice is not. */
  readonly accruedPayable: string;
  readonly otherReceivable: string;
  readonly revenue: string;
  readonly costOfSales: string;
  readonly inventory: string;
  readonly outputTax: string;
  readonly inputTax: string;
  /** 进项税额转出: tax of goods that were lost or used otherwise cannot be deducted (E14). Small taxpayers have none. */
  readonly inputTaxTransferredOut: string;
  /** 待处理财产损溢. */
  readonly pendingLoss: string;
  readonly sellingExpense: string;
  readonly managementExpense: string;
  readonly otherIncome: string;
  readonly otherLoss: string;
  readonly openingContra: string;
};
const shared = {
  receivable: "1122",
  payable: "2202",
  accruedPayable: "220202",
  otherReceivable: "1221",
  inventory: "1405",
  pendingLoss: "1901",
};
const smallEnterpriseRoles = {
  ...shared,
  revenue: "5001",
  costOfSales: "5401",
  sellingExpense: "5601",
  managementExpense: "5602",
  otherIncome: "5301",
  otherLoss: "5711",
  openingContra: "3999",
};
const enterpriseRoles = {
  ...shared,
  revenue: "6001",
  costOfSales: "6401",
  sellingExpense: "6601",
  managementExpense: "6602",
  otherIncome: "6301",
  otherLoss: "6711",
  openingContra: "4999",
};
const generalTax = { outputTax: "22210106", inputTax: "22210101", inputTaxTransferredOut: "22210107" };
const smallTax = { outputTax: "222101", inputTax: "222101", inputTaxTransferredOut: "222101" };
export function accountRoles(standard: AccountingStandard, taxStatus: TaxStatus): AccountRoles {
  return {
    ...(standard === "small-enterprise" ? smallEnterpriseRoles : enterpriseRoles),
    ...(taxStatus === "general" ? generalTax : smallTax),
  };
}
