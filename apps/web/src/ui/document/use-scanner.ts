import { useEffect, useRef } from "react";
import { afterStroke, characterOf, itemEntryOf, scanIn, type Stroke } from "./scan.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;
type Before = {
  readonly field: Field;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
};

function fieldOf(target: EventTarget | null): Field | null {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
}

/** Sets a field's text as if typed, so that React and our editor both hear of it. */
function putBack(before: Before): void {
  const owner = before.field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(owner.prototype, "value")?.set?.call(before.field, before.value);
  before.field.dispatchEvent(new Event("input", { bubbles: true }));
  if (before.start !== null) before.field.setSelectionRange(before.start, before.end);
}

function remember(field: Field | null): Before | null {
  if (!field) return null;
  return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd };
}

/** With what its field held before it, so that a scan can be taken out again. */
type HeardStroke = Stroke & { readonly before: Before | null };

/** Enter and Tab that follow a scan within this time are the scanner's own tail (CR LF, CR Tab). */
const tail = 80;

/**
 * Hears a scanner wherever the focus is. What the burst typed into a field is taken out again, the field keeps the
 * focus, and the code goes to `onScan`. A quantity that was typed as `12*` before the scan is used up with it.
 */
export function useScanner(onScan: (code: string, quantity: string) => void, enabled: boolean): void {
  const heard = useRef(onScan);
  heard.current = onScan;
  useEffect(() => {
    if (!enabled) return;
    let run: readonly HeardStroke[] = [];
    let scannedAt = Number.NEGATIVE_INFINITY;

    function swallow(event: KeyboardEvent): void {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    function take(event: KeyboardEvent, scan: readonly HeardStroke[]): void {
      swallow(event);
      scannedAt = event.timeStamp;
      const typed = scan[0]?.before ?? null;
      const counted = typed && /^\s*\d+(\.\d+)?[*×]\s*$/.test(typed.value) ? typed.value : "";
      const restore = () => {
        if (typed) putBack(counted === "" ? typed : { ...typed, value: "", start: 0, end: 0 });
      };
      restore();
      if (event.isComposing && typed)
        typed.field.addEventListener("compositionend", () => setTimeout(restore), { once: true });
      const entry = itemEntryOf(counted + scan.map((stroke) => stroke.key).join(""));
      if (entry.text !== "") heard.current(entry.text, entry.quantity ?? "1");
    }
    function end(event: KeyboardEvent): void {
      const scan = scanIn(run, event.timeStamp);
      run = [];
      if (event.timeStamp - scannedAt < tail) swallow(event);
      else if (scan) take(event, scan);
    }
    function listen(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" || event.key === "Tab" || event.code === "Enter") {
        end(event);
        return;
      }
      const key = characterOf(event);
      if (key === null) return;
      run = afterStroke(run, { key, at: event.timeStamp, before: remember(fieldOf(event.target)) });
    }
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, [enabled]);
}
