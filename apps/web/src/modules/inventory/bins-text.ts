type Bin = { readonly warehouse: string; readonly bin: string };

/** "A-2、A-10"; of several warehouses "主仓 A-2、A-10；北仓 B-1". */
export function binsText(bins: readonly Bin[], named: boolean): string {
  if (!named) return bins.map((one) => one.bin).join("、");
  const warehouses = new Map<string, readonly string[]>();
  for (const { warehouse, bin } of bins) warehouses.set(warehouse, [...(warehouses.get(warehouse) ?? []), bin]);
  return [...warehouses].map(([warehouse, names]) => `${warehouse} ${names.join("、")}`).join("；");
}
