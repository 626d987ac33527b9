import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { DocumentForm, FormLine } from "./document.form.ts";
import { forgetDraft, keepDraft } from "./drafts.ts";

export type FormChange = (form: DocumentForm) => DocumentForm;
export type ChangeOptions = {
  readonly undoable?: boolean;
  /** Not by the person: fresh stock, the default warehouse. Leaves a clean document clean. */
  readonly quiet?: boolean;
};
export type DocumentFormState = {
  readonly form: DocumentForm;
  /** What stands there this very moment; handlers of fast keys read it before React has drawn. */
  readonly now: () => DocumentForm;
  readonly change: (change: FormChange, options?: ChangeOptions) => void;
  readonly undo: () => boolean;
  readonly dirty: boolean;
  readonly keptAt: string | null;
  readonly version: number | null;
  /** The server has it: what stands there is clean now. */
  readonly settled: (version: number) => void;
  readonly replaced: (form: DocumentForm, version: number | null) => void;
};

type Start = {
  readonly form: DocumentForm;
  readonly version: number | null;
  readonly dirty: boolean;
  readonly keptAt: string | null;
};

const keepAfter = 200;

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}

/** The form's state: as typed, undoable, and kept on this machine a moment after every change. */
export function useDocumentForm(companyId: string, type: string, start: () => Start): DocumentFormState {
  const [begun] = useState(start);
  const [form, setForm] = useState(begun.form);
  const [dirty, setDirty] = useState(begun.dirty);
  const [keptAt, setKeptAt] = useState(begun.keptAt);
  const [version, setVersion] = useState(begun.version);
  const current = useRef(form);
  const versionNow = useRef(version);
  const history = useRef<(readonly FormLine[])[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const keepNow = useCallback(() => {
    if (timer.current === null) return;
    clearTimeout(timer.current);
    timer.current = null;
    const at = clock();
    if (keepDraft(companyId, type, { form: current.current, version: versionNow.current, keptAt: at })) setKeptAt(at);
  }, [companyId, type]);

  useEffect(() => {
    window.addEventListener("pagehide", keepNow);
    return () => {
      window.removeEventListener("pagehide", keepNow);
      keepNow();
    };
  }, [keepNow]);

  const put = useCallback(
    (next: DocumentForm, quiet = false) => {
      if (next === current.current) return;
      current.current = next;
      setForm(next);
      if (quiet) return;
      setDirty(true);
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(keepNow, keepAfter);
    },
    [keepNow],
  );
  const forget = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    forgetDraft(companyId, type, current.current.id);
    setDirty(false);
    setKeptAt(null);
  }, [companyId, type]);

  const acts = useMemo(
    () => ({
      now: () => current.current,
      change: (change: FormChange, options?: ChangeOptions) => {
        const before = current.current.lines;
        const next = change(current.current);
        if (options?.undoable && next.lines !== before) history.current = [...history.current.slice(-49), before];
        put(next, options?.quiet);
      },
      undo: () => {
        const lines = history.current.at(-1);
        if (!lines) return false;
        history.current = history.current.slice(0, -1);
        put({ ...current.current, lines });
        return true;
      },
      settled: (saved: number) => {
        versionNow.current = saved;
        setVersion(saved);
        forget();
      },
      replaced: (next: DocumentForm, saved: number | null) => {
        history.current = [];
        current.current = next;
        setForm(next);
        versionNow.current = saved;
        setVersion(saved);
        forget();
      },
    }),
    [put, forget],
  );
  return { form, dirty, keptAt, version, ...acts };
}
