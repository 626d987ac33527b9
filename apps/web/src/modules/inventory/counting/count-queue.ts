import type { CountEntryDraft } from "./count-sheet.form.ts";

/** What waits on this device until the server has it. A page that is closed in a cellar finds it again. */
export type CountQueue = {
  read(): readonly CountEntryDraft[];
  add(entry: CountEntryDraft): void;
  /** Takes out what the server answered for, whatever was added meanwhile. */
  settle(ids: readonly string[]): void;
};

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

function isEntry(value: unknown): value is CountEntryDraft {
  const entry = value as Partial<CountEntryDraft> | null;
  return typeof entry?.id === "string" && typeof entry.itemId === "string" && typeof entry.quantity === "string";
}

/** One queue per person and task: two people may share a device. */
export function countQueue(store: Store, userId: string, taskId: string): CountQueue {
  const key = `zs.count.${userId}.${taskId}`;
  let memory: readonly CountEntryDraft[] | null = null;
  const read = (): readonly CountEntryDraft[] => {
    if (memory) return memory;
    try {
      const stored: unknown = JSON.parse(store.getItem(key) ?? "[]");
      return Array.isArray(stored) ? stored.filter(isEntry) : [];
    } catch {
      return [];
    }
  };
  const write = (entries: readonly CountEntryDraft[]) => {
    try {
      if (entries.length === 0) store.removeItem(key);
      else store.setItem(key, JSON.stringify(entries));
      memory = null;
    } catch {
      // A full or forbidden store: the page at least keeps them while it is open.
      memory = entries;
    }
  };
  return {
    read,
    add: (entry) => write([...read(), entry]),
    settle: (ids) => {
      const gone = new Set(ids);
      write(read().filter((entry) => !gone.has(entry.id)));
    },
  };
}

/** As many as the contract takes at once, the oldest first. */
export function nextBatch(queue: readonly CountEntryDraft[]): readonly CountEntryDraft[] {
  return queue.slice(0, 500);
}
