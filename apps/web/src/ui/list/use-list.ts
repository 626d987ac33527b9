import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { queryOfAddress, type ListQuery } from "./list-query.ts";

export const pageSize = 100;

/** The address is the only place where the question of a list lives: reload, back and a sent link all show the same rows. */
export function useAddressQuery(known: readonly string[]): readonly [ListQuery, (query: ListQuery) => void] {
  const search = useLocation({ select: (location) => location.search as Readonly<Record<string, unknown>> });
  const navigate = useNavigate();
  const words = known.join(" ");
  const query = useMemo(() => queryOfAddress(search, words.split(" ")), [search, words]);
  const ask = useCallback(
    (next: ListQuery) => void navigate({ to: ".", search: (() => ({ ...next })) as never, replace: true }),
    [navigate],
  );
  return [query, ask];
}

type Page<Row> = { readonly rows: readonly Row[]; readonly next?: string | null; readonly total?: number };

export type ListRows<Row, First> = {
  readonly rows: readonly Row[];
  readonly total: number;
  /** The first page carries the sums and counts of the whole filtered set. */
  readonly first: First | undefined;
  readonly error: Error | null;
  readonly isLoading: boolean;
  /** Another question is under way; what is shown still answers the one before. */
  readonly isStale: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly more: () => void;
  readonly again: () => void;
};

/** `key` begins with the route's name, so that a write which refreshes the route refreshes the list. */
export function useListRows<Row, First extends Page<Row>>(
  key: readonly unknown[],
  load: (cursor: string | undefined) => Promise<First & Page<Row>>,
): ListRows<First["rows"][number], First> {
  const answer = useInfiniteQuery({
    queryKey: [...key, "pages"],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const pages = answer.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  const first = pages?.[0];
  return {
    rows,
    total: first?.total ?? rows.length,
    first,
    error: answer.error,
    isLoading: answer.isLoading,
    isStale: answer.isPlaceholderData,
    hasMore: answer.hasNextPage,
    isLoadingMore: answer.isFetchingNextPage,
    more: () => void answer.fetchNextPage(),
    again: () => void answer.refetch(),
  };
}
