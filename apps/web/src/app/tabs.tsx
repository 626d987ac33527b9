import { useLocation } from "@tanstack/react-router";
import { useEffect, useSyncExternalStore } from "react";

/** One open page (多页签). The key is the pathname; `href` remembers its question too. */
export type WorkTab = {
  readonly key: string;
  readonly href: string;
  readonly title: string;
  readonly dirty: boolean;
};

const storageKey = "zs.tabs";
const listeners = new Set<() => void>();
let tabs: readonly WorkTab[] = readStored();

function isTab(value: unknown): value is WorkTab {
  const tab = value as Partial<WorkTab> | null;
  return typeof tab?.key === "string" && typeof tab.href === "string" && typeof tab.title === "string";
}

function readStored(): readonly WorkTab[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isTab) : [];
  } catch {
    return [];
  }
}

function write(next: readonly WorkTab[]): void {
  tabs = next;
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // Without storage the tabs live until the next reload.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTabs(): readonly WorkTab[] {
  return useSyncExternalStore(subscribe, () => tabs);
}

export function visitTab(key: string, href: string, title: string): void {
  const known = tabs.find((tab) => tab.key === key);
  if (known?.href === href) return;
  if (known) write(tabs.map((tab) => (tab.key === key ? { ...tab, href } : tab)));
  else write([...tabs, { key, href, title, dirty: false }]);
}

/** Closes a tab; answers where to go when it was the one in sight. */
export function closeTab(key: string): string {
  const place = tabs.findIndex((tab) => tab.key === key);
  const rest = tabs.filter((tab) => tab.key !== key);
  write(rest);
  return rest[Math.max(0, place - 1)]?.href ?? "/";
}

export function closeAllTabs(): void {
  write([]);
}

function describeTab(key: string, title: string, dirty: boolean): void {
  const known = tabs.find((tab) => tab.key === key);
  if (known && (known.title !== title || known.dirty !== dirty))
    write(tabs.map((tab) => (tab.key === key ? { ...tab, title, dirty } : tab)));
}

/** A page says how its tab is called and whether something in it is not saved. */
export function useTab(tab: { readonly title: string; readonly dirty?: boolean }): void {
  const key = useLocation({ select: (location) => location.pathname });
  const known = useTabs().some((one) => one.key === key);
  const { title, dirty = false } = tab;
  useEffect(() => {
    if (known) describeTab(key, title, dirty);
  }, [key, title, dirty, known]);
}
