import type { ProofCheck, ProofResult } from "@zhangshi/contract";
import { accountRoles, formatDecimal, parseDecimal } from "@zhangshi/core";
import type { Database, Tx } from "../platform/db.ts";
import type { Books } from "./book-rows.ts";
import { booksFrom, type BooksRow, readBooks } from "./books.sql.ts";
import {
  type Comparison,
  countAnchors,
  documentLines,
  documentNumbers,
  documentPartners,
  documentStock,
  documentVouchers,
  type Finding,
  ledgerEquation,
  lotBalances,
  listCompanies,
  partnerBalances,
  partnerLedger,
  stockLedger,
  stockQuantity,
  stockValue,
  stockWarehouses,
  takeSnapshot,
  voucherBalance,
  voucherLines,
  voucherNumbers,
} from "./prove.sql.ts";
import { proveChain, proveHead, proveRows } from "./prove-chain.ts";
import { type ChainHead, readChainHead, readNewestLinks } from "./prove-chain.sql.ts";
import { closedPeriods } from "./prove-periods.sql.ts";
import { orderExecution, orderPromises, purchaseOrders, salesOrders } from "./prove-orders.sql.ts";
import { proveLinks } from "./prove-links.ts";
import { proveByReplay } from "./prove-replay.ts";

export type Proof = Omit<ProofResult, "id" | "at" | "history">;
export type ProofProgress = { readonly done: number; readonly total: number; readonly title: string };

export type CheckHead = {
  readonly id: string;
  readonly group: ProofCheck["group"];
  readonly title: string;
  readonly unit: string;
  /** What the two sides are called in a finding; without names a finding speaks for itself. */
  readonly sides?: readonly [string, string];
};
type Step = {
  readonly title: string;
  readonly run: () => Promise<readonly (readonly [CheckHead, Comparison])[]>;
};

