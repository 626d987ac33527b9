import type { DemoItem } from "./items.ts";
import { along, dayPercent, daysBetween, demandPercent } from "./seasons.ts";

/** The generator's own view of the stock: what it sells is there, so that no document is ever refused. */
export type Place = "main" | "north" | "returns";
export type Shelves = {
  onHand(place: Place, item: number): number;
  add(place: Place, item: number, baseQuantity: number): void;
  take(place: Place, item: number, baseQuantity: number): void;
  endDay(): void;
  /** The least that lay there now and at the ends of the last `days` days: what a back-dated delivery may still take. */
  leastSince(place: Place, item: number, days: number): number;
};

export function createShelves(items: number): Shelves {
  const stock: Readonly<Record<Place, number[]>> = {
    main: new Array<number>(items).fill(0),
    north: new Array<number>(items).fill(0),
    returns: new Array<number>(items).fill(0),
  };
  const ends: { readonly [place in Place]: readonly number[] }[] = [];
  const onHand = (place: Place, item: number) => stock[place][item] ?? 0;
  const add = (place: Place, item: number, baseQuantity: number) => {
    stock[place][item] = onHand(place, item) + baseQuantity;
  };
  return {
    onHand,
    add,
    take(place, item, baseQuantity) {
      if (onHand(place, item) < baseQuantity) throw new Error("the demo sells what is not there");
      add(place, item, -baseQuantity);
    },
    endDay() {
      ends.push({ main: [...stock.main], north: [...stock.north], returns: [...stock.returns] });
      if (ends.length > 6) ends.shift();
    },
    leastSince(place, item, days) {
      // One end more: the day itself begins with what the day before left.
      const before = ends.slice(-(days + 1)).map((end) => end[place][item] ?? 0);
      return before.length < days + 1 ? 0 : Math.min(onHand(place, item), ...before);
    },
  };
}

/** How the year runs: few large orders at first, many small ones in the end, and a third more in money. */
export type Pace = { readonly deliveries: number; readonly lines: number; readonly boxes: number };
export function paceOn(firstDay: string, today: string, businessDate: string): Pace {
  const [part, whole] = [daysBetween(firstDay, businessDate), daysBetween(firstDay, today)];
  return {
    deliveries: along([7, 8, 10, 14, 22, 46], part, whole),
    lines: along([7.5, 7, 6.5, 6, 5.5, 4.8], part, whole),
    boxes: along([14, 13, 12, 10, 7, 5], part, whole),
  };
}
export function deliveriesOn(pace: Pace, businessDate: string): number {
  return Math.round((pace.deliveries * dayPercent(businessDate)) / 100);
}

export function weightsOn(items: readonly DemoItem[], businessDate: string): readonly number[] {
  return items.map((item) =>
    Math.max(1, Math.round((item.popularity * demandPercent(item.season, businessDate)) / 10)),
  );
}
export function runningSums(weights: readonly number[]): readonly number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}
/** 箱 of each item that a usual day takes, by the same weights that the customers order with. */
export function expectedBoxes(pace: Pace, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (pace.deliveries * pace.lines * pace.boxes * weight) / sum);
}
