import { useEffect, useRef, useSyncExternalStore } from "react";

/** One binding: what is pressed, what it is called, what it does. Hints on buttons and the F1 list are made from these. */
export type KeyBinding = {
  readonly keys: string;
  readonly label: string;
  readonly run?: () => void;
  /** Keeps its place in the list, but leaves the key to the browser or the grid. */
  readonly disabled?: boolean;
};
export type KeyGroup = { readonly title: string; readonly bindings: readonly KeyBinding[] };

const groups: { current: KeyGroup }[] = [];
const listeners = new Set<() => void>();
let version = 0;

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}

const names: Readonly<Record<string, string>> = {
  PageUp: "PgUp",
  PageDown: "PgDn",
  ArrowDown: "↓",
  ArrowUp: "↑",
  Escape: "Esc",
  Delete: "Del",
  " ": "Space",
};

/** "Ctrl+K", "Shift+F8", "Alt+N", "PgUp". A letter with Alt is read from its place, because macOS types a sign there. */
export function keysOf(
  event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const placed = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const plain = event.altKey && placed ? placed : event.key;
  const name = names[plain] ?? (plain.length === 1 ? plain.toUpperCase() : plain);
  const shift = event.shiftKey && (plain.length > 1 || event.ctrlKey || event.altKey);
  return [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", shift ? "Shift" : "", name]
    .filter(Boolean)
    .join("+");
}

function listen(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  // Behind a dialog the page sleeps: Esc is the dialog's, and F8 must not approve what it asks about.
  if (document.querySelector("dialog:modal") !== null) return;
  const keys = keysOf(event);
  for (const group of [...groups].reverse())
    for (const binding of group.current.bindings)
      if (binding.keys === keys && binding.run && !binding.disabled) {
        event.preventDefault();
        binding.run();
        return;
      }
}

/** Binds while the component is mounted; what was mounted last is asked first. */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const entry = useRef<KeyGroup>({ title, bindings });
  entry.current = { title, bindings };
  useEffect(() => {
    if (groups.length === 0) window.addEventListener("keydown", listen);
    groups.push(entry);
    changed();
    return () => {
      groups.splice(groups.indexOf(entry), 1);
      if (groups.length === 0) window.removeEventListener("keydown", listen);
      changed();
    };
  }, []);
}

export function useKeyGroups(): readonly KeyGroup[] {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  return groups.map((group) => group.current);
}

const hintsKey = "zs.key-hints";
let hints = readHints();
function readHints(): boolean {
  try {
    return localStorage.getItem(hintsKey) !== "off";
  } catch {
    return true;
  }
}
export function setKeyHints(shown: boolean): void {
  hints = shown;
  try {
    localStorage.setItem(hintsKey, shown ? "on" : "off");
  } catch {
    // Without storage the choice lasts until the next reload.
  }
  changed();
}
export function useKeyHints(): boolean {
  useKeyGroups();
  return hints;
}

export function KeyHint(props: { readonly keys: string }) {
  return useKeyHints() ? <kbd className="key-hint">{props.keys.replaceAll("+", " ")}</kbd> : null;
}
