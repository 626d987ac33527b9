import fc from "fast-check";
import { one } from "./exact.ts";
import { kinds, type Kind, type Rules } from "./paper.ts";

/** Days of two months, few enough that papers often share one. */
export const days = [
  "2026-03-01",
  "2026-03-04",
  "2026-03-08",
  "2026-03-15",
  "2026-03-22",
  "2026-03-31",
  "2026-04-01",
  "2026-04-06",
  "2026-04-12",
  "2026-04-20",
  "2026-04-30",
] as const;

/** One line of what a person means: everything by its place in a list, so that it can be made smaller. */
export type Wish = {
  readonly item: number;
  readonly quantity: bigint;
  readonly price: string;
  readonly isBox: boolean;
  readonly isSecondShelf: boolean;
  /** Which of the papers or lines that would do. */
  readonly pick: number;
};
/** What a person means to do, before it is known which papers there are. */
export type Step =
  | {
      readonly do: "write";
      readonly kind: Kind;
      readonly day: number;
      readonly wishes: readonly Wish[];
      /** As it was meant, also when goods or days do not suffice. */
      readonly isBlunt: boolean;
      /** 暂估, with a source, with a price: what a kind leaves open. */
      readonly flag: boolean;
      readonly isSecondPartner: boolean;
      readonly isTaxIncluded: boolean;
      readonly amount: string;
      readonly reason: number;
    }
  | { readonly do: "unapprove" | "approve" | "void" | "order" | "month" | "method"; readonly pick: number }
  | {
      readonly do: "change";
      readonly pick: number;
      readonly day: number;
      readonly quantity: bigint;
      readonly what: number;
    };

const wish: fc.Arbitrary<Wish> = fc.record({
  item: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.constantFrom(1, 2, 2, 3) }),
  quantity: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(1n, 2n, 3n, 5n, 7n, 10n, 12n).map((whole) => whole * one) },
    { weight: 1, arbitrary: fc.constantFrom(500_000n, 1_500_000n, 333_333n) },
  ),
  price: fc.constantFrom("10", "3.33", "0.1", "16.83", "20", "7.777777", "0.01", "0"),
  isBox: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isSecondShelf: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  pick: fc.nat(7),
});
const weights: Readonly<Record<Kind, number>> = {
  "opening-stock": 3,
  "purchase-order": 3,
  "purchase-receipt": 10,
  "sales-order": 4,
  "sales-delivery": 11,
  "purchase-return": 4,
  "sales-return": 5,
  "price-correction": 5,
  "cost-allocation": 4,
  "other-receipt": 2,
  "other-issue": 3,
  transfer: 3,
  "transfer-shipment": 3,
  "transfer-receipt": 3,
  "transfer-loss": 3,
  "stock-count": 3,
  assembly: 3,
  disassembly: 2,
  "cost-adjustment": 2,
};
const rarely = fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
const write: fc.Arbitrary<Step> = fc.record({
  do: fc.constant("write" as const),
  kind: fc.oneof(
    ...(Object.keys(kinds) as Kind[]).map((kind) => ({ weight: weights[kind], arbitrary: fc.constant(kind) })),
  ),
  day: fc.nat(days.length - 1),
  wishes: fc.oneof(
    { weight: 3, arbitrary: fc.array(wish, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(wish, { minLength: 2, maxLength: 3 }) },
  ),
  isBlunt: rarely,
  flag: fc.boolean(),
  isSecondPartner: rarely,
  isTaxIncluded: fc.boolean(),
  amount: fc.constantFrom("10.00", "1.00", "6.85", "0.01", "333.33"),
  reason: fc.nat(4),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 14, arbitrary: write },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("unapprove" as const), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("approve" as const), pick: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("change" as const),
      pick: fc.nat(5),
      day: fc.nat(days.length - 1),
      quantity: fc.constantFrom(1n, 2n, 4n, 9n).map((whole) => whole * one),
      what: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("void" as const), pick: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("order" as const), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("method" as const), pick: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("month" as const), pick: fc.nat(9) }) },
);

/** A company that has bought something or had it before, and then anything. */
export function stepsOf(longest: number): fc.Arbitrary<readonly Step[]> {
  const opening = write.map((one): Step => {
    if (one.do !== "write") return one;
    return { ...one, kind: one.reason === 0 ? "opening-stock" : "purchase-receipt" };
  });
  return fc
    .tuple(
      fc.array(opening, { minLength: 1, maxLength: 3, size: "max" }),
      fc.array(step, { minLength: Math.min(4, longest), maxLength: longest, size: "max" }),
    )
    .map(([bought, then]) => [...bought, ...then]);
}
export const anyRules: fc.Arbitrary<Rules> = fc.record({
  method: fc.constantFrom("moving-average" as const, "fifo" as const, "monthly-average" as const, "specific" as const),
  scope: fc.constantFrom("company" as const, "warehouse" as const),
  negative: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  keepsReserved: fc.boolean(),
  taxStatus: fc.oneof(
    { weight: 4, arbitrary: fc.constant("general" as const) },
    { weight: 1, arbitrary: fc.constant("small" as const) },
  ),
  priced: fc.constantFrom<readonly string[]>(["水", "茶"], ["水"], ["茶", "奶"], []),
});
