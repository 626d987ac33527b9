/** What a person made of the columns of one list: order, width, and which are hidden. */
export type ColumnSettings = {
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
};

type Known = {
  readonly id: string;
  readonly width: number;
  readonly hiddenAtFirst?: boolean;
  readonly always?: boolean;
};

export const narrowestColumn = 48;
export const widestColumn = 640;

export function firstSettings(columns: readonly Known[]): ColumnSettings {
  return {
    order: columns.map((column) => column.id),
    hidden: columns.filter((column) => column.hiddenAtFirst).map((column) => column.id),
    widths: {},
  };
}

/** Columns that came with a later version stand where the list's author put them; columns that are gone are forgotten. */
export function settle(columns: readonly Known[], remembered: ColumnSettings | undefined): ColumnSettings {
  if (remembered === undefined) return firstSettings(columns);
  const order = remembered.order.filter((id) => columns.some((column) => column.id === id));
  const complete = columns.reduce<readonly string[]>((placed, column, position) => {
    if (placed.includes(column.id)) return placed;
    const before = columns[position - 1];
    const place = before === undefined ? 0 : placed.indexOf(before.id) + 1;
    return [...placed.slice(0, place), column.id, ...placed.slice(place)];
  }, order);
  const fresh = columns
    .filter((column) => column.hiddenAtFirst && !remembered.order.includes(column.id))
    .map((column) => column.id);
  const hideable = (id: string) => columns.some((column) => column.id === id && !column.always);
  return {
    order: complete,
    hidden: [...new Set([...remembered.hidden, ...fresh])].filter(hideable),
    widths: remembered.widths,
  };
}

export function visibleColumns<Column extends Known>(
  columns: readonly Column[],
  settings: ColumnSettings,
): readonly Column[] {
  return settings.order.flatMap((id) => {
    const column = columns.find((candidate) => candidate.id === id);
    return column === undefined || settings.hidden.includes(id)
      ? []
      : [{ ...column, width: settings.widths[id] ?? column.width }];
  });
}

export function toggled(settings: ColumnSettings, id: string): ColumnSettings {
  const hidden = settings.hidden.includes(id)
    ? settings.hidden.filter((other) => other !== id)
    : [...settings.hidden, id];
  return { ...settings, hidden };
}

export function moved(settings: ColumnSettings, id: string, by: -1 | 1): ColumnSettings {
  const from = settings.order.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= settings.order.length) return settings;
  const order = settings.order.filter((other) => other !== id);
  return { ...settings, order: [...order.slice(0, to), id, ...order.slice(to)] };
}

export function resized(settings: ColumnSettings, id: string, width: number): ColumnSettings {
  const bounded = Math.round(Math.min(widestColumn, Math.max(narrowestColumn, width)));
  return { ...settings, widths: { ...settings.widths, [id]: bounded } };
}

const place = (list: string) => `zs.columns.${list}`;

export function rememberedSettings(list: string): ColumnSettings | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place(list)) ?? "null");
    return isSettings(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** A full or forbidden store loses the preference, never the page. */
export function rememberSettings(list: string, settings: ColumnSettings | undefined): void {
  try {
    if (settings === undefined) localStorage.removeItem(place(list));
    else localStorage.setItem(place(list), JSON.stringify(settings));
  } catch {
    return;
  }
}

function isSettings(value: unknown): value is ColumnSettings {
  if (typeof value !== "object" || value === null) return false;
  const { order, hidden, widths } = value as Partial<ColumnSettings>;
  return Array.isArray(order) && Array.isArray(hidden) && typeof widths === "object" && widths !== null;
}
