/** 会计期间 as yyyymm, e.g. 202611. */
export type Period = number;

export function periodOf(businessDate: string): Period {
  return Number(businessDate.slice(0, 4)) * 100 + Number(businessDate.slice(5, 7));
}
export function parsePeriod(text: string): Period {
  return Number(text.slice(0, 4)) * 100 + Number(text.slice(5, 7));
}
export function formatPeriod(period: Period): string {
  return `${Math.floor(period / 100)}-${String(period % 100).padStart(2, "0")}`;
}
export function firstDayOf(period: Period): string {
  return `${formatPeriod(period)}-01`;
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
/** Calendar arithmetic on days without clocks or zones. */
export function addDays(businessDate: string, days: number): string {
  let [year = 0, month = 0, day = 0] = businessDate.split("-").map(Number);
  day += days;
  while (day < 1) {
    month -= 1;
    if (month < 1) {
      month = 12;
      year -= 1;
    }
    day += daysInMonth(year, month);
  }
  while (day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
export function lastDayOf(period: Period): string {
  return addDays(firstDayOf(nextPeriod(period)), -1);
}
/** 期初 is dated the day before the books begin. */
export function openingDate(startPeriod: Period): string {
  return addDays(firstDayOf(startPeriod), -1);
}

export function nextPeriod(period: Period): Period {
  return period % 100 === 12 ? period + 89 : period + 1;
}
export function previousPeriod(period: Period): Period {
  return period % 100 === 1 ? period - 89 : period - 1;
}
/** The months from the first to the last, both included; none when the first comes after the last. */
export function periodsFrom(first: Period, last: Period): readonly Period[] {
  const periods: Period[] = [];
  for (let period = first; period <= last; period = nextPeriod(period)) periods.push(period);
  return periods;
}
