import {
  createClient,
  Refused,
  routes,
  type Problem,
  type RouteName,
  type RouteReply,
  type RouteRequest,
  type Routes,
} from "@zhangshi/contract";
import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  useMutation,
  type UseMutationResult,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import { uuidv7 } from "uuidv7";
import { currentLanguage } from "./language.ts";

function problemText(code: string, detail: string): string {
  return JSON.stringify({ type: "about:blank", title: detail, status: 503, code, detail } satisfies Problem);
}

const unreachable = {
  zh: "没有连上服务器，已填的内容留在本机。请检查网络后再试一次。",
  en: "The server cannot be reached; what you typed is kept here. Check the network and try again.",
};

/** A lost connection and a proxy's HTML page become refusals like any other, so that a page has one way to say no. */
async function transport(
  url: string,
  init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string },
) {
  try {
    const response = await fetch(url, {
      ...init,
      credentials: "same-origin",
      headers: { ...init.headers, "accept-language": currentLanguage() === "zh" ? "zh-CN" : "en" },
    });
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    if (response.status < 400 || isJson) return response;
  } catch {
    // Falls through to the one refusal below.
  }
  const text = problemText("network.unreachable", unreachable[currentLanguage()]);
  return { status: 503, text: async () => text };
}

export const api = createClient(routes, transport);

export function newIdempotencyKey(): string {
  return uuidv7();
}

export function refusalOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: "about:blank", title: detail, status: 500, code: "unexpected", detail };
}

type SessionLost = () => void;
let sessionLost: SessionLost = () => undefined;
export function onSessionLost(listener: SessionLost): void {
  sessionLost = listener;
}
function noticeLostSession(error: unknown): void {
  if (error instanceof Refused && error.problem.code === "session.required") sessionLost();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeLostSession }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof Refused && error.problem.code === "network.unreachable",
    },
    mutations: { retry: false, onError: noticeLostSession },
  },
});

type CallRequest<Name extends RouteName> = RouteRequest<Routes[Name]>;
export type Reply<Name extends RouteName> = RouteReply<Routes[Name]>;

/** Reads through the cache. `enabled: false` waits; `keep` shows the old rows while the next question is asked. */
export function useCall<Name extends RouteName>(
  name: Name,
  request?: CallRequest<Name>,
  options: { readonly enabled?: boolean; readonly keep?: boolean; readonly staleTime?: number } = {},
): UseQueryResult<Reply<Name>, Error> {
  return useQuery<Reply<Name>, Error>({
    queryKey: [name, request ?? {}],
    queryFn: () => api.call(name, request),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

export type Send<Name extends RouteName> = CallRequest<Name> & {
  /** Made when the person presses the button; a repeat of the same press carries the same key. */
  readonly idempotencyKey?: string;
};

/** Writes. `refreshes` names the reads that are out of date afterwards. */
export function useSend<Name extends RouteName>(
  name: Name,
  options: { readonly refreshes?: readonly RouteName[] } = {},
): UseMutationResult<Reply<Name>, Error, Send<Name>> {
  return useMutation<Reply<Name>, Error, Send<Name>>({
    mutationFn: ({ idempotencyKey, ...request }) =>
      api.call(name, request as CallRequest<Name>, { idempotencyKey: idempotencyKey ?? newIdempotencyKey() }),
    onSuccess: async () => {
      await Promise.all((options.refreshes ?? []).map((route) => queryClient.invalidateQueries({ queryKey: [route] })));
    },
  });
}

/** A download is a plain navigation: the browser shows its own progress and keeps the file name. */
export function download<Name extends RouteName>(name: Name, request?: CallRequest<Name>): void {
  const link = document.createElement("a");
  link.href = api.url(name, request);
  link.download = "";
  link.click();
}
