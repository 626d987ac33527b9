import type { ItemCandidate } from "@zhangshi/contract";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useState,
} from "react";
import { useTexts } from "../../app/language.ts";
import { isBlank, priceTerms, unitsOf } from "./document.form.ts";
import type { FormError } from "./check.form.ts";
import { type DocumentKind, showsAvailable } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import type { GridActions } from "./grid-actions.ts";
import { type CellId, type Cursor, type GridColumn, lineWalk, shortWalk, type Step, stepFrom } from "./grid-columns.ts";
import { GridEditor } from "./grid-editor.tsx";
import { useCandidates } from "./item-candidates.tsx";
import { lookupTerms } from "./item-lookup.ts";
import { kindTexts } from "./kind.texts.ts";
import { GridTable } from "./grid-table.tsx";
import type { LineStock } from "./line-stock.form.ts";
import { withScannedLot } from "./lots.form.ts";
import { isTable } from "./pasted-rows.ts";
import { itemEntryOf } from "./scan.ts";
import type { FormTotals } from "./totals.form.ts";
import type { DocumentFormState } from "./use-document-form.ts";
import { useGridCursor } from "./use-grid-cursor.ts";
import { headHeight, rowHeight, useGridWindow } from "./use-grid-window.ts";

export type LineGridHandle = {
  /** Takes what stands in the editor into its line; called before saving. */
  commit: () => void;
  goTo: (lineKey: string, cell: string) => void;
  goToEnd: () => void;
  leave: () => void;
  hasFocus: () => boolean;
  /** A scan while the hand is in a lot's cell is a lot or a serial number, not goods. */
  takeLot: (code: string) => boolean;
};
type LineGridProps = {
  readonly ref: Ref<LineGridHandle>;
  readonly kind: DocumentKind;
  readonly columns: readonly GridColumn[];
  readonly state: DocumentFormState;
  readonly actions: GridActions;
  readonly totals: FormTotals;
  readonly stocks: ReadonlyMap<string, LineStock>;
  readonly errors: readonly FormError[];
  readonly warehouses: ReadonlyMap<string, string>;
  /** 盲盘: who counts must not see what the books say. */
  readonly hidesStock: boolean;
  /** In a line that waits for goods. */
  readonly hint: string;
  readonly disabled: boolean;
  readonly onCurrent: (lineKey: string | null) => void;
  readonly onLeave: (direction: "forward" | "back") => void;
  /** Goods of these kinds are chosen from a source, not typed; null where they are typed. */
  readonly onChooseSource: (() => void) | null;
};

/**
 * The line grid: text in a plain table, and one live editor that moves over it. The editor never loses the focus
 * between cells and takes its new text within the same key, so no key of a fast hand or a scanner falls beside it.
 */
