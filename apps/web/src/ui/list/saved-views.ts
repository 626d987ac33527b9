import type { ListQuery } from "./list-query.ts";

/** A filter that a person gave a name to. Kept in this browser. */
export type SavedView = { readonly name: string; readonly query: ListQuery };

const place = (list: string) => `zs.views.${list}`;

export function savedViews(list: string): readonly SavedView[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place(list)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isView) : [];
  } catch {
    return [];
  }
}

export function storeViews(list: string, views: readonly SavedView[]): void {
  try {
    localStorage.setItem(place(list), JSON.stringify(views));
  } catch {
    return;
  }
}

/** The same name again replaces the view, as a file would. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const name = view.name.trim();
  if (name === "") return views;
  const replaced = views.some((other) => other.name === name);
  const named = { ...view, name };
  return replaced ? views.map((other) => (other.name === name ? named : other)) : [...views, named];
}

function isView(value: unknown): value is SavedView {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as SavedView).name === "string" &&
    typeof (value as SavedView).query === "object"
  );
}
