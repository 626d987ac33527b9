import { addDays } from "@zhangshi/core";

/** Percent of a usual month, January first: what the trade in Hangzhou sells when. */
const monthsOf = {
  water: [72, 72, 84, 96, 116, 136, 156, 154, 122, 96, 82, 72],
  tea: [74, 76, 88, 98, 116, 134, 150, 148, 118, 94, 80, 74],
  soda: [90, 92, 84, 92, 108, 124, 140, 138, 112, 94, 82, 82],
  juice: [112, 120, 86, 90, 98, 108, 116, 114, 104, 98, 88, 96],
  energy: [82, 78, 94, 100, 110, 120, 128, 126, 110, 98, 90, 84],
  coffee: [96, 88, 104, 104, 104, 104, 102, 100, 104, 104, 102, 98],
  milk: [112, 108, 96, 98, 96, 94, 90, 92, 106, 104, 100, 106],
  beer: [70, 76, 78, 88, 110, 138, 164, 160, 118, 86, 68, 66],
  liquor: [150, 148, 76, 76, 82, 80, 76, 80, 112, 100, 100, 126],
  snack: [126, 128, 88, 90, 94, 94, 96, 96, 102, 102, 92, 100],
  noodles: [106, 98, 102, 100, 96, 94, 94, 98, 100, 104, 106, 108],
  staple: [108, 112, 98, 96, 96, 96, 94, 94, 100, 102, 102, 108],
} as const;
export type Season = keyof typeof monthsOf;

/** Percent on top before 春节, at its height. */
const festivalRise: Readonly<Record<Season, number>> = {
  water: 10,
  tea: 20,
  soda: 70,
  juice: 110,
  energy: 15,
  coffee: 10,
  milk: 70,
  beer: 60,
  liquor: 130,
  snack: 100,
  noodles: 20,
  staple: 50,
};

/** 正月初一. */
const springFestivals: Readonly<Record<string, string>> = {
  2024: "2024-02-10",
  2025: "2025-01-29",
  2026: "2026-02-17",
  2027: "2027-02-06",
  2028: "2028-01-26",
  2029: "2029-02-13",
  2030: "2030-02-03",
  2031: "2031-01-23",
  2032: "2032-02-11",
  2033: "2033-01-31",
  2034: "2034-02-19",
  2035: "2035-02-08",
  2036: "2036-01-28",
};

const sundayToSaturday = [34, 116, 108, 106, 110, 122, 84] as const;

/** Days from `from` to `to`; calendar days, no zones. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
export function weekdayOf(businessDate: string): number {
  return new Date(`${businessDate}T00:00:00Z`).getUTCDay();
}
function springFestivalOf(businessDate: string): string {
  const year = businessDate.slice(0, 4);
  return springFestivals[year] ?? `${year}-02-05`;
}

/** From the eve to the fifth nobody delivers; on 10-01 neither. */
export function isClosed(businessDate: string): boolean {
  const after = daysBetween(springFestivalOf(businessDate), businessDate);
  return (after >= -1 && after <= 5) || businessDate.endsWith("-10-01") || businessDate.endsWith("-01-01");
}

/** Percent of a usual day for one season's goods, between the middles of two months in a straight line. */
export function demandPercent(season: Season, businessDate: string): number {
  const month = Number(businessDate.slice(5, 7)) - 1;
  const fromMiddle = Number(businessDate.slice(8, 10)) - 15;
  const months = monthsOf[season];
  const here = months[month] ?? 100;
  const neighbour = months[(month + (fromMiddle < 0 ? 11 : 1)) % 12] ?? 100;
  const usual = here + Math.round(((neighbour - here) * Math.abs(fromMiddle)) / 30);
  return Math.round((usual * (100 + festivalPercent(season, businessDate))) / 100);
}
function festivalPercent(season: Season, businessDate: string): number {
  const before = daysBetween(businessDate, springFestivalOf(businessDate));
  if (before < 2 || before > 28) return 0;
  const height = before <= 12 ? 100 : Math.round(((28 - before) * 100) / 16);
  return Math.round((festivalRise[season] * height) / 100);
}

/** How busy the day is for the whole shop, in percent. */
export function dayPercent(businessDate: string): number {
  if (isClosed(businessDate)) return 0;
  const seasons = Object.keys(monthsOf) as readonly Season[];
  const mean = Math.round(
    seasons.reduce((sum, season) => sum + demandPercent(season, businessDate), 0) / seasons.length,
  );
  const weekday = sundayToSaturday[weekdayOf(businessDate)] ?? 100;
  const afterFestival = daysBetween(springFestivalOf(businessDate), businessDate);
  const slow = afterFestival > 5 && afterFestival <= 12 ? 70 : 100;
  return Math.round((mean * weekday * slow) / 10_000);
}

/** A straight line through points that stand at equal distances, `part` of `whole` along it. */
export function along(points: readonly number[], part: number, whole: number): number {
  const scaled = (Math.max(0, Math.min(part, whole)) * (points.length - 1)) / Math.max(1, whole);
  const index = Math.min(points.length - 2, Math.floor(scaled));
  const [low, high] = [points[index] ?? 0, points[index + 1] ?? 0];
  return low + (high - low) * (scaled - index);
}

export function* daysFrom(first: string, last: string): Generator<string> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day;
}
