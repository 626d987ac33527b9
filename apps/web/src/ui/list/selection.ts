/** Which row the keyboard is on after a key, or undefined when the key is not ours. */
export function rowAfterKey(key: string, current: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const bounded = (row: number) => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case "ArrowDown":
      return bounded(current + 1);
    case "ArrowUp":
      return bounded(current < 0 ? 0 : current - 1);
    case "PageDown":
      return bounded(current + page);
    case "PageUp":
      return bounded(current - page);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