/** Rows of the whole are counted in units, amounts in 元. */
const heads = {
  stockQuantity: {
    id: "stock-quantity",
    group: "stock",
    title: "每个商品的结存 = 期初 + 入 − 出",
    unit: "基本单位",
    sides: ["明细", "结存"],
  },
  stockValue: {
    id: "stock-value",
    group: "stock",
    title: "库存金额 = 存货明细账",
    unit: "元",
    sides: ["明细账", "库存金额"],
  },
  stockWarehouses: {
    id: "stock-warehouses",
    group: "stock",
    title: "各仓之和 = 公司库存",
    unit: "基本单位",
    sides: ["各仓", "公司"],
  },
  stockDerived: { id: "stock-derived", group: "stock", title: "每笔出入库都有成本", unit: "笔" },
  stockRunning: {
    id: "stock-running",
    group: "stock",
    title: "明细账的结存栏 = 逐笔累计",
    unit: "行",
    sides: ["累计", "结存栏"],
  },
  stockCosts: {
    id: "stock-costs",
    group: "stock",
    title: "从头重算的成本 = 账上的成本",
    unit: "元",
    sides: ["重算", "账上"],
  },
  stockLinks: {
    id: "stock-links",
    group: "stock",
    title: "调拨、退货、组装的成本 = 来源的份额",
    unit: "元",
    sides: ["来源份额", "账上"],
  },
  lotBalances: {
    id: "lot-balances",
    group: "stock",
    title: "每个批号、序列号的结存 = 出入库之和",
    unit: "基本单位",
    sides: ["明细", "结存"],
  },
  countAnchors: {
    id: "count-anchors",
    group: "stock",
    title: "盘点数 = 盘点时点的结存",
    unit: "基本单位",
    sides: ["盘点", "结存"],
  },
  stockNegative: {
    id: "stock-negative",
    group: "stock",
    title: "任何时刻都没有负库存",
    unit: "处",
    sides: ["结存", ""],
  },
  stockLedger: {
    id: "stock-ledger",
    group: "stock",
    title: "库存金额 = 总账库存商品科目",
    unit: "元",
    sides: ["存货明细账", "总账"],
  },
  reservedPromises: {
    id: "reserved-promises",
    group: "stock",
    title: "占用 = 未完销售订单之和",
    unit: "基本单位",
    sides: ["未完订单", "占用"],
  },
  onOrderPromises: {
    id: "on-order-promises",
    group: "stock",
    title: "采购在途 = 未完采购订单之和",
    unit: "基本单位",
    sides: ["未完订单", "采购在途"],
  },
  salesExecution: {
    id: "sales-execution",
    group: "stock",
    title: "销售订单已执行 = 后续出库之和",
    unit: "基本单位",
    sides: ["后续单据", "订单"],
  },
  purchaseExecution: {
    id: "purchase-execution",
    group: "stock",
    title: "采购订单已执行 = 后续入库之和",
    unit: "基本单位",
    sides: ["后续单据", "订单"],
  },
  receivableEntries: {
    id: "receivable-entries",
    group: "partners",
    title: "应收明细 = 应收余额",
    unit: "元",
    sides: ["明细", "余额"],
  },
  receivableLedger: {
    id: "receivable-ledger",
    group: "partners",
    title: "应收余额 = 总账应收账款科目",
    unit: "元",
    sides: ["应收", "总账"],
  },
  payableEntries: {
    id: "payable-entries",
    group: "partners",
    title: "应付明细 = 应付余额",
    unit: "元",
    sides: ["明细", "余额"],
  },
  payableLedger: {
    id: "payable-ledger",
    group: "partners",
    title: "应付余额 = 总账应付账款科目",
    unit: "元",
    sides: ["应付", "总账"],
  },
  accruedEntries: {
    id: "accrued-entries",
    group: "partners",
    title: "暂估明细 = 暂估余额",
    unit: "元",
    sides: ["明细", "余额"],
  },
  accruedLedger: {
    id: "accrued-ledger",
    group: "partners",
    title: "暂估余额 = 总账暂估应付款科目",
    unit: "元",
    sides: ["暂估", "总账"],
  },
  documentPartners: {
    id: "document-partners",
    group: "partners",
    title: "已审单据的金额 = 往来明细",
    unit: "元",
    sides: ["单据", "明细"],
  },
  voucherBalance: {
    id: "voucher-balance",
    group: "vouchers",
    title: "每张凭证借 = 贷",
    unit: "元",
    sides: ["借", "贷"],
  },
  voucherLines: { id: "voucher-lines", group: "vouchers", title: "凭证没有零行，期间与日期一致", unit: "行" },
  documentVouchers: {
    id: "document-vouchers",
    group: "vouchers",
    title: "每张已审单据有且只有一张凭证",
    unit: "张",
    sides: ["已审核", "有效凭证"],
  },
  documentLines: {
    id: "document-lines",
    group: "vouchers",
    title: "单据合计 = 各行之和",
    unit: "元",
    sides: ["合计", "各行之和"],
  },
  documentStock: {
    id: "document-stock",
    group: "vouchers",
    title: "已审单据的数量 = 出入库明细",
    unit: "基本单位",
    sides: ["单据", "明细"],
  },
  ledgerEquation: {
    id: "ledger-equation",
    group: "vouchers",
    title: "资产 = 负债 + 权益 + 损益",
    unit: "元",
    sides: ["资产", "负债 + 权益 + 损益"],
  },
  documentNumbers: {
    id: "document-numbers",
    group: "vouchers",
    title: "单号连续无缺",
    unit: "张",
    sides: ["已发号", "有"],
  },
  voucherNumbers: {
    id: "voucher-numbers",
    group: "vouchers",
    title: "凭证号连续无缺",
    unit: "张",
    sides: ["已发号", "有"],
  },
  closedPeriods: { id: "closed-periods", group: "vouchers", title: "结账以后，已结的月份没有新凭证", unit: "张" },
  chainLinks: { id: "chain-links", group: "chain", title: "每笔记账的哈希接上前一笔", unit: "环" },
  chainRows: { id: "chain-rows", group: "chain", title: "每行分录都挂在自己的环上", unit: "行" },
  chainHead: { id: "chain-head", group: "chain", title: "链头 = 最后一环", unit: "份" },
} as const satisfies Readonly<Record<string, CheckHead>>;

