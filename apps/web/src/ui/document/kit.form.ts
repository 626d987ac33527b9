import type { DocumentView } from "@zhangshi/contract";
import { divideHalfUp, formatQuantity as bareQuantity, parseQuantity } from "@zhangshi/core";
import { formatQuantity } from "../money.ts";

/** 组合商品 that a line of parts was sold in. */
export type LineKit = NonNullable<DocumentView["lines"][number]["kit"]>;

/** 礼盒 ×3. */
export function kitText(kit: Pick<LineKit, "name" | "quantity">): string {
  return `${kit.name} ×${formatQuantity(kit.quantity)}`;
}

/** Whether a line is the first of its kit: the parts of one stand together. */
export function beginsKit(
  line: { readonly kit: LineKit | null } | undefined,
  before: { readonly kit: LineKit | null } | undefined,
): boolean {
  return line?.kit != null && (before?.kit?.group !== line.kit.group || before.kit.itemId !== line.kit.itemId);
}

/** Kits by group, each with its lines, in the order in which they stand. */
export function kitGroups<Line extends { readonly kit: LineKit | null }>(
  lines: readonly Line[],
): readonly { readonly kit: LineKit; readonly lines: readonly Line[] }[] {
  const groups: { kit: LineKit; lines: Line[] }[] = [];
  lines.forEach((line, place) => {
    if (line.kit === null) return;
    if (beginsKit(line, lines[place - 1])) groups.push({ kit: line.kit, lines: [line] });
    else groups.at(-1)?.lines.push(line);
  });
  return groups;
}

/** What follows a line of parts is of so many kits as its quantity is of the line's; groups of another source come after. */
export function followedKit(
  line: { readonly kit: LineKit | null; readonly quantity: string },
  quantity: string,
  groupsBefore: number,
): LineKit | null {
  const { kit } = line;
  const whole = parseQuantity(line.quantity);
  if (kit === null || whole === 0n) return null;
  const kits = divideHalfUp(parseQuantity(kit.quantity) * parseQuantity(quantity), whole);
  return kits === 0n ? null : { ...kit, quantity: bareQuantity(kits), group: kit.group + groupsBefore };
}
export function lastGroup(lines: readonly { readonly kit: LineKit | null }[]): number {
  return Math.max(0, ...lines.map((line) => line.kit?.group ?? 0));
}
