import { type DocumentBody, type DocumentView, Refused, type TradeDocumentInput } from "@zhangshi/contract";
import { useRef, useState } from "react";
import { api, newIdempotencyKey, queryClient } from "../../app/api.ts";
import { orderRouteOf, routeOf, type DocumentKind } from "./document-kind.ts";

export type Pending = "save" | "approve" | "unapprove" | "void" | "delete" | "close" | "reopen" | null;

/** What a posting changes is read all over the product; everything but the session is asked again. */
export async function booksChanged(): Promise<void> {
  await queryClient.invalidateQueries({ predicate: (query) => !String(query.queryKey[0]).startsWith("session") });
}

/**
 * The writes of a document. One press, one key: while an answer is awaited no second press is taken, and a press after
 * a lost connection carries the same key as long as nothing was changed, so that it cannot write twice.
 */
export function useDocumentWrites(kind: DocumentKind) {
  const [pending, setPending] = useState<Pending>(null);
  const busy = useRef(false);
  const lost = useRef<{ readonly what: string; readonly key: string } | null>(null);

  async function press<T>(
    name: Exclude<Pending, null>,
    content: unknown,
    write: (key: string) => Promise<T>,
  ): Promise<T | null> {
    if (busy.current) return null;
    busy.current = true;
    setPending(name);
    const what = `${name} ${JSON.stringify(content)}`;
    const key = lost.current?.what === what ? lost.current.key : newIdempotencyKey();
    lost.current = null;
    try {
      return await write(key);
    } catch (error) {
      if (error instanceof Refused && error.problem.code === "network.unreachable") lost.current = { what, key };
      throw error;
    } finally {
      busy.current = false;
      setPending(null);
    }
  }

  async function show(id: string): Promise<DocumentView> {
    const view = await api.call(routeOf(kind, "show"), { params: { id } });
    queryClient.setQueryData([routeOf(kind, "show"), { params: { id } }], view);
    return view;
  }

  /** The document as it is after a write to the books; everything else is asked again behind it. */
  async function changed(id: string): Promise<DocumentView> {
    const view = await show(id);
    void booksChanged();
    return view;
  }

  // The body is the kind's own, the types are those of the sales routes.
  const sent = (body: DocumentBody) => body as TradeDocumentInput;
  const store = (id: string, body: DocumentBody, isNew: boolean, key: string) =>
    isNew
      ? api.call(routeOf(kind, "create"), { body: sent(body) }, { idempotencyKey: key })
      : api.call(routeOf(kind, "update"), { params: { id }, body: sent(body) }, { idempotencyKey: key });

  return {
    pending,
    show,
    save: (id: string, body: DocumentBody, isNew: boolean) =>
      press("save", body, async (key) => {
        const view = await store(id, body, isNew, key);
        queryClient.setQueryData([routeOf(kind, "show"), { params: { id } }], view);
        void queryClient.invalidateQueries({ queryKey: [routeOf(kind, "list")] });
        return view;
      }),
    /** A new document is saved and approved in one request; a changed draft is saved first. */
    approve: (
      id: string,
      body: DocumentBody,
      state: { readonly isNew: boolean; readonly dirty: boolean; readonly version: number | null },
    ) =>
      press("approve", body, async (key) => {
        if (state.isNew) await api.call(routeOf(kind, "createApproved"), { body: sent(body) }, { idempotencyKey: key });
        else {
          const version = state.dirty ? (await store(id, body, false, `${key}-save`)).version : state.version;
          await api.call(
            routeOf(kind, "approve"),
            { params: { id }, body: version === null ? {} : { version } },
            { idempotencyKey: key },
          );
        }
        return changed(id);
      }),
    unapprove: (view: DocumentView, reason: string) =>
      press("unapprove", [view.id, view.version, reason], async (key) => {
        await api.call(
          routeOf(kind, "unapprove"),
          { params: { id: view.id }, body: { version: view.version, reason } },
          { idempotencyKey: key },
        );
        return changed(view.id);
      }),
    /** 手工关闭: what is left of an order will not come. */
    close: (view: DocumentView, reason: string) =>
      press("close", [view.id, view.version, reason], async (key) => {
        await api.call(
          orderRouteOf(kind, "close"),
          { params: { id: view.id }, body: { version: view.version, reason } },
          { idempotencyKey: key },
        );
        return changed(view.id);
      }),
    reopen: (view: DocumentView) =>
      press("reopen", [view.id, view.version], async (key) => {
        await api.call(
          orderRouteOf(kind, "reopen"),
          { params: { id: view.id }, body: { version: view.version } },
          { idempotencyKey: key },
        );
        return changed(view.id);
      }),
    voidIt: (id: string, version: number | null, reason: string) =>
      press("void", [id, version, reason], async (key) => {
        await api.call(
          routeOf(kind, "void"),
          { params: { id }, body: { ...(version === null ? {} : { version }), reason } },
          { idempotencyKey: key },
        );
        return changed(id);
      }),
    remove: (id: string) =>
      press("delete", id, async (key) => {
        await api.call(routeOf(kind, "delete"), { params: { id } }, { idempotencyKey: key });
        queryClient.removeQueries({ queryKey: [routeOf(kind, "show"), { params: { id } }] });
        void queryClient.invalidateQueries({ queryKey: [routeOf(kind, "list")] });
        return true;
      }),
  };
}
