/** More words than these nobody types to find something. */
const mostWords = 8;

/** What a person typed becomes patterns for `like all`: every word must occur, in any order. */
export function searchPatterns(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/[\s\0]+/)
    .filter((word) => word !== "")
    .slice(0, mostWords)
    .map((word) => `%${literal(word)}%`);
}
/** "100%" is searched as it stands. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