/** What the chain is judged up to: links never change, so whoever reads them later reads the same. */
type Cut = { readonly books: Books; readonly chain: ChainHead };
async function readCut(tx: Tx): Promise<Cut> {
  const [row] = await tx.query<BooksRow>(readBooks(tx.orgId));
  if (!row) throw new Error("a company without books");
  return { books: booksFrom(row), chain: await readChainHead(tx) };
}

/**
 * 账实核对: whether the books agree with themselves, judged from the entries alone. In one transaction, so that all
 * checks see the same books; with takeSnapshot before it, also while people go on posting. Only reads.
 */
export async function prove(tx: Tx, onProgress: (progress: ProofProgress) => void = () => {}): Promise<Proof> {
  const began = performance.now();
  const cut = await readCut(tx);
  const checks = await runSteps([...bookSteps(tx, cut), ...chainSteps(tx, cut.chain)], onProgress);
  return proofOf(tx, cut, checks, began);
}

export const longestProof = 10 * 60_000;
/**
 * The proof of one company at one cut of its books. Balances are judged in a snapshot, the chain beside it in a
 * transaction of its own up to the snapshot's last link: the two together take the time of the longer one.
 */
export async function proveCompany(
  db: Database,
  orgId: string,
  onProgress: (progress: ProofProgress) => void = () => {},
): Promise<Proof> {
  const began = performance.now();
  const options = { readOnly: true, timeoutMilliseconds: longestProof };
  let [found, failed]: [(cut: Cut) => void, (error: unknown) => void] = [() => {}, () => {}];
  const cut = new Promise<Cut>((resolve, reject) => {
    [found, failed] = [resolve, reject];
  });
  const balances = db.inCompany(
    orgId,
    async (tx) => {
      await takeSnapshot(tx);
      const own = await readCut(tx);
      found(own);
      const checks = await runSteps(bookSteps(tx, own), onProgress);
      return proofOf(tx, own, checks, began);
    },
    options,
  );
  balances.catch(failed);
  const links = cut.then(({ chain }) =>
    db.inCompany(
      orgId,
      async (tx) => {
        await takeSnapshot(tx);
        return runSteps(chainSteps(tx, chain), () => {});
      },
      options,
    ),
  );
  const [proof, chainChecks] = await Promise.all([balances, links]);
  return {
    ...withChecks(proof, [...proof.checks, ...chainChecks]),
    milliseconds: Math.round(performance.now() - began),
  };
}

function one(head: CheckHead, run: () => Promise<Comparison>): Step {
  return { title: head.title, run: async () => [[head, await run()]] };
}
function bookSteps(tx: Tx, { books }: Cut): readonly Step[] {
  const accounts = accountRoles(books.accountingStandard, books.taxStatus);
  return [
    one(heads.stockQuantity, () => stockQuantity(tx)),
    one(heads.stockValue, () => stockValue(tx, books.costRules.scope)),
    one(heads.stockWarehouses, () => stockWarehouses(tx, books.costRules.scope)),
    {
      title: heads.stockCosts.title,
      run: async () => {
        const replayed = await proveByReplay(tx, books.costRules);
        return [
          [heads.stockDerived, replayed.derived],
          [heads.stockRunning, replayed.running],
          [heads.stockCosts, replayed.costs],
          [heads.stockNegative, replayed.negatives],
        ];
      },
    },
    one(heads.stockLinks, () => proveLinks(tx, books.costRules.method)),
    one(heads.countAnchors, () => countAnchors(tx)),
    one(heads.lotBalances, () => lotBalances(tx)),
    one(heads.stockLedger, () => stockLedger(tx, accounts.inventory)),
    one(heads.reservedPromises, () => orderPromises(tx, salesOrders)),
    one(heads.onOrderPromises, () => orderPromises(tx, purchaseOrders)),
    one(heads.salesExecution, () => orderExecution(tx, salesOrders)),
    one(heads.purchaseExecution, () => orderExecution(tx, purchaseOrders)),
    one(heads.receivableEntries, () => partnerBalances(tx, "receivable")),
    one(heads.receivableLedger, () => partnerLedger(tx, "receivable", accounts.receivable, 1)),
    one(heads.payableEntries, () => partnerBalances(tx, "payable")),
    one(heads.payableLedger, () => partnerLedger(tx, "payable", accounts.payable, -1)),
    one(heads.accruedEntries, () => partnerBalances(tx, "accrued")),
    one(heads.accruedLedger, () => partnerLedger(tx, "accrued", accounts.accruedPayable, -1)),
    one(heads.documentPartners, () => documentPartners(tx)),
    one(heads.voucherBalance, () => voucherBalance(tx)),
    one(heads.voucherLines, () => voucherLines(tx)),
    one(heads.documentVouchers, () => documentVouchers(tx)),
    one(heads.documentLines, () => documentLines(tx)),
    one(heads.documentStock, () => documentStock(tx)),
    one(heads.ledgerEquation, () => ledgerEquation(tx)),
    one(heads.documentNumbers, () => documentNumbers(tx)),
    one(heads.voucherNumbers, () => voucherNumbers(tx)),
    one(heads.closedPeriods, () => closedPeriods(tx)),
  ];
}
function chainSteps(tx: Tx, chain: ChainHead): readonly Step[] {
  return [
    one(heads.chainLinks, () => proveChain(tx, chain.lastSeq)),
    one(heads.chainHead, async () => proveHead(chain)),
    one(heads.chainRows, () => proveRows(tx, chain.lastSeq)),
  ];
}
async function runSteps(
  steps: readonly Step[],
  onProgress: (progress: ProofProgress) => void,
): Promise<readonly ProofCheck[]> {
  const checks: ProofCheck[] = [];
  for (const [done, step] of steps.entries()) {
    onProgress({ done, total: steps.length, title: step.title });
    const started = performance.now();
    const results = await step.run();
    const milliseconds = Math.round((performance.now() - started) / results.length);
    checks.push(...results.map(([head, comparison]) => checkOf(head, comparison, milliseconds)));
  }
  return checks;
}

