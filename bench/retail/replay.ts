import { maximumLines } from "@zhangshi/contract";
import { extendedAmount, noDiscount, parseMoney, parseQuantity, parseUnitPrice } from "@zhangshi/core";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import type { Answer, Api } from "../measure/api.ts";
import type { Catalogue } from "./catalogue.ts";
import { inFlight } from "./in-flight.ts";
import type { Business, RetailDocument, RetailKind } from "./invoices.ts";
import { type Buying, type Purchase, purchasePrice, purchasesOf, type Week, weeksOf } from "./restock.ts";
import { SoldLines, type Source } from "./returned-lines.ts";

export type PostedKind = RetailKind | "receipt";
export type Attempt = {
  readonly kind: PostedKind;
  readonly month: string;
  readonly lines: number;
  readonly milliseconds: number;
  /** "posted", or the code of the refusal. */
  readonly outcome: string;
};
/** What the product must say too, when all is posted: of each kind how many documents, pieces and 分. */
export type Sums = { documents: number; lines: number; pieces: number; net: bigint };
export type Replayed = {
  readonly attempts: readonly Attempt[];
  readonly sums: ReadonlyMap<PostedKind, Sums>;
  readonly onHand: ReadonlyMap<string, number>;
  readonly returnedLines: { readonly withSource: number; readonly withoutSource: number };
};
type Shop = { readonly api: Api; readonly catalogue: Catalogue };
type Replay = Shop & {
  readonly business: Business;
  readonly buying: Buying;
  readonly connections: number;
  /** Wraps what is posted in a month, for whoever measures. */
  readonly during?: (month: string, work: () => Promise<void>) => Promise<void>;
  /** Another company without a past, to which the same happens from a month on, each day right after the first. */
  readonly beside?: Shop & { readonly since: string };
};

const paths: Readonly<Record<PostedKind, string>> = {
  delivery: "/sales/deliveries",
  return: "/sales/returns",
  "written-off": "/stock/other-issues",
  found: "/stock/other-receipts",
  receipt: "/purchase/receipts",
};

/**
 * Day after day, so many documents in flight: what comes in without a return, what goes out, then what comes back. Each
 * day waits for the one before, for a document that overtakes another day would be a late one.
 */
export async function replayBusiness(
  replay: Replay,
): Promise<{ readonly grown: Replayed; readonly young: Replayed | undefined }> {
  const { beside, buying, during = (_, work) => work() } = replay;
  const grown = new ReplayedBooks(replay);
  const young = beside ? new ReplayedBooks({ ...replay, ...beside }) : undefined;
  for (const week of weeksOf(replay.business.documents)) {
    const part = { ...week, days: week.days.filter((day) => beside !== undefined && monthOf(day) >= beside.since) };
    const buy = async (when: Buying, date: string) => {
      if (when !== buying) return;
      await during(date.slice(0, 7), () => grown.buy(week, date));
      if (part.days.length > 0) await young?.buy(part, date);
    };
    await buy("before", week.first);
    for (const day of week.days) {
      await during(monthOf(day), () => grown.play(day));
      if (part.days.includes(day)) await young?.play(day);
    }
    await buy("after", week.last);
  }
  return { grown: grown.result(), young: young?.result() };
}
function monthOf(day: readonly RetailDocument[]): string {
  return day[0]?.date.slice(0, 7) ?? "";
}

class ReplayedBooks {
  private readonly replay: Replay;
  private readonly attempts: Attempt[] = [];
  private readonly sums = new Map<PostedKind, Sums>();
  private readonly onHand = new Map<string, number>();
  private readonly sold = new SoldLines();
  private withSource = 0;
  private withoutSource = 0;

  constructor(replay: Replay) {
    this.replay = replay;
  }

  async play(day: readonly RetailDocument[]): Promise<void> {
    for (const kinds of [["found"], ["delivery", "written-off"], ["return"]])
      await inFlight(
        this.replay.connections,
        day.filter((document) => kinds.includes(document.kind)),
        (document) => this.post(document),
      );
  }

