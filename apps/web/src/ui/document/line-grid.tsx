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
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTexts } from "../../app/language.ts";
import { type FormError, type FormTotals, isBlank, type LineStock, unitsOf } from "./document.form.ts";
import type { TradeDocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { cellText, type GridActions } from "./grid-actions.ts";
import { type CellId, type Cursor, entryColumns, type GridColumn, type Step, stepFrom } from "./grid-columns.ts";
import { CandidateList, useCandidates } from "./item-candidates.tsx";
import { lookupTerms } from "./item-lookup.ts";
import { LineRow } from "./line-row.tsx";
import { isTable } from "./pasted-rows.ts";
import { itemEntryOf } from "./scan.ts";
import { visibleText } from "./typed-number.ts";
import type { DocumentFormState } from "./use-document-form.ts";

const rowHeight = 28;
const headHeight = 27;
/** Above this the rows out of sight are not drawn. */
const drawAllUpTo = 100;
const spare = 12;

export type LineGridHandle = {
  /** Takes what stands in the editor into its line; called before saving. */
  commit: () => void;
  goTo: (lineKey: string, cell: CellId) => void;
  goToEnd: () => void;
  leave: () => void;
  hasFocus: () => boolean;
};
type LineGridProps = {
  readonly ref: Ref<LineGridHandle>;
  readonly kind: TradeDocumentKind;
  readonly state: DocumentFormState;
  readonly actions: GridActions;
  readonly totals: FormTotals;
  readonly stocks: ReadonlyMap<string, LineStock>;
  readonly errors: readonly FormError[];
  readonly warehouses: ReadonlyMap<string, string>;
  readonly showTaxRate: boolean;
  readonly disabled: boolean;
  readonly onCurrent: (lineKey: string | null) => void;
  readonly onLeave: (direction: "forward" | "back") => void;
};

type Box = { readonly left: number; readonly width: number };

function measured(table: HTMLTableElement, columns: readonly GridColumn[]): ReadonlyMap<string, Box> {
  const heads = [...table.querySelectorAll("th")];
  return new Map(
    heads.map((head, place) => [columns[place]?.id ?? "", { left: head.offsetLeft, width: head.offsetWidth }]),
  );
}

/**
 * The line grid: text in a plain table, and one live editor that moves over it. The editor never loses the focus
 * between cells and takes its new text within the same key, so no key of a fast hand or a scanner falls beside it.
 */
export function LineGrid(props: LineGridProps) {
  const { kind, state, actions, stocks, totals, errors } = props;
  const words = useTexts(documentTexts);
  const listId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const editor = useRef<HTMLInputElement>(null);
  const { form } = state;
  const columns = useMemo(
    () => entryColumns(kind, form, words.columns, { taxRate: props.showTaxRate }),
    [kind, form, words, props.showTaxRate],
  );
  const cells = columns.flatMap((column) => (column.cell ? [column.cell] : []));

  const [cursor, setCursor] = useState<Cursor>({ lineKey: form.lines.at(-1)?.key ?? "", cell: "item" });
  const cursorNow = useRef(cursor);
  const [focused, setFocused] = useState(false);
  /** Text of the item or unit cell while its list is open; null while it is closed. */
  const [sought, setSought] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const shownText = useRef("");
  const boxes = useRef<ReadonlyMap<string, Box>>(new Map());
  const [scroll, setScroll] = useState({ top: 0, height: 600 });
  const [, redraw] = useState(0);

  const terms = lookupTerms(kind, form);
  const isItem = cursor.cell === "item";
  const seeksItem = sought !== null && isItem;
  const candidates = useCandidates(seeksItem ? itemEntryOf(sought).text : null, terms);
  const sells = kind.takesStock;

  const row = form.lines.findIndex((line) => line.key === cursor.lineKey);
  const current = form.lines[row];

  const walk = () => ({
    keys: state.now().lines.map((line) => line.key),
    cells,
    itemOnly: (key: string) => {
      const line = state.now().lines.find((one) => one.key === key);
      return !line || (line.item === null && line.state === "ready");
    },
  });

  /** Same key, same moment: the editor's text is the new cell's before the next key can arrive. */
  const put = useCallback(
    (next: Cursor, text?: string) => {
      cursorNow.current = next;
      setCursor(next);
      setSought(null);
      setPlace(0);
      const line = state.now().lines.find((one) => one.key === next.lineKey);
      shownText.current = line ? cellText(line, next.cell, actions.amountOf(line)) : "";
      const field = editor.current;
      if (!field) return;
      field.value = text ?? shownText.current;
      if (document.activeElement === field) field.select();
      scrollTo(next);
    },
    [state, actions],
  );

  function scrollTo(next: Cursor): void {
    const box = scroller.current;
    const place = state.now().lines.findIndex((line) => line.key === next.lineKey);
    if (!box || place === -1) return;
    const top = place * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight + headHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = top + rowHeight + headHeight - box.clientHeight;
  }

  /** Answers whether the cell took its text; a scan that landed in a figure goes on as a scan. */
  const commit = useCallback((): void => {
    const field = editor.current;
    if (!field || field.value === shownText.current) return;
    const { lineKey, cell } = cursorNow.current;
    const text = visibleText(field.value);
    if (cell === "item") {
      const entry = itemEntryOf(text);
      if (entry.text !== "") actions.seek(lineKey, entry, () => undefined);
    }
    shownText.current = actions.put(lineKey, cell, text, shownText.current);
    field.value = shownText.current;
  }, [actions]);

  const move = (step: Step): boolean => {
    commit();
    const next = stepFrom(cursorNow.current, step, walk());
    if (!next) return false;
    put(next);
    return true;
  };

  const chooseItem = (item: ItemCandidate) => {
    const entry = itemEntryOf(editor.current?.value ?? "");
    const { lineKey } = cursorNow.current;
    actions.choose(lineKey, item, entry.quantity);
    shownText.current = item.code;
    if (editor.current) editor.current.value = item.code;
    if (entry.quantity === null) put({ lineKey, cell: "quantity" });
    else put({ lineKey: state.now().lines.at(-1)?.key ?? lineKey, cell: "item" });
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
      put({ lineKey, cell: "item" }, again);
      setSought(again);
    });
    shownText.current = typed;
    put(
      entry.quantity === null
        ? { lineKey, cell: "quantity" }
        : { lineKey: state.now().lines.at(-1)?.key ?? lineKey, cell: "item" },
    );
  };

  const unitRows = sought !== null && cursor.cell === "unit" && current?.item ? unitsOf(current.item) : [];

  const enter = (back: boolean) => {
    const changed = editor.current?.value !== shownText.current;
    if (!back && cursorNow.current.cell === "item" && (changed || seeksItem)) {
      seekItem();
      return;
    }
    const unit = unitRows[place];
    if (unit && editor.current) editor.current.value = unit;
    move(back ? "previous" : "next");
  };

  const atEdge = (side: "left" | "right") => {
    const field = editor.current;
    if (!field) return true;
    const { selectionStart: start, selectionEnd: end, value } = field;
    if (start === 0 && end === value.length) return true;
    return start === end && (side === "left" ? start === 0 : end === value.length);
  };

  const listLength = seeksItem ? candidates.rows.length : unitRows.length;
  const keyActions: Readonly<Record<string, (event: KeyboardEvent) => boolean>> = {
    enter: (event) => {
      enter(event.shiftKey);
      return true;
    },
    tab: (event) => {
      const field = editor.current;
      if (cursorNow.current.cell === "item" && field && field.value !== shownText.current && !event.shiftKey) {
        seekItem();
        return true;
      }
      if (move(event.shiftKey ? "previousCell" : "nextCell")) return true;
      props.onLeave(event.shiftKey ? "back" : "forward");
      return true;
    },
    arrowdown: (event) => {
      if (event.altKey) {
        if (cursorNow.current.cell !== "unit") return false;
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
      const lines = state.now().lines;
      const stays = lines.some((line) => line.key === lineKey);
      put(stays ? { lineKey, cell } : { lineKey: lines.at(-1)?.key ?? "", cell: "item" });
      return true;
    },
  };

  /** Inside a scrolling grid they scroll; else they are the page's previous and next document. */
  function page(direction: 1 | -1): boolean {
    const box = scroller.current;
    if (!box || box.scrollHeight <= box.clientHeight + 1) return false;
    commit();
    const lines = state.now().lines;
    const step = Math.max(1, Math.floor(box.clientHeight / rowHeight) - 2);
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
    if (cursorNow.current.cell === "item") {
      const entry = itemEntryOf(text);
      setSought(entry.text === "" || text === shownText.current ? null : text);
    }
  };

  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!isTable(text)) return;
    event.preventDefault();
    actions.paste(cursorNow.current.lineKey, text);
    put({ lineKey: state.now().lines.at(-1)?.key ?? "", cell: "item" });
  };

  const pressMouse = (event: MouseEvent) => {
    const cell = (event.target as Element).closest<HTMLElement>("td");
    const key = cell?.closest("tr")?.dataset["key"];
    if (!cell || !key || props.disabled) return;
    event.preventDefault();
    commit();
    const line = state.now().lines.find((one) => one.key === key);
    const wanted = (cell.dataset["cell"] ?? "quantity") as CellId;
    editor.current?.focus();
    put({ lineKey: key, cell: line && isBlank(line) ? "item" : wanted });
  };

  useImperativeHandle(props.ref, () => ({
    commit,
    goTo: (lineKey, cell) => {
      commit();
      editor.current?.focus();
      put({ lineKey, cell });
    },
    goToEnd: () => {
      editor.current?.focus();
      put({ lineKey: state.now().lines.at(-1)?.key ?? "", cell: "item" });
    },
    leave: () => editor.current?.blur(),
    hasFocus: () => document.activeElement === editor.current,
  }));

  const { onCurrent } = props;
  useEffect(() => onCurrent(cursor.lineKey), [cursor.lineKey, onCurrent]);

  // A line may have gone (undo, "use the server's"); the cursor then waits on the blank line.
  useEffect(() => {
    if (row === -1) put({ lineKey: form.lines.at(-1)?.key ?? "", cell: "item" });
  }, [row, form.lines, put]);

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

  useLayoutEffect(() => {
    const element = table.current;
    if (!element) return;
    const measure = () => {
      boxes.current = measured(element, columns);
      setScroll((old) => ({ ...old, height: scroller.current?.clientHeight ?? old.height }));
      redraw((count) => count + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [columns]);

  const all = form.lines.length <= drawAllUpTo;
  const first = all ? 0 : Math.max(0, Math.floor(scroll.top / rowHeight) - spare);
  const last = all
    ? form.lines.length
    : Math.min(form.lines.length, first + Math.ceil(scroll.height / rowHeight) + spare * 2);
  const column = columns.find((one) => one.cell === cursor.cell);
  const box = editorBox(cursor.cell, current !== undefined && current.item === null, boxes.current, column);
  const lineErrors = new Map<string, string>();
  for (const error of errors)
    if (error.lineKey)
      lineErrors.set(error.lineKey, [lineErrors.get(error.lineKey), error.field].filter(Boolean).join(","));
  const isRefused = current ? (lineErrors.get(current.key) ?? "").split(",").includes(cursor.cell) : false;
  const isShort = cursor.cell === "quantity" && current !== undefined && stocks.get(current.key)?.short != null;
  const listOpen =
    focused && ((seeksItem && !(candidates.rows.length === 0 && !candidates.settled)) || unitRows.length > 0);

  return (
    <div className="line-grid" data-focused={focused || undefined}>
      <div
        ref={scroller}
        className="line-grid-scroll"
        onScroll={(event) => {
          if (!all) setScroll({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight });
        }}
      >
        <table
          ref={table}
          className="line-table"
          aria-label={words.grid}
          aria-rowcount={form.lines.length}
          onMouseDown={pressMouse}
        >
          <colgroup>
            {columns.map((one) => (
              <col key={one.id} style={one.width ? { width: one.width } : undefined} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {columns.map((one) => (
                <th key={one.id} scope="col" className={one.align === "right" ? "num" : undefined}>
                  {one.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first > 0 ? <tr aria-hidden="true" style={{ height: first * rowHeight }} /> : null}
            {form.lines.slice(first, last).map((line, index) => (
              <LineRow
                key={line.key}
                line={line}
                no={first + index + 1}
                columns={columns}
                amounts={totals.lines.get(line.key)}
                stock={stocks.get(line.key)}
                warehouse={props.warehouses.get(line.warehouseId ?? "") ?? ""}
                refused={lineErrors.get(line.key) ?? ""}
                isCurrent={focused && line.key === cursor.lineKey}
                isBlank={isBlank(line)}
                entryHint={words.entryHint}
                sells={sells}
                taxIncluded={form.taxIncluded}
              />
            ))}
            {last < form.lines.length ? (
              <tr aria-hidden="true" style={{ height: (form.lines.length - last) * rowHeight }} />
            ) : null}
          </tbody>
        </table>
        <div
          className="line-editor"
          data-wrong={isRefused || isShort || undefined}
          style={{ top: headHeight + Math.max(0, row) * rowHeight, left: box.left, width: box.width }}
        >
          <input
            ref={editor}
            className={column?.align === "right" ? "num" : undefined}
            data-field="grid"
            autoComplete="off"
            spellCheck={false}
            inputMode={column?.align === "right" ? "decimal" : "text"}
            readOnly={props.disabled}
            aria-label={words.cell(row + 1, column?.title ?? "")}
            aria-invalid={isRefused || isShort}
            role="combobox"
            aria-expanded={listOpen}
            aria-controls={listId}
            aria-activedescendant={listOpen ? `${listId}-${place}` : undefined}
            onFocus={(event) => {
              setFocused(true);
              event.target.select();
            }}
            onBlur={() => {
              commit();
              setFocused(false);
              setSought(null);
            }}
            onInput={typed}
            onKeyDown={press}
            onPaste={paste}
          />
          {listOpen && seeksItem ? (
            <CandidateList
              id={listId}
              candidates={candidates}
              place={place}
              sells={sells}
              taxIncluded={form.taxIncluded}
              onPlace={setPlace}
              onChoose={chooseItem}
            />
          ) : null}
          {listOpen && unitRows.length > 0 ? (
            <div className="pick-list unit-list" id={listId} role="listbox" aria-label={words.columns.unit}>
              {unitRows.map((unit, index) => (
                // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: chosen by arrows from the cell, which keeps the focus
                <div
                  key={unit}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === place}
                  className="pick-row"
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => {
                    if (editor.current) editor.current.value = unit;
                    move("nextCell");
                  }}
                >
                  {unit}
                </div>
              ))}
            </div>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** In a line without an item the item cell reaches over code, name and spec. */
function editorBox(cell: CellId, wide: boolean, boxes: ReadonlyMap<string, Box>, column: GridColumn | undefined): Box {
  const own = boxes.get(column?.id ?? "code") ?? { left: 0, width: 0 };
  if (cell !== "item" || !wide) return own;
  const end = boxes.get("spec");
  return end ? { left: own.left, width: end.left + end.width - own.left } : own;
}
