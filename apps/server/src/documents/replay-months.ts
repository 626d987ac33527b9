import type { PostingClient, Tx } from "../platform/db.ts";
import type { DocumentKind } from "./document-kind.ts";
import { commit, opening, sendTogether } from "./flight.ts";
import { booksFrom, type BooksRow, readBooks } from "../books/books.sql.ts";
import { negativeChange } from "../books/costing-change.sql.ts";
import { changeCostingMethod, recostMonth } from "./month-cost.ts";
import type { BooksEvent, PostedDocument } from "./posted-documents.sql.ts";

/** Months are closed and opened again between the same postings as they were: with 全月一次加权 that changes their costs. */
export class MonthReplay {
  private readonly orgId: string;
  private readonly shadow: PostingClient;
  private readonly kind: DocumentKind;
  private readonly events: BooksEvent[];

  constructor(orgId: string, shadow: PostingClient, kind: DocumentKind, events: readonly BooksEvent[]) {
    this.orgId = orgId;
    this.shadow = shadow;
    this.kind = kind;
    this.events = [...events];
  }

  /** Whether a posting comes after an event that is still to be played, or was written by one. */
  isDue(posting: PostedDocument): boolean {
    const [event] = this.events;
    return this.isOwn(posting) || (event !== undefined && event.nextPosting <= posting.seq);
  }
  isOwn(posting: PostedDocument): boolean {
    return posting.type === this.kind.type;
  }

  /** Everything that came before a posting. */
  async playUntil(posting: PostedDocument | undefined): Promise<void> {
    for (;;) {
      const [event] = this.events;
      if (!event || (posting && event.nextPosting > posting.seq)) return;
      this.events.shift();
      await this.play(event, event.author);
    }
  }
  /** The event that wrote this posting; one before it may have had nothing to write. */
  async playOwn(posting: PostedDocument): Promise<void> {
    const as = { documentId: posting.documentId, at: posting.postedAt };
    for (let event = this.events.shift(); event; event = this.events.shift())
      if (await this.play(event, posting.author, as)) return;
    throw new Error("没有结账记录");
  }

  private async play(
    event: BooksEvent,
    author: BooksEvent["author"],
    as?: { readonly documentId: string; readonly at: Date },
  ): Promise<boolean> {
    const tx: Tx = {
      orgId: this.orgId,
      query: async (query) => (await sendTogether(this.shadow, [query], { statements: 0 }))[0] as never,
    };
    await sendTogether(this.shadow, opening(this.orgId), { statements: 0 });
    const isPosted = await this.playEvent(tx, event, { ...author, timeZone: "Asia/Shanghai" }, as);
    await sendTogether(this.shadow, [commit], { statements: 0 });
    return isPosted;
  }
  private async playEvent(
    tx: Tx,
    event: BooksEvent,
    caller: BooksEvent["author"] & { readonly timeZone: string },
    as?: { readonly documentId: string; readonly at: Date },
  ): Promise<boolean> {
    if (event.kind === "method") return changeCostingMethod(tx, this.kind, event, caller, as);
    if (event.kind !== "negative") return recostMonth(tx, this.kind, event.period, event.kind, caller, as);
    const [row] = await tx.query(readBooks(this.orgId));
    const { costRules } = booksFrom(row as unknown as BooksRow);
    for (const query of negativeChange(this.orgId, costRules, event.allowed, caller, event.at)) await tx.query(query);
    return false;
  }
}
