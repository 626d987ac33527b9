/** A 货位 is a short name, such as A-02-3; a sentence is none. */
export const longestBin = 40;
const partingSigns = "、，,;；\\n";
const between = new RegExp(`[${partingSigns}]+`);
/** What one 货位 looks like: in forms and files the signs part several. */
export const oneBin = new RegExp(`^[^${partingSigns}]+$`);

/** Several 货位 in one field or cell: `1-4、1-6`. */
export function binsFrom(text: string): readonly string[] {
  return text
    .split(between)
    .map((bin) => bin.trim())
    .filter((bin) => bin !== "");
}

/** "A-2、A-10"; of several warehouses, named, "主仓 A-2、A-10；北仓 B-1". */
export function binsText(
  bins: readonly { readonly warehouse: string; readonly bin: string }[],
  options: { readonly named: boolean },
): string {
  const warehouses = new Map<string, readonly string[]>();
  for (const { warehouse, bin } of bins) warehouses.set(warehouse, [...(warehouses.get(warehouse) ?? []), bin]);
  const named = [...warehouses].map(([warehouse, names]) => [options.named ? `${warehouse} ` : "", names.join("、")]);
  return named.map((parts) => parts.join("")).join("；");
}
