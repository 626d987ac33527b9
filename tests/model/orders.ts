import { approvedPapers, isOrder, paperOf, shelfKey } from "./entries.ts";
import { least, sum } from "./exact.ts";
import type { Body, Company, Kind, Paper, SettledLine, Source } from "./paper.ts";
import type { Books } from "./walk.ts";

/** What executes orders, and which. */
export const executes: Partial<Record<Kind, Kind>> = {
  "sales-delivery": "sales-order",
  "purchase-receipt": "purchase-order",
};
export function followsOrder(company: Company, source: Source): boolean {
  const paper = paperOf(company, source.paper);
  return paper !== undefined && isOrder(paper.body.kind);
}

/** A line of an approved order: 订, 已执行, and what is still to come. */
export type OrderLine = {
  readonly paper: Paper;
  readonly lineNo: number;
  readonly line: SettledLine;
  readonly executed: bigint;
  readonly open: bigint;
};
export function orderLines(company: Company): readonly OrderLine[] {
  const approved = approvedPapers(company);
  const following = approved.filter((paper) => paper.body.kind in executes).flatMap((paper) => paper.lines);
  return approved
    .filter((paper) => isOrder(paper.body.kind))
    .flatMap((paper) =>
      paper.lines.map((line, index): OrderLine => {
        const own = following.filter(({ source }) => source?.paper === paper.name && source.line === index + 1);
        const executed = sum(own.map((one) => one.quantity));
        return { paper, lineNo: index + 1, line, executed, open: paper.isGivenUp ? 0n : line.quantity - executed };
      }),
    );
}
export function orderLineOf(company: Company, source: Source): OrderLine | undefined {
  return orderLines(company).find((one) => one.paper.name === source.paper && one.lineNo === source.line);
}

/** What orders promise, by shelf: 占用 is kept for customers, 已订 comes from suppliers. */
export function promisedBy(company: Company, kind: Kind): ReadonlyMap<string, bigint> {
  const promised = new Map<string, bigint>();
  for (const { paper, line, open } of orderLines(company)) {
    const shelf = shelfKey(line.item, line.warehouse);
    if (paper.body.kind === kind && open > 0n) promised.set(shelf, (promised.get(shelf) ?? 0n) + open);
  }
  return promised;
}

const takers: readonly Kind[] = [
  "sales-delivery",
  "purchase-return",
  "other-issue",
  "transfer",
  "transfer-shipment",
  "assembly",
  "disassembly",
];
function takesFromShelf({ kind }: Body, { role }: SettledLine): boolean {
  if (kind === "assembly") return role === "part";
  return kind === "disassembly" ? role === "product" : takers.includes(kind);
}
/**
 * 预留库存不许占用: whether a paper takes goods that orders keep for others. Judged by what stands now, whatever its day; a
 * line whose own order keeps these goods on this shelf takes nothing from anybody.
 */
export function takesReserved(company: Company, books: Books, body: Body, lines: readonly SettledLine[]): boolean {
  if (!company.rules.keepsReserved) return false;
  const reserved = promisedBy(company, "sales-order");
  const free = new Map<string, bigint>();
  return lines
    .filter((line) => takesFromShelf(body, line) && !isKeptFor(company, line))
    .map((line) => {
      const shelf = shelfKey(line.item, line.warehouse);
      const kept = reserved.get(shelf) ?? 0n;
      const there = (books.balances.get(shelf) ?? 0n) - kept;
      const rest = free.get(shelf) ?? (there > 0n ? there : 0n);
      free.set(shelf, rest - least(rest, line.quantity));
      return kept > 0n && line.quantity > rest;
    })
    .includes(true);
}
function isKeptFor(company: Company, line: SettledLine): boolean {
  const order = line.source ? orderLineOf(company, line.source) : undefined;
  return order?.paper.body.kind === "sales-order" && order.line.warehouse === line.warehouse;
}