export function LineGrid(props: LineGridProps) {
  const { kind, state, actions, stocks, errors, ref, ...shown } = props;
  const words = useTexts(documentTexts);
  const listId = useId();
  const { form, now } = state;
  const { columns } = props;
  const roles = useTexts(kindTexts).roles;
  const sight = useGridWindow(columns, form.lines.length);
  const cells = columns.flatMap((column) => (column.cell ? [column.cell] : []));

  const [focused, setFocused] = useState(false);
  /** Text of the item or unit cell while its list is open; null while it is closed. */
  const [sought, setSought] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const closeList = useCallback(() => {
    setSought(null);
    setPlace(0);
  }, []);
  const isFromSource = props.onChooseSource !== null;
  const at = useGridCursor({ state, actions, isFromSource, scrollToRow: sight.scrollToRow, onMove: closeList });
  const { editor, cursor, now: cursorNow, shownText, put, commit } = at;

  const isItem = cursor.cell === "item";
  const seeksItem = sought !== null && isItem && !isFromSource;
  const candidates = useCandidates(seeksItem ? itemEntryOf(sought).text : null, lookupTerms(kind, form));
  const terms = priceTerms(kind, form);

  const row = form.lines.findIndex((line) => line.key === cursor.lineKey);
  const current = form.lines[row];

  const walk = () => ({
    keys: now().lines.map((line) => line.key),
    cells,
    short: (key: string) => {
      const line = now().lines.find((one) => one.key === key);
      return line ? lineWalk(kind, now(), line) : [];
    },
    itemOnly: (key: string) => {
      const line = now().lines.find((one) => one.key === key);
      return !line || (line.item === null && line.state === "ready");
    },
  });

  const move = (step: Step): boolean => {
    commit();
    const next = stepFrom(cursorNow.current, step, walk());
    if (!next) return false;
    put(next);
    return true;
  };

  /** Goods are followed by their first figure, or, where `12*` said how many already, by the next goods. */
  const afterItem = (lineKey: string, isCounted: boolean): Cursor => {
    const figure = shortWalk(kind, now()).find((cell) => cell !== "item");
    if (!isCounted && figure) return { lineKey, cell: figure };
    return { lineKey: now().lines.at(-1)?.key ?? lineKey, cell: "item" };
  };

  const chooseItem = (item: ItemCandidate) => {
    const entry = itemEntryOf(editor.current?.value ?? "");
    const { lineKey } = cursorNow.current;
    actions.choose(lineKey, item, entry.quantity);
    shownText.current = item.code;
    if (editor.current) editor.current.value = item.code;
    put(afterItem(lineKey, entry.quantity !== null));
    editor.current?.focus();
  };

  /** Enter in the item cell before the list has come: the line keeps the text, the hand goes on, the answer follows. */
  const seekItem = () => {
    const typed = editor.current?.value ?? "";
    const entry = itemEntryOf(typed);
    if (entry.text === "") return;
    const row = candidates.rows[place];
    if (seeksItem && candidates.settled && candidates.text === entry.text && row) {
      chooseItem(row);
      return;
    }
    const { lineKey } = cursorNow.current;
    actions.seek(lineKey, entry, (again) => {
      if (cursorNow.current.lineKey !== lineKey) return;
      commit();
      put({ lineKey, cell: "item" }, again);
      // Not selected: what the hand types next must narrow the search, never replace it by a quantity.
      editor.current?.setSelectionRange(again.length, again.length);
      setSought(again);
    });
    shownText.current = typed;
    put(afterItem(lineKey, entry.quantity !== null));
  };

  const choicesOf = (cell: CellId): readonly string[] => {
    if (cell === "role") return Object.values(roles);
    return cell === "unit" && current?.item ? unitsOf(current.item) : [];
  };
  const choices = sought === null ? [] : choicesOf(cursor.cell);

  /** The item cell says something that is no item yet: just typed, or not found before. */
  const isOpenText = () => {
    const text = editor.current?.value ?? "";
    const line = now().lines.find((one) => one.key === cursorNow.current.lineKey);
    return text !== shownText.current || (text !== "" && line?.item === null);
  };

  const enter = (back: boolean) => {
    if (!back && cursorNow.current.cell === "item" && isFromSource) {
      props.onChooseSource?.();
      return;
    }
    if (!back && cursorNow.current.cell === "item" && (seeksItem || isOpenText())) {
      seekItem();
      return;
    }
    const choice = choices[place];
    if (choice && editor.current) editor.current.value = choice;
    move(back ? "previous" : "next");
  };

  const atEdge = (side: "left" | "right") => {
    const field = editor.current;
    if (!field) return true;
    const { selectionStart: start, selectionEnd: end, value } = field;
    if (start === 0 && end === value.length) return true;
    return start === end && (side === "left" ? start === 0 : end === value.length);
  };

  const listLength = seeksItem ? candidates.rows.length : choices.length;
  const keyActions: Readonly<Record<string, (event: KeyboardEvent) => boolean>> = {
    enter: (event) => {
      enter(event.shiftKey);
      return true;
    },
    tab: (event) => {
      if (cursorNow.current.cell === "item" && !event.shiftKey && !isFromSource && isOpenText()) {
        seekItem();
        return true;
      }
      if (move(event.shiftKey ? "previousCell" : "nextCell")) return true;
      props.onLeave(event.shiftKey ? "back" : "forward");
      return true;
    },
    arrowdown: (event) => {
      if (event.altKey) {
        if (choicesOf(cursorNow.current.cell).length === 0) return false;
        setSought("");
        return true;
      }
      if (listLength > 0) setPlace((place + 1) % listLength);
      else move("down");
      return true;
    },
    arrowup: () => {
      if (listLength > 0) setPlace((place - 1 + listLength) % listLength);
      else if (!move("up")) props.onLeave("back");
      return true;
    },
    arrowleft: (event) => !event.shiftKey && atEdge("left") && move("previousCell"),
    arrowright: (event) => !event.shiftKey && atEdge("right") && move("nextCell"),
    escape: () => {
      const field = editor.current;
      if (sought === null && field?.value === shownText.current) return false;
      if (field && field.value !== shownText.current) field.value = shownText.current;
      field?.select();
      setSought(null);
      return true;
    },
    pagedown: () => page(1),
    pageup: () => page(-1),
  };
  const controlActions: Readonly<Record<string, () => boolean>> = {
    d: () => {
      commit();
      put({ lineKey: actions.repeat(cursorNow.current.lineKey), cell: cursorNow.current.cell });
      return true;
    },
    delete: () => {
      put({ lineKey: actions.remove(cursorNow.current.lineKey), cell: "item" });
      return true;
    },
    z: () => {
      if (editor.current?.value !== shownText.current || !state.undo()) return false;
      const { lineKey, cell } = cursorNow.current;
      const lines = now().lines;
      const stays = lines.some((line) => line.key === lineKey);
      put(stays ? { lineKey, cell } : { lineKey: lines.at(-1)?.key ?? "", cell: "item" });
      return true;
    },
  };

  /** Inside a scrolling grid they scroll; else they are the page's previous and next document. */
  function page(direction: 1 | -1): boolean {
    const step = sight.rowsPerPage();
    if (step === 0) return false;
    commit();
    const lines = now().lines;
    const from = lines.findIndex((line) => line.key === cursorNow.current.lineKey);
    const to = lines[Math.min(lines.length - 1, Math.max(0, from + direction * step))];
    if (to) put({ lineKey: to.key, cell: isBlank(to) ? "item" : cursorNow.current.cell });
    return true;
  }

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const control = event.ctrlKey || event.metaKey;
    const name = event.key.toLowerCase();
    const act = control ? controlActions[name] : event.altKey && name !== "arrowdown" ? undefined : keyActions[name];
    if (act?.(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const typed = () => {
    const text = editor.current?.value ?? "";
    setPlace(0);
    if (cursorNow.current.cell === "item" && !isFromSource) {
      const entry = itemEntryOf(text);
      setSought(entry.text !== "" && isOpenText() ? text : null);
    }
  };

  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!isTable(text)) return;
    event.preventDefault();
    actions.paste(cursorNow.current.lineKey, text);
    put({ lineKey: now().lines.at(-1)?.key ?? "", cell: "item" });
  };

  const pressMouse = (event: MouseEvent) => {
    const cell = (event.target as Element).closest<HTMLElement>("td");
    const key = cell?.closest("tr")?.dataset["key"];
    if (!cell || !key || props.disabled) return;
    event.preventDefault();
    commit();
    const line = now().lines.find((one) => one.key === key);
    const isWaiting = line !== undefined && isBlank(line);
    editor.current?.focus();
    put({ lineKey: key, cell: isWaiting ? "item" : placeFor(cell.dataset["cell"]) });
    if (isWaiting) props.onChooseSource?.();
  };

  /** The cell that is meant, or where this kind's figures are typed. */
  function placeFor(cell: string | undefined): CellId {
    const wanted = [cell, "quantity", shortWalk(kind, now()).at(-1)];
    return cells.find((one) => one === wanted[0]) ?? cells.find((one) => wanted.includes(one)) ?? "note";
  }

  useImperativeHandle(ref, () => ({
    commit,
    goTo: (lineKey, cell) => {
      commit();
      editor.current?.focus();
      const line = now().lines.find((one) => one.key === lineKey);
      put({ lineKey, cell: line?.item ? placeFor(cell) : "item" });
    },
    goToEnd: () => {
      editor.current?.focus();
      put({ lineKey: now().lines.at(-1)?.key ?? "", cell: "item" });
    },
    leave: () => editor.current?.blur(),
    hasFocus: () => document.activeElement === editor.current,
    takeLot: (code) => {
      const { lineKey, cell } = cursorNow.current;
      const line = now().lines.find((one) => one.key === lineKey);
      if (cell !== "lot" || !line || document.activeElement !== editor.current) return false;
      actions.put(lineKey, cell, withScannedLot(line, code), line.lot);
      put({ lineKey, cell });
      return true;
    },
  }));

  const { onCurrent } = props;

  useEffect(() => onCurrent(cursor.lineKey), [cursor.lineKey, onCurrent]);

  const { first, last } = sight;
  const column = columns.find((one) => one.cell === cursor.cell);
  const box = sight.editorBox(cursor.cell, current !== undefined && current.item === null);
  const lineErrors = new Map<string, string>();
  for (const error of errors)
    if (error.lineKey)
      lineErrors.set(error.lineKey, [lineErrors.get(error.lineKey), error.field].filter(Boolean).join(","));
  const isRefused = current ? (lineErrors.get(current.key) ?? "").split(",").includes(cursor.cell) : false;
  const isShort = cursor.cell === "quantity" && current !== undefined && stocks.get(current.key)?.short != null;
  const listOpen =
    focused && ((seeksItem && !(candidates.rows.length === 0 && !candidates.settled)) || choices.length > 0);

  return (
    <div className="line-grid" data-focused={focused || undefined}>
      <div ref={sight.scroller} className="line-grid-scroll" onScroll={sight.onScroll}>
        <GridTable
          {...shown}
          ref={sight.table}
          kind={kind}
          state={state}
          stocks={stocks}
          label={words.grid}
          first={first}
          last={last}
          currentKey={focused ? cursor.lineKey : null}
          refused={lineErrors}
          onMouseDown={pressMouse}
        />
        <GridEditor
          ref={editor}
          listId={listId}
          box={{ ...box, top: headHeight + Math.max(0, row) * rowHeight }}
          isFigure={column?.align === "right"}
          isWrong={isRefused || isShort}
          label={words.cell(row + 1, column?.title ?? "")}
          title={column?.title ?? ""}
          readOnly={props.disabled}
          place={place}
          items={listOpen && seeksItem ? candidates : null}
          choices={listOpen ? choices : []}
          terms={terms}
          stock={props.hidesStock ? null : showsAvailable(kind) ? "available" : "onHand"}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            commit();
            setFocused(false);
            setSought(null);
          }}
          onInput={typed}
          onKeyDown={press}
          onPaste={paste}
          onPlace={setPlace}
          onChooseItem={chooseItem}
          onChoose={(choice) => {
            if (editor.current) editor.current.value = choice;
            move("nextCell");
          }}
        />
      </div>
    </div>
  );
}
