import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** The `$id` parts of the address. */
export function useRouteParams(): Readonly<Record<string, string>> {
  return useParams({ strict: false }) as Readonly<Record<string, string>>;
}

/** The question part of the address, as text; a page's filters live here, so that its address can be sent. */
export function useQuestion(): Readonly<Record<string, string>> {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(search).map(([key, value]) => [key, String(value)]));
}

/** Goes to an address such as `/stock/card?itemId=…`. */
export function useGo(): (href: string, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (href, options) => {
      void navigate({ href, replace: options?.replace ?? false });
    },
    [navigate],
  );
}