  private async post(document: RetailDocument): Promise<void> {
    const { catalogue, business } = this.replay;
    const id = newId();
    const isReturn = document.kind === "return";
    const sources: readonly (Source | undefined)[] = isReturn ? this.sold.take(document) : [];
    const isTrade = isReturn || document.kind === "delivery";
    const lines = document.lines.map(({ code, quantity, price }, index) => ({
      itemId: catalogue.items.get(code),
      quantity: String(quantity),
      ...(isTrade ? { price } : {}),
      // What is found costs what the item is bought for.
      ...(document.kind === "found" ? { price: purchasePrice(business.goods.get(code)) } : {}),
      ...(sources[index] ? { source: sources[index] } : {}),
    }));
    const head = isTrade
      ? { partnerId: catalogue.partners.get(document.customer), taxIncluded: false }
      : { reason: document.reason };
    const outcome = await this.send(document.kind, document.date, lines, { id, ...head, note: document.invoice });
    if (outcome !== "posted") return this.sold.giveBack(document, sources);
    const sign = document.kind === "return" || document.kind === "found" ? 1 : -1;
    for (const line of document.lines) this.move(line.code, sign * line.quantity);
    if (document.kind === "delivery") this.sold.add(document, id);
    const named = sources.filter((source) => source !== undefined).length;
    this.withSource += named;
    this.withoutSource += sources.length - named;
  }

  async buy(week: Week, date: string): Promise<void> {
    const { business, buying, connections, catalogue } = this.replay;
    const bySupplier = purchasesOf(week, buying, this.onHand, business.goods);
    const receipts = [...bySupplier].flatMap(([supplier, purchases]) =>
      Array.from({ length: Math.ceil(purchases.length / maximumLines) }, (_, part) => ({
        supplier,
        purchases: purchases.slice(part * maximumLines, (part + 1) * maximumLines),
      })),
    );
    await inFlight(connections, receipts, async ({ supplier, purchases }) => {
      const lines = purchases.map(({ code, quantity, price }: Purchase) => ({
        itemId: catalogue.items.get(code),
        quantity: String(quantity),
        price,
      }));
      const head = { partnerId: catalogue.partners.get(supplier), taxIncluded: false };
      const outcome = await this.send("receipt", date, lines, head);
      if (outcome !== "posted") throw new Error(`a receipt of ${date} was refused: ${outcome}`);
      for (const { code, quantity } of purchases) this.move(code, quantity);
    });
  }

  private async send(
    kind: PostedKind,
    businessDate: string,
    lines: readonly { readonly quantity: string; readonly price?: string }[],
    head: object,
  ): Promise<string> {
    const { api, catalogue } = this.replay;
    const body = { businessDate, warehouseId: catalogue.warehouseId, ...head, lines };
    const began = performance.now();
    const answer = await api.post(`${paths[kind]}/approved`, body);
    const milliseconds = performance.now() - began;
    const outcome = outcomeOf(answer);
    this.attempts.push({ kind, month: businessDate.slice(0, 7), lines: lines.length, milliseconds, outcome });
    if (outcome === "posted") this.add(kind, lines);
    return outcome;
  }
  private add(kind: PostedKind, lines: readonly { readonly quantity: string; readonly price?: string }[]): void {
    const sums = this.sums.get(kind) ?? { documents: 0, lines: 0, pieces: 0, net: 0n };
    this.sums.set(kind, sums);
    sums.documents += 1;
    sums.lines += lines.length;
    for (const { quantity, price } of lines) {
      sums.pieces += Number(quantity);
      sums.net += extendedAmount(parseQuantity(quantity), parseUnitPrice(price ?? "0"), noDiscount);
    }
  }
  private move(code: string, quantity: number): void {
    this.onHand.set(code, (this.onHand.get(code) ?? 0) + quantity);
  }

  result(): Replayed {
    const { attempts, sums, onHand, withSource, withoutSource } = this;
    return { attempts, sums, onHand, returnedLines: { withSource, withoutSource } };
  }
}

/** A refusal by a rule is an answer; anything else ends the replay. */
function outcomeOf({ status, body }: Answer): string {
  if (status === 200) return "posted";
  const code = String(body["code"]);
  if (code === "stock.short" || code === "cost.unknown") return code;
  const errors = body["errors"] as readonly { readonly code: string }[] | undefined;
  if (errors && errors.length > 0 && errors.every((one) => one.code === "cost.unknown")) return "cost.unknown";
  throw new Error(`${status} ${JSON.stringify(body).slice(0, 2000)}`);
}

/** Where the product's own sums differ from what was posted. */
export async function differingSums(api: Api, { sums }: Replayed): Promise<readonly string[]> {
  const differing: string[] = [];
  for (const [kind, own] of sums) {
    const { body } = await api.get(`${paths[kind]}?status=approved&limit=1`);
    const said = body["sums"] as Readonly<Record<string, string>>;
    const wanted = [own.documents, BigInt(own.pieces) * 1_000_000n, kind === "written-off" ? 0n : own.net];
    const found = [body["total"], parseQuantity(said["quantity"] ?? ""), parseMoney(said["netAmount"] ?? "")];
    if (wanted.some((value, index) => value !== found[index]))
      differing.push(`${kind}: ${wanted.join(" / ")} posted, ${found.join(" / ")} in the books`);
  }
  return differing;
}
