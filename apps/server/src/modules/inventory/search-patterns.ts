/** What a person typed becomes patterns for `like all`: every word must occur, in any order; "100%" is searched as it stands. */
export function searchPatterns(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/[\s\0]+/)
    .filter((word) => word !== "")
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
}
