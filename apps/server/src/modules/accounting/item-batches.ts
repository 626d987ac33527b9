/**
 * Items that are costed together, as many as there is room for: those that were turned into one another stay together,
 * however many that are.
 */
export function itemBatches(
  items: readonly { readonly itemId: string; readonly entries: number }[],
  turned: readonly { readonly itemId: string; readonly withItem: string }[],
  room: number,
): readonly (readonly string[])[] {
  const parent = new Map(items.map(({ itemId }) => [itemId, itemId]));
  const rootOf = (itemId: string): string => {
    let root = itemId;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    if (root !== itemId) parent.set(itemId, root);
    return root;
  };
  for (const { itemId, withItem } of turned) parent.set(rootOf(itemId), rootOf(withItem));
  const families = new Map<string, { itemIds: string[]; entries: number }>();
  for (const { itemId, entries } of items) {
    const family = families.get(rootOf(itemId)) ?? { itemIds: [], entries: 0 };
    family.itemIds.push(itemId);
    family.entries += entries;
    families.set(rootOf(itemId), family);
  }
  const batches: string[][] = [];
  let left = 0;
  for (const { itemIds, entries } of families.values()) {
    if (entries > left || batches.length === 0) {
      batches.push([]);
      left = room;
    }
    batches.at(-1)?.push(...itemIds);
    left -= entries;
  }
  return batches;
}
