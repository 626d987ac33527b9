import type { RetailDocument } from "./invoices.ts";
import type { RetailLine } from "./read-lines.ts";

type SoldLine = { readonly documentId: string; readonly lineNo: number; left: number };
export type Source = { readonly documentId: string; readonly lineNo: number };

/**
 * The file does not say what a return takes back: it is the customer's newest delivery of the item of which as much is
 * still out. Where there is none (sold before the file begins, or to nobody by name) the line has no source.
 */
export class SoldLines {
  private readonly byCustomerAndItem = new Map<string, SoldLine[]>();

  add(document: RetailDocument, documentId: string): void {
    document.lines.forEach((line, index) => {
      const key = keyOf(document, line);
      const sold = { documentId, lineNo: index + 1, left: line.quantity };
      const earlier = this.byCustomerAndItem.get(key);
      if (earlier) earlier.push(sold);
      else this.byCustomerAndItem.set(key, [sold]);
    });
  }

  /** Reserves what is found: another return in flight does not find the same. */
  take(document: RetailDocument): readonly (Source | undefined)[] {
    return document.lines.map((line) => {
      const sold = this.byCustomerAndItem.get(keyOf(document, line))?.findLast((one) => one.left >= line.quantity);
      if (!sold) return undefined;
      sold.left -= line.quantity;
      return { documentId: sold.documentId, lineNo: sold.lineNo };
    });
  }

  /** The return was refused. */
  giveBack(document: RetailDocument, sources: readonly (Source | undefined)[]): void {
    document.lines.forEach((line, index) => {
      const source = sources[index];
      const sold = this.byCustomerAndItem
        .get(keyOf(document, line))
        ?.find((one) => one.documentId === source?.documentId && one.lineNo === source.lineNo);
      if (sold) sold.left += line.quantity;
    });
  }
}

function keyOf(document: RetailDocument, line: RetailLine): string {
  return `${document.customer} ${line.code}`;
}
