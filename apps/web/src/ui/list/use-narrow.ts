import { useSyncExternalStore } from "react";

const phone = "(max-width: 767px)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(phone);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** A telephone held upright: fewer columns, larger targets. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(phone).matches);
}