async function proofOf(tx: Tx, cut: Cut, checks: readonly ProofCheck[], began: number): Promise<Proof> {
  const links = (await readNewestLinks(tx, 5)).map((link) => ({
    seq: link.seq,
    at: link.at.toISOString(),
    title: link.title,
    hash: link.hash,
    previousHash: link.previous_hash,
    documentId: link.document_id,
  }));
  const head = {
    milliseconds: Math.round(performance.now() - began),
    chainLength: String(cut.books.nextPosting - 1n),
    chainHead: cut.books.chainHead.toString("hex"),
    links,
  };
  return withChecks({ ...head, rows: 0, passed: false, checks: [] }, checks);
}
export function withChecks(proof: Proof, checks: readonly ProofCheck[]): Proof {
  return {
    ...proof,
    checks: [...checks],
    rows: checks.reduce((sum, check) => sum + check.rows, 0),
    passed: checks.every((check) => check.passed),
  };
}

export function checkOf(head: CheckHead, comparison: Comparison, milliseconds: number): ProofCheck {
  const decimals = head.unit === "元" ? 2 : 6;
  const [left, right] = [parseDecimal(comparison.left, 6), parseDecimal(comparison.right, 6)];
  const show = (value: bigint) => (decimals === 2 ? formatDecimal(value / 10_000n, 2) : formatDecimal(value, 6, true));
  return {
    id: head.id,
    group: head.group,
    title: head.title,
    left: show(left),
    right: show(right),
    difference: show(left - right),
    unit: head.unit,
    rows: comparison.rows,
    milliseconds,
    passed: comparison.differing === 0 && left === right,
    findings: comparison.findings.map((finding) => ({
      text: findingText(head, finding),
      documentId: finding.documentId,
      itemId: finding.itemId,
    })),
  };
}
function findingText(head: CheckHead, finding: Finding): string {
  if (!head.sides) return finding.what;
  const [left, right] = head.sides;
  return `${finding.what}：${left} ${finding.left}${right === "" ? "" : `，${right} ${finding.right}`}`;
}

export type CompanyProof = { readonly id: string; readonly name: string; readonly proof: Proof };
/** One company after the other, for the command line; true when all of them hold. */
export async function proveAll(db: Database, onCompany: (result: CompanyProof) => void): Promise<boolean> {
  let passed = true;
  for (const { id, name } of await listCompanies(db)) {
    const proof = await proveCompany(db, id);
    onCompany({ id, name, proof });
    passed &&= proof.passed;
  }
  return passed;
}
