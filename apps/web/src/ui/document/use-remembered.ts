import { useState } from "react";

function read(name: string): boolean {
  try {
    return localStorage.getItem(name) === "yes";
  } catch {
    return false;
  }
}

/** A switch that this browser remembers. */
export function useRemembered(name: string): readonly [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => read(name));
  const put = (next: boolean) => {
    setValue(next);
    try {
      localStorage.setItem(name, next ? "yes" : "no");
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
  };
  return [value, put];
}
