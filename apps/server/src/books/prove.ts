import type { ProofCheck, ProofResult } from "@zhangshi/contract";
import { accountRoles, formatDecimal, parseDecimal } from "@zhangshi/core";
import type { Database, Tx } from "../platform/db.ts";
import type { Books } from "./book-rows.ts";
import { booksFrom, type BooksRow, readBooks } from "./books.sql.ts";
import {
  type Comparison,
  documentLines,
  documentNumbers,
  documentPartners,
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
  shareSnapshot,
  takeSnapshot,
  voucherBalance,
  voucherNumbers,
} from "./prove.sql.ts";
import { proveChain, proveHead, proveRows } from "./prove-chain.ts";
import { type ChainHead, readChainHead, readNewestLinks } from "./prove-chain.sql.ts";
import { closedPeriods } from "./prove-periods.sql.ts";
import { orderExecution, orderPromises, purchaseOrders, salesOrders } from "./prove-orders.sql.ts";
import { countAnchors } from "./prove-counts.sql.ts";
import { type CheckHead, heads } from "./prove-heads.ts";
import { documentStock, voucherLines } from "./prove-lines.sql.ts";
import { proveLinks } from "./prove-links.ts";
import { bookedValues, documentApprovals } from "./prove-postings.sql.ts";
import { proveByReplay } from "./prove-replay.ts";

export type Proof = Omit<ProofResult, "id" | "at" | "history">;
export type ProofProgress = { readonly done: number; readonly total: number; readonly title: string };

type Step = {
  readonly title: string;
  readonly run: () => Promise<readonly (readonly [CheckHead, Comparison])[]>;
};

/** The books' own row and the head of the chain, as the snapshot has them. */
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
  const steps = [...balanceSteps(tx, cut), ...replaySteps(tx, cut), ...chainSteps(tx, cut.chain)];
  return proofOf(tx, cut, inOrder(await runSteps(steps, onProgress)), began);
}

export const longestProof = 10 * 60_000;
/**
 * The proof of one company at one cut of its books, on three connections that share a snapshot: balances, documents and
 * vouchers; the replay of every cost; the chain. Together they take the time of the longest. One proof at a time: it
 * uses the whole machine anyhow.
 */
export function proveCompany(
  db: Database,
  orgId: string,
  onProgress: (progress: ProofProgress) => void = () => {},
): Promise<Proof> {
  const proof = turn.then(() => proveBesides(db, orgId, onProgress));
  turn = proof.catch(() => undefined);
  return proof;
}
let turn: Promise<unknown> = Promise.resolve();

async function proveBesides(
  db: Database,
  orgId: string,
  onProgress: (progress: ProofProgress) => void,
): Promise<Proof> {
  const began = performance.now();
  const options = { readOnly: true, timeoutMilliseconds: longestProof };
  const shared = promised<{ readonly cut: Cut; readonly snapshot: string }>();
  const joined = promised<unknown>();
  let [done, total] = [0, 0];
  const run = (steps: readonly Step[]) => {
    total += steps.length;
    return runSteps(steps, ({ title }) => onProgress({ done: done++, total, title }));
  };
  const balances = db.inCompany(
    orgId,
    async (tx) => {
      await takeSnapshot(tx);
      const cut = await readCut(tx);
      shared.keep({ cut, snapshot: await shareSnapshot(tx) });
      const checks = await run(balanceSteps(tx, cut));
      // A snapshot can be joined only while the one who shares it is there.
      await joined.promise;
      return proofOf(tx, cut, checks, began);
    },
    options,
  );
  balances.catch(shared.break);
  const beside = async (steps: (tx: Tx, cut: Cut) => readonly Step[], onJoined: () => void) => {
    try {
      const { cut, snapshot } = await shared.promise;
      return await db.inCompany(
        orgId,
        async (tx) => {
          await takeSnapshot(tx, snapshot);
          onJoined();
          return run(steps(tx, cut));
        },
        options,
      );
    } finally {
      onJoined();
    }
  };
  const [replayJoined, chainJoined] = [promised<void>(), promised<void>()];
  joined.keep(Promise.all([replayJoined.promise, chainJoined.promise]));
  const [proof, ...others] = await Promise.all([
    balances,
    beside(replaySteps, replayJoined.keep),
    beside((tx, { chain }) => chainSteps(tx, chain), chainJoined.keep),
  ]);
  return {
    ...withChecks(proof, inOrder([...proof.checks, ...others.flat()])),
    milliseconds: Math.round(performance.now() - began),
  };
}

function promised<T>() {
  let [keep, fail]: [(value: T | PromiseLike<T>) => void, (error: unknown) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((resolve, reject) => {
    [keep, fail] = [resolve, reject];
  });
  return { promise, keep, break: fail };
}
/** As the list of heads has them, whoever was ready first. */
function inOrder(checks: readonly ProofCheck[]): readonly ProofCheck[] {
  const places = new Map(Object.values(heads).map((head, place): [string, number] => [head.id, place]));
  return [...checks].sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}

function one(head: CheckHead, run: () => Promise<Comparison>): Step {
  return { title: head.title, run: async () => [[head, await run()]] };
}
function replaySteps(tx: Tx, { books }: Cut): readonly Step[] {
  return [
    {
      title: heads.stockCosts.title,
      run: async () => {
        const replayed = await proveByReplay(tx, books.costRules);
        return [
          [heads.stockDerived, replayed.derived],
          [heads.stockRunning, replayed.running],
          [heads.stockCosts, replayed.costs],
          [heads.stockStates, replayed.states],
          [heads.stockNegative, replayed.negatives],
        ];
      },
    },
    one(heads.stockLinks, () => proveLinks(tx, books.costRules.method)),
  ];
}
function balanceSteps(tx: Tx, { books }: Cut): readonly Step[] {
  const accounts = accountRoles(books.accountingStandard, books.taxStatus);
  return [
    one(heads.stockQuantity, () => stockQuantity(tx)),
    one(heads.stockValue, () => stockValue(tx, books.costRules.scope)),
    one(heads.stockWarehouses, () => stockWarehouses(tx, books.costRules.scope)),
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
    one(heads.documentApprovals, () => documentApprovals(tx)),
    one(heads.bookedValues, () => bookedValues(tx, accounts.inventory)),
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
