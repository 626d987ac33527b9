import { useSyncExternalStore } from "react";

export type Appearance = "system" | "light" | "dark";

const storageKey = "zs.appearance";
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let chosen: Appearance = readStored();

function readStored(): Appearance {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

function themeNow(): "light" | "dark" {
  if (chosen !== "system") return chosen;
  return systemDark.matches ? "dark" : "light";
}

function apply(): void {
  document.documentElement.dataset["theme"] = themeNow();
  for (const listener of listeners) listener();
}
systemDark.addEventListener("change", apply);
apply();

/** Follows the system unless a person chose otherwise. */
export function setAppearance(appearance: Appearance): void {
  chosen = appearance;
  try {
    localStorage.setItem(storageKey, appearance);
  } catch {
    // Without storage the choice lasts until the next reload.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, () => chosen);
}

export function useThemeName(): "light" | "dark" {
  return useSyncExternalStore(subscribe, themeNow);
}
