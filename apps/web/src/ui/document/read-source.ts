import type { DocumentView } from "@zhangshi/contract";
import { api, queryClient } from "../../app/api.ts";
import { routeOf } from "./document-kind.ts";
import { kindOf } from "./document-kinds.ts";

/** A document as its own page reads it, from the cache where it was read a moment ago. */
async function readDocument(type: string, id: string): Promise<DocumentView | null> {
  const kind = kindOf(type);
  if (!kind) return null;
  const route = routeOf(kind, "show");
  const request = { params: { id } };
  return queryClient.fetchQuery({
    queryKey: [route, request],
    queryFn: () => api.call(route, request),
    staleTime: 15_000,
  });
}

/** A source, and what followed it as far as this person may read it. */
export async function readSource(
  type: string,
  id: string,
): Promise<{ readonly view: DocumentView; readonly followers: readonly DocumentView[] }> {
  const view = await readDocument(type, id);
  if (!view) throw new Error(`a ${type} has no page`);
  // What was executed of an order stands in its lines.
  if (view.order) return { view, followers: [] };
  const followers = await Promise.all(
    view.followers.map((follower) => readDocument(follower.type, follower.id).catch(() => null)),
  );
  return { view, followers: followers.filter((one) => one !== null) };
}
