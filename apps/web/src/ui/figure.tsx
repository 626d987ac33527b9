import { type Figure, moneyFigure, priceFigure, quantityFigure, unitCostFigure } from "./money.ts";

const forms = {
  money: moneyFigure,
  unitCost: unitCostFigure,
  quantity: quantityFigure,
  price: priceFigure,
} as const satisfies Record<string, (amount: string | null | undefined) => Figure>;

/** A figure in the house style; negative ones are red besides having their sign. */
export function Amount(props: { readonly value: string | null | undefined; readonly as?: keyof typeof forms }) {
  const shown = forms[props.as ?? "money"](props.value);
  return <span className={shown.negative ? "neg" : undefined}>{shown.text}</span>;
}
