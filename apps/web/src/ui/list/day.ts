/** 11-25 this year, 2025-11-25 otherwise: the year is said only where it is a surprise. */
export function shortDay(date: string | null | undefined, today: string): string {
  if (!date) return "";
  return date.slice(0, 4) === today.slice(0, 4) ? date.slice(5, 10) : date.slice(0, 10);
}

/** XSCK-1125-0037: in a narrow place the year of a number is left out, when it is this year's. */
export function shortNumber(number: string, today: string): string {
  return number.replace(new RegExp(`^([A-Z]+-)${today.slice(0, 4)}(\\d{4}-)`), "$1$2");
}

const daysIn = (year: number, month: number) =>
  [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][
    month - 1
  ] ?? 31;

/** The first day of the month `months` before the one that `today` is in. */
export function monthStart(today: string, months = 0): string {
  const count = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}-01`;
}

export function monthEnd(date: string): string {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return `${date.slice(0, 7)}-${String(daysIn(year, month)).padStart(2, "0")}`;
}

/** 15:42 of an instant, in the reader's own clock. */
export function clock(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime())
    ? ""
    : `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}

/** The day of an instant where the reader is: before eight in the morning Shanghai is a day ahead of the instant's text. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime())
    ? ""
    : `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}
export function dayAndClock(instant: string): string {
  const day = dayOf(instant);
  return day === "" ? "" : `${day} ${clock(instant)}:${String(new Date(instant).getSeconds()).padStart(2, "0")}`;
}
