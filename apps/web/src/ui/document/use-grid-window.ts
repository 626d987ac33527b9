import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { CellId, GridColumn } from "./grid-columns.ts";

export const rowHeight = 28;
export const headHeight = 27;
/** Above this the rows out of sight are not drawn. */
const drawAllUpTo = 100;
const spare = 12;

type Box = { readonly left: number; readonly width: number };

function measured(table: HTMLTableElement, columns: readonly GridColumn[]): ReadonlyMap<string, Box> {
  const heads = [...table.querySelectorAll("th")];
  return new Map(
    heads.map((head, place) => [columns[place]?.id ?? "", { left: head.offsetLeft, width: head.offsetWidth }]),
  );
}

/** Which rows are drawn, where the columns stand, and how a row is brought into sight. */
export function useGridWindow(columns: readonly GridColumn[], lines: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const [boxes, setBoxes] = useState<ReadonlyMap<string, Box>>(new Map());
  const [scroll, setScroll] = useState({ top: 0, height: 600 });

  useLayoutEffect(() => {
    const element = table.current;
    if (!element) return;
    const measure = () => {
      setBoxes(measured(element, columns));
      setScroll((old) => ({ ...old, height: scroller.current?.clientHeight ?? old.height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [columns]);

  const scrollToRow = useCallback((row: number) => {
    const box = scroller.current;
    if (!box || row < 0) return;
    const top = row * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight + headHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = top + rowHeight + headHeight - box.clientHeight;
  }, []);

  const all = lines <= drawAllUpTo;
  const first = all ? 0 : Math.max(0, Math.floor(scroll.top / rowHeight) - spare);
  const last = all ? lines : Math.min(lines, first + Math.ceil(scroll.height / rowHeight) + spare * 2);
  const onScroll = () => {
    const box = scroller.current;
    if (box && !all) setScroll({ top: box.scrollTop, height: box.clientHeight });
  };
  /** How many rows a page up or down moves; 0 where everything is in sight. */
  const rowsPerPage = () => {
    const box = scroller.current;
    if (!box || box.scrollHeight <= box.clientHeight + 1) return 0;
    return Math.max(1, Math.floor(box.clientHeight / rowHeight) - 2);
  };
  /** In a line without an item the item cell reaches over all that says what the goods are. */
  const editorBox = (cell: CellId, wide: boolean): Box => {
    const column = columns.find((one) => one.cell === cell);
    const own = boxes.get(column?.id ?? "code") ?? { left: 0, width: 0 };
    const end = boxes.get("spec");
    if (cell !== "item" || !wide || !end) return own;
    const { left } = boxes.get(columns[1]?.id ?? "code") ?? own;
    return { left, width: end.left + end.width - left };
  };
  return { scroller, table, first, last, onScroll, scrollToRow, rowsPerPage, editorBox };
}
