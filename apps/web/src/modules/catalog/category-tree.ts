export type CategoryRow = {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly itemCount: number;
};
export type CategoryNode = CategoryRow & { readonly depth: number };

/** Parents before their children, brothers in the order they came. A loop or a lost parent stands at the root instead of vanishing. */
export function treeOrder(rows: readonly CategoryRow[]): readonly CategoryNode[] {
  const known = new Set(rows.map((row) => row.id));
  const placed = new Set<string>();
  const below = (parentId: string | null, depth: number): readonly CategoryNode[] =>
    rows
      .filter(
        (row) =>
          !placed.has(row.id) && (row.parentId !== null && known.has(row.parentId) ? row.parentId : null) === parentId,
      )
      .flatMap((row) => {
        placed.add(row.id);
        return [{ ...row, depth }, ...below(row.id, depth + 1)];
      });
  const tree = below(null, 0);
  const looped = rows.filter((row) => !placed.has(row.id)).map((row) => ({ ...row, depth: 0 }));
  return [...tree, ...looped];
}

export function categoryOptions(
  rows: readonly CategoryRow[],
): readonly { readonly value: string; readonly label: string }[] {
  return treeOrder(rows).map((node) => ({ value: node.id, label: `${"　".repeat(node.depth)}${node.name}` }));
}

/** What a category may not be put under: itself and everything below it. */
export function ownBranch(rows: readonly CategoryRow[], id: string): ReadonlySet<string> {
  const branch = new Set([id]);
  for (let grew = true; grew; ) {
    const children = rows.filter((row) => row.parentId !== null && branch.has(row.parentId) && !branch.has(row.id));
    for (const child of children) branch.add(child.id);
    grew = children.length > 0;
  }
  return branch;
}
