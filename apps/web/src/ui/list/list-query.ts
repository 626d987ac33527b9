/** What the person asked of a list, exactly as it stands in the address: one word per question, absent means "no limit". */
export type ListQuery = Readonly<Record<string, string>>;

/** The address may hold numbers or booleans after a round trip through a router; a list only knows words. */
export function queryOfAddress(search: Readonly<Record<string, unknown>>, known: readonly string[]): ListQuery {
  return Object.fromEntries(
    known.flatMap((key) => {
      const value = search[key];
      const word =
        typeof value === "string"
          ? value
          : typeof value === "number" || typeof value === "boolean"
            ? String(value)
            : "";
      return word === "" ? [] : [[key, word]];
    }),
  );
}

/** Empty answers leave the query, so that two ways to the same list have the same address. */
export function withAnswer(query: ListQuery, key: string, value: string | undefined): ListQuery {
  const { [key]: _before, ...others } = query;
  return value === undefined || value === "" ? others : { ...others, [key]: value };
}

export function withAnswers(query: ListQuery, answers: Readonly<Record<string, string | undefined>>): ListQuery {
  return Object.entries(answers).reduce((changed, [key, value]) => withAnswer(changed, key, value), query);
}

export type Sorting = { readonly sort: string; readonly direction: "asc" | "desc" };

export function sortingOf(query: ListQuery, fallback: Sorting): Sorting {
  const sort = query["sort"];
  if (sort === undefined) return fallback;
  return { sort, direction: query["direction"] === "desc" ? "desc" : "asc" };
}

/** First press sorts the way that column is usually read, the second turns it round, the third gives the list's own order back. */
export function nextSorting(query: ListQuery, column: string, first: "asc" | "desc", fallback: Sorting): ListQuery {
  const now = sortingOf(query, fallback);
  const turned = first === "asc" ? "desc" : "asc";
  if (now.sort !== column) return withAnswers(query, { sort: column, direction: first });
  if (now.direction === first) return withAnswers(query, { sort: column, direction: turned });
  return column === fallback.sort
    ? withAnswers(query, { sort: column, direction: first })
    : withAnswers(query, { sort: undefined, direction: undefined });
}

const orderKeys = new Set(["sort", "direction"]);

/** The filters that are set, without the order: what "nothing matches" names and 清除 removes. */
export function setFilters(query: ListQuery): ListQuery {
  return Object.fromEntries(Object.entries(query).filter(([key]) => !orderKeys.has(key)));
}

export function withoutFilters(query: ListQuery): ListQuery {
  return Object.fromEntries(Object.entries(query).filter(([key]) => orderKeys.has(key)));
}

export function sameFilters(left: ListQuery, right: ListQuery): boolean {
  const [a, b] = [setFilters(left), setFilters(right)];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

export function addressOf(path: string, query: ListQuery): string {
  const words = Object.entries(query).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return words.length === 0 ? path : `${path}?${words.join("&")}`;
}
