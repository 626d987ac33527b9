/** What every party of this benchmark agrees on: the product, the raw limit and the generator of earlier years. */
export const items = 10_000;
export const customers = 2_000;
/** Every tenth customer sells to us too. */
export const customersPerSupplier = 10;
export const warehouses = 3;
/** What everybody buys at once, where a benchmark asks for it; it lies in the first warehouse. */
export const hotItem = 1;
export const linesPerDocument = 5;
/** Line k sells from its own part of the catalogue, so that no document names an item twice. */
export const itemsPerLine = items / linesPerDocument;
/** Pieces of each item in each warehouse when the books begin. */
export const openingQuantity = 1_000_000;
export const openingLinesPerDocument = 1_000;

/** Time-ordered like the product's own ids, and computable: number 7 of a company's items is the same in every process. */
export function numberedId(part: "item" | "customer" | "warehouse", number: number): string {
  const places = { item: "0001", customer: "0002", warehouse: "0003" } as const;
  return `018f0000-${places[part]}-7000-8000-${number.toString(16).padStart(12, "0")}`;
}
export function numberedIdSql(place: string, number: string): string {
  return `('018f0000-${place}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}
/** Whole yuan, so that a moving average stays exact over a million lines. */
export function unitCostSql(number: string): string {
  return `(10 + ${number} % 50)::numeric`;
}
export function priceOf(itemNumber: number): string {
  return String(2 * (10 + (itemNumber % 50)));
}
