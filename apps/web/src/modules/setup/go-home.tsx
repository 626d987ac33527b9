import { useEffect } from "react";
import { useGo } from "../../app/location.ts";

/** The company exists already: the first page decides whether somebody has to sign in. */
export function GoHome({ to = "/" }: { readonly to?: string }) {
  const go = useGo();
  useEffect(() => go(to, { replace: true }), [go, to]);
  return null;
}
