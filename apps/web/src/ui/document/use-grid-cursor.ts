import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { cellText, type GridActions } from "./grid-actions.ts";
import type { Cursor } from "./grid-columns.ts";
import { itemEntryOf } from "./scan.ts";
import { visibleText } from "./typed-number.ts";
import type { DocumentFormState } from "./use-document-form.ts";

export type GridCursor = {
  readonly editor: RefObject<HTMLInputElement | null>;
  readonly cursor: Cursor;
  /** The same, also for what happens before the next drawing. */
  readonly now: RefObject<Cursor>;
  /** What the cell said before anything was typed over it. */
  readonly shownText: RefObject<string>;
  /** Same key, same moment: the editor's text is the new cell's before the next key can arrive. */
  readonly put: (next: Cursor, text?: string) => void;
  /** The editor's text goes into its line. */
  readonly commit: () => void;
};

/** The cell that the live editor stands on, and the text that goes in and out of it. */
export function useGridCursor(options: {
  readonly state: DocumentFormState;
  readonly actions: GridActions;
  /** Goods are chosen from a source: nothing is typed in their cell. */
  readonly isFromSource: boolean;
  readonly scrollToRow: (row: number) => void;
  /** Told at every move; the same function at every drawing. */
  readonly onMove: () => void;
}): GridCursor {
  const { actions, isFromSource, scrollToRow, onMove } = options;
  const { form, now: formNow } = options.state;
  const editor = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState<Cursor>({ lineKey: form.lines.at(-1)?.key ?? "", cell: "item" });
  const now = useRef(cursor);
  const shownText = useRef("");

  const put = useCallback(
    (next: Cursor, text?: string) => {
      now.current = next;
      setCursor(next);
      onMove();
      const place = formNow().lines.findIndex((one) => one.key === next.lineKey);
      const line = formNow().lines[place];
      shownText.current = line ? cellText(line, next.cell, actions.amountOf(line)) : "";
      const field = editor.current;
      if (!field) return;
      field.value = text ?? shownText.current;
      if (document.activeElement === field) field.select();
      scrollToRow(place);
    },
    [formNow, actions, scrollToRow, onMove],
  );

  const commit = useCallback((): void => {
    const field = editor.current;
    if (!field || field.value === shownText.current) return;
    const { lineKey, cell } = now.current;
    const text = visibleText(field.value);
    if (cell === "item" && isFromSource) {
      shownText.current = "";
      field.value = "";
      return;
    }
    if (cell === "item") {
      const entry = itemEntryOf(text);
      if (entry.text !== "") actions.seek(lineKey, entry, () => undefined);
    }
    shownText.current = actions.put(lineKey, cell, text, shownText.current);
    field.value = shownText.current;
  }, [actions, isFromSource]);

  const current = form.lines.find((line) => line.key === cursor.lineKey);

  // A line may have gone (undo, "use the server's"); the cursor then waits on the blank line.
  useEffect(() => {
    if (!current) put({ lineKey: form.lines.at(-1)?.key ?? "", cell: "item" });
  }, [current, form.lines, put]);

  // What a scan or an answer changed under the editor is shown in it, unless something is being typed there.
  useLayoutEffect(() => {
    const field = editor.current;
    if (!field || !current) return;
    const text = cellText(current, cursor.cell, actions.amountOf(current));
    if (text === shownText.current || field.value !== shownText.current) return;
    shownText.current = text;
    field.value = text;
    if (document.activeElement === field) field.select();
  });

  return { editor, cursor, now, shownText, put, commit };
}
