import { goodsAmount } from "./entries.ts";
import { half, number, sum } from "./exact.ts";
import type { Body, Company, Paper, Side } from "./paper.ts";
import type { Books, Played } from "./walk.ts";

/** 会计科目 of 小企业会计准则, as a bookkeeper knows them. */
const accounts = {
  receivable: "1122",
  otherReceivable: "1221",
  inventory: "1405",
  payable: "2202",
  accrued: "220202",
  revenue: "5001",
  otherIncome: "5301",
  costOfSales: "5401",
  selling: "5601",
  management: "5602",
  otherLoss: "5711",
  openingBalance: "3999",
};
const taxAccounts = {
  general: { output: "22210106", input: "22210101", lost: "22210107" },
  small: { output: "222101", input: "222101", lost: "222101" },
};
/** 原因: where the goods go to or come from, and whether their input tax is lost. */
export const reasons: Readonly<
  Record<
    string,
    {
      readonly name: string;
      readonly account: string;
      readonly losesTax: boolean;
      /** Nobody wanted the goods to go, so somebody may have to pay for them. */
      readonly isLoss: boolean;
    }
  >
> = {
  found: { name: "盘盈", account: accounts.otherIncome, losesTax: false, isLoss: false },
  "returned-use": { name: "领用退回", account: accounts.management, losesTax: false, isLoss: false },
  "own-use": { name: "领用", account: accounts.management, losesTax: false, isLoss: false },
  sample: { name: "样品", account: accounts.selling, losesTax: false, isLoss: false },
  welfare: { name: "职工福利", account: accounts.management, losesTax: true, isLoss: false },
  damaged: { name: "保管不善", account: accounts.otherLoss, losesTax: true, isLoss: true },
  disaster: { name: "自然灾害", account: accounts.otherLoss, losesTax: false, isLoss: true },
  "natural-loss": { name: "自然损耗", account: accounts.management, losesTax: false, isLoss: true },
};
function reasonOf(paper: Paper) {
  return (
    reasons[paper.body.reason ?? "damaged"] ?? { name: "", account: accounts.otherLoss, losesTax: false, isLoss: true }
  );
}

/** 进项税额转出 of a line: what left, at the rate of its goods. */
export function lostTaxOf(company: Company, played: Played): bigint {
  const { paper, value, line } = played;
  const takes = ["other-issue", "transfer-loss", "stock-count"].includes(paper.body.kind);
  if (!takes || value >= 0n || company.rules.taxStatus !== "general" || !reasonOf(paper).losesTax) return 0n;
  return half(-value * line.taxRate, 10_000n);
}

export function compensationOf(body: Body): bigint {
  return number(body.compensation ?? "0", 2);
}
/** What the goods that are gone cost, with the tax that is lost with them. */
export function lossOf(books: Books, paper: Paper): bigint {
  const gone = books.played.filter((played) => played.paper.name === paper.name && played.value < 0n);
  return sum(gone.map((played) => -played.value)) + sum(paper.stated.map((one) => one.lostTax));
}

export type Ledger = {
  /** Debit − credit by day and account. */
  readonly amounts: ReadonlyMap<string, bigint>;
  /** What partners owe or are owed. */
  readonly owed: ReadonlyMap<string, bigint>;
};
/** 总账 from the papers and from what their goods cost: no voucher is looked at. */
export function ledgerOf(company: Company, books: Books): Ledger {
  const amounts = new Map<string, bigint>();
  const owed = new Map<string, bigint>();
  const tax = taxAccounts[company.rules.taxStatus];
  const book = (date: string, account: string, amount: bigint): void => {
    amounts.set(`${date} ${account}`, (amounts.get(`${date} ${account}`) ?? 0n) + amount);
  };
  const owe = (paper: Paper, side: Side, amount: bigint): void => {
    const key = `${paper.body.partner} ${side}`;
    owed.set(key, (owed.get(key) ?? 0n) + amount);
    book(paper.body.date, accounts[side], side === "receivable" ? amount : -amount);
  };
  for (const paper of company.papers) {
    if (paper.status !== "approved") continue;
    const { lines, body, stated } = paper;
    const deductible = (amount: bigint) => (company.rules.taxStatus === "general" ? amount : 0n);
    const goods = sum(lines.map((line) => goodsAmount(company, line)));
    const gross = sum(lines.map((line) => line.gross));
    const lineTax = sum(lines.map((line) => line.tax));
    switch (body.kind) {
      case "sales-order":
      case "purchase-order":
        break;
      case "purchase-receipt":
        owe(paper, body.accrued ? "accrued" : "payable", body.accrued ? goods : gross);
        if (!body.accrued) book(body.date, tax.input, deductible(lineTax));
        break;
      case "purchase-return":
        lines.forEach((line, index) => {
          const isAccrued = stated[index]?.isAccrued === true;
          owe(paper, isAccrued ? "accrued" : "payable", -(isAccrued ? goodsAmount(company, line) : line.gross));
          if (!isAccrued) book(body.date, tax.input, -deductible(line.tax));
        });
        book(body.date, accounts.costOfSales, -goods);
        break;
      case "sales-delivery":
      case "sales-return": {
        const sign = body.kind === "sales-delivery" ? 1n : -1n;
        owe(paper, "receivable", sign * gross);
        book(body.date, accounts.revenue, -sign * (gross - lineTax));
        book(body.date, tax.output, -sign * lineTax);
        break;
      }
      case "price-correction":
      case "cost-allocation":
        owe(paper, "payable", gross);
        owe(paper, "accrued", -sum(stated.map((one) => one.accrued)));
        book(body.date, tax.input, deductible(lineTax));
        break;
      default: {
        const lost = sum(stated.map((one) => one.lostTax));
        book(body.date, reasonOf(paper).account, lost);
        book(body.date, tax.lost, -lost);
        const paid = compensationOf(body);
        book(body.date, accounts.otherReceivable, paid);
        book(body.date, reasonOf(paper).account, -paper.relief);
        book(body.date, accounts.otherIncome, paper.relief - paid);
      }
    }
  }
  for (const played of books.played) bookGoods(played, book);
  return { amounts, owed };
}

function bookGoods(played: Played, book: (date: string, account: string, amount: bigint) => void): void {
  const { paper, date, value, difference } = played;
  const { kind, date: ownDate } = paper.body;
  book(date, accounts.inventory, value - difference);
  book(date, accounts.costOfSales, difference);
  switch (kind) {
    case "opening-stock":
      book(date, accounts.openingBalance, -value);
      break;
    case "sales-delivery":
    case "sales-return":
    case "purchase-return":
    case "cost-adjustment":
      book(date, accounts.costOfSales, -value);
      break;
    case "other-receipt":
    case "other-issue":
    case "transfer-loss":
      book(date, reasonOf(paper).account, -value);
      break;
    case "stock-count":
      book(date, value > 0n ? accounts.otherIncome : reasonOf(paper).account, -value);
      break;
    case "price-correction":
    case "cost-allocation":
      // What was owed without a name on the receipt's day is owed by name on the paper's day.
      book(date, accounts.accrued, date === ownDate ? 0n : -value);
      book(ownDate, accounts.accrued, date === ownDate ? 0n : value);
  }
}
