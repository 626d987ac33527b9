import { half, number, one, quantity as quantityText, spread, sum } from "./exact.ts";
import { type Body, type Item, items, type Kind, type Kit, kits, type Line, type Rules } from "./paper.ts";

/** A line as it is settled: of a part, with its share of what the kit comes to. */
export type OpenedLine = Line & { readonly settled?: bigint };
export type OpenedBody = Omit<Body, "lines"> & { readonly lines: readonly OpenedLine[] };

export function kitNamed(name: string): Kit | undefined {
  return kits.find((kit) => kit.name === name);
}
const sold: readonly Kind[] = ["sales-order", "sales-delivery", "sales-return"];
export function isSold(kind: Kind): boolean {
  return sold.includes(kind);
}

/** 组合商品: what a sale names as one leaves part by part, and the parts come to exactly what the customer pays. */
export function opened(
  { priced }: Rules,
  body: Body,
): { readonly body: OpenedBody; readonly refusals: readonly string[] } {
  const refusals: string[] = [];
  if (!isSold(body.kind)) return { body, refusals };
  let group = body.lines.reduce((most, line) => Math.max(most, line.kit?.group ?? 0), 0);
  const lines = body.lines.flatMap((line): readonly OpenedLine[] => {
    const kit = kitNamed(line.item);
    if (!kit) return [line];
    group += 1;
    return partLines(line, kit, group, priced, refusals);
  });
  return { body: { ...body, lines }, refusals };
}

function partLines(
  line: Line,
  kit: Kit,
  group: number,
  priced: Rules["priced"],
  refusals: string[],
): readonly OpenedLine[] {
  const { discountRate, lot: _, serials: __, ...rest } = line;
  const asked = number(line.quantity ?? "0", 6);
  const full = asked * number(line.price ?? "0", 6);
  const amount = half(full * number(discountRate ?? "100", 4), 10_000_000_000n * one);
  const count = (asked * factorOf(kit, line.unit)) / one;
  const taken = kit.parts.map((part) => {
    const item = items.find((own) => own.name === part.item);
    const product = count * number(part.quantity, 6);
    if (product % one !== 0n) refusals.push("unit.not_whole");
    const inUnit = product / one;
    const inBase = (inUnit * factorOf(item, part.unit)) / one;
    const hasPrice = priced.includes(part.item);
    return { part, inUnit, inBase, alone: hasPrice ? soldAlone(item, part.unit, inUnit, inBase) : 0n };
  });
  const isPriced = sum(taken.map(({ alone }) => alone)) > 0n;
  const shares = spread(
    amount,
    taken.map(({ alone, inBase }) => (isPriced ? alone : inBase)),
  );
  return taken.map(
    ({ part, inUnit }, index): OpenedLine => ({
      ...rest,
      item: part.item,
      unit: part.unit,
      quantity: quantityText(inUnit),
      kit: { item: kit.name, quantity: quantityText(count), group },
      settled: shares[index] ?? 0n,
    }),
  );
}
export function factorOf(item: Item | undefined, name: string | undefined): bigint {
  const unit = name === undefined ? item?.units[0] : item?.units.find((own) => own.name === name);
  return number(unit?.factor ?? "1", 6);
}
/** What the part would sell for alone: by the price of its unit, or of the base unit where the unit has none. */
function soldAlone(item: Item | undefined, name: string, inUnit: bigint, inBase: bigint): bigint {
  const ofUnit = item?.units.find((unit) => unit.name === name)?.salePrice;
  if (ofUnit !== undefined) return number(ofUnit, 6) * inUnit;
  return number(item?.units[0]?.salePrice ?? "0", 6) * inBase;
}
