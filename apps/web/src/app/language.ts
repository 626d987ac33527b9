import { useSyncExternalStore } from "react";

export type Language = "zh" | "en";
/** One text in both languages; Chinese is the source. */
export type Text = { readonly zh: string; readonly en: string };

const key = "zs.language";
const listeners = new Set<() => void>();
let current: Language = readStored();

function readStored(): Language {
  try {
    return localStorage.getItem(key) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

export function currentLanguage(): Language {
  return current;
}

export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  try {
    localStorage.setItem(key, language);
  } catch {
    // A browser without storage keeps the choice until it is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage);
}

/** Widens literal texts, so that English only has to have the same shape as Chinese. */
type Same<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...facts: infer Facts) => string
      ? (...facts: Facts) => string
      : Same<T[K]>;
};
export type Texts<T> = { readonly zh: Same<T>; readonly en: Same<T> };

/** Texts stand next to their module: `defineTexts({ zh: {…}, en: {…} })`. A sentence with facts is a function. */
export function defineTexts<const T>(texts: { readonly zh: T; readonly en: Same<T> }): Texts<T> {
  return texts as Texts<T>;
}

export function useTexts<T>(texts: Texts<T>): Same<T> {
  return texts[useLanguage()];
}

export function textsNow<T>(texts: Texts<T>): Same<T> {
  return texts[current];
}
