/** The address of a lot's history; a lot's name may hold anything, a slash too. */
export function lotPath(itemId: string, lot: string): string {
  return `/stock/lots/trace?itemId=${itemId}&lot=${encodeURIComponent(lot)}`;
}
