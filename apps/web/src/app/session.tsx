import { Refused, type Permission, type SessionView } from "@zhangshi/contract";
import { createContext, type ReactNode, useContext } from "react";
import { api, queryClient } from "./api.ts";

const sessionKey = ["session.show", {}] as const;

/** null: nobody is signed in. */
export async function loadSession(): Promise<SessionView | null> {
  return queryClient.fetchQuery<SessionView | null>({
    queryKey: ["session", "own"],
    staleTime: 60_000,
    queryFn: async () => {
      try {
        return await api.call("session.show");
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 401) return null;
        throw error;
      }
    },
  });
}

/** After signing in or out, and after setup: what the cache knew belongs to somebody else. */
export function sessionChanged(session: SessionView | null): void {
  queryClient.clear();
  queryClient.setQueryData(["session", "own"], session);
  if (session) queryClient.setQueryData(sessionKey, session);
}

const SessionContext = createContext<SessionView | null>(null);

export function SessionProvider(props: { readonly session: SessionView; readonly children: ReactNode }) {
  return <SessionContext.Provider value={props.session}>{props.children}</SessionContext.Provider>;
}

export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error("a page inside the shell needs a session");
  return session;
}

export function usePermission(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}
