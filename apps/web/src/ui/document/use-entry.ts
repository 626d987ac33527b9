import type { DocumentView, Problem } from "@zhangshi/contract";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { refusalOf } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { useSession } from "../../app/session.tsx";
import { closeTab } from "../../app/tabs.tsx";
import { bodyOf } from "./body.form.ts";
import { checkForm, errorsAtFields, type FormError, wasTouched } from "./check.form.ts";
import type { DocumentForm } from "./document.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { readDraft } from "./drafts.ts";
import { type GridNotice, gridActions, withBlankLine } from "./grid-actions.ts";
import { lookupAgain, lookupTerms } from "./item-lookup.ts";
import type { LineGridHandle } from "./line-grid.tsx";
import { newLineKey } from "./line-key.ts";
import { readSource } from "./read-source.ts";
import { completed, formOf, newForm, usualDate, withFreshFacts } from "./saved.form.ts";
import { sourcesOf, withFacts, withTaxIncluded } from "./source.form.ts";
import { type DocumentFormState, useDocumentForm } from "./use-document-form.ts";
import { useLotBooks, useLotProposals } from "./use-lots.ts";
import { useDocumentWrites } from "./use-document-writes.ts";

export type Question = "void" | "delete" | "discard";

/** The form as it was left on this machine, else as it was saved, else new. */
export function useEntryForm(kind: DocumentKind, id: string, view: DocumentView | null): DocumentFormState {
  const { company, user } = useSession();
  return useDocumentForm(company.id, kind.type, () => {
    const kept = readDraft(company.id, kind.type, id);
    if (kept)
      return { form: withBlankLine(completed(kept.form)), version: kept.version, dirty: true, keptAt: kept.keptAt };
    if (view) return { form: formOf(kind, view, newLineKey), version: view.version, dirty: false, keptAt: null };
    return {
      form: newForm(kind, id, usualDate(kind, company), user.displayName),
      version: null,
      dirty: false,
      keptAt: null,
    };
  });
}

/** Items in the grid: what is looked up, what was not found, and stock and prices of now. */
export function useEntryItems(kind: DocumentKind, state: DocumentFormState, found: (lineKey: string) => void) {
  const { now, change } = state;
  const [notice, setNotice] = useState<GridNotice | null>(null);
  const [searching, setSearching] = useState(0);
  const report = useCallback((next: GridNotice) => {
    setNotice((old) =>
      old?.kind === "not-found" && next.kind === "not-found"
        ? { kind: "not-found", codes: [...new Set([...old.codes, ...next.codes])].slice(-5) }
        : next,
    );
  }, []);
  const actions = useMemo(
    () => gridActions(kind, { now, change }, { report, waiting: setSearching, found }),
    [kind, now, change, report, found],
  );
  const refresh = useCallback(
    async (reprice: boolean) => {
      const before = now();
      const ids = before.lines.flatMap((line) => (line.item ? [line.item.id] : []));
      if (ids.length === 0) return;
      const found = await lookupAgain(ids, lookupTerms(kind, before)).catch(() => null);
      if (!found) return;
      change(
        (form) => ({ ...form, lines: form.lines.map((line) => withFreshFacts(line, found, form, kind, reprice)) }),
        { quiet: !reprice },
      );
    },
    [kind, now, change],
  );
  // Stock and prices that were kept or saved with the draft are of another hour.
  useEffect(() => {
    void refresh(false);
  }, [refresh]);
  useLotProposals(kind, state);
  useLotBooks(kind, state);
  // So is what was left of the sources.
  useEffect(() => {
    for (const source of sourcesOf(now().lines))
      void readSource(source.type, source.documentId).then(
        ({ view, followers }) => change((form) => withFacts(form, view, followers), { quiet: true }),
        () => undefined,
      );
  }, [now, change]);
  /** Another partner or warehouse has other prices and another stock. */
  const changeTerms = (terms: Partial<DocumentForm>) => {
    change((form) => ({ ...withTaxIncluded(form, terms.taxIncluded ?? form.taxIncluded), ...terms }));
    void refresh(true);
  };
  return { actions, notice, setNotice, searching: searching > 0, changeTerms, refresh };
}

/** What was refused, where, and the way from one place to the next. */
export function useEntryErrors(
  state: DocumentFormState,
  grid: RefObject<LineGridHandle | null>,
  page: RefObject<HTMLElement | null>,
) {
  const [errors, setErrors] = useState<readonly FormError[]>([]);
  const [verb, setVerb] = useState("");
  const place = useRef(0);
  const { form } = state;

  // What was changed is no longer what was refused.
  const lastForm = useRef(form);
  useEffect(() => {
    const before = lastForm.current;
    lastForm.current = form;
    if (before !== form)
      setErrors((old) => (old.length === 0 ? old : old.filter((error) => !wasTouched(error, before, form))));
  }, [form]);

  const focusOn = (error: FormError | undefined) => {
    if (!error) return;
    if (error.lineKey !== null) grid.current?.goTo(error.lineKey, error.field === "lines" ? "item" : error.field);
    else page.current?.querySelector<HTMLElement>(`[data-field="${error.field}"]`)?.focus();
  };
  return {
    errors,
    verb,
    refuse: (found: readonly FormError[], what: string) => {
      setVerb(what);
      setErrors(found);
      place.current = 0;
      focusOn(found[0]);
    },
    clear: () => setErrors([]),
    next: () => {
      place.current = (place.current + 1) % Math.max(1, errors.length);
      focusOn(errors[place.current]);
    },
  };
}

type EntryParts = {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly view: DocumentView | null;
  readonly state: DocumentFormState;
  readonly errors: ReturnType<typeof useEntryErrors>;
  readonly commit: () => void;
  /** Other lines stand in the grid than were sent. */
  readonly onExploded: () => void;
};

/** Save, approve, and what else ends an entry; each checks first, and brings a refusal to its fields. */
export function useEntryActions(parts: EntryParts) {
  const { kind, id, view, state, errors } = parts;
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const go = useGo();
  const { company, user } = useSession();
  const writes = useDocumentWrites(kind);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const { now } = state;
  const isNew = state.version === null;
  const address = `${kind.path}/${id}`;

  const ready = (what: string): boolean => {
    parts.commit();
    setRefusal(null);
    const found = checkForm(kind, now(), language);
    if (found.length > 0) errors.refuse(found, what);
    else errors.clear();
    return found.length === 0;
  };
  const refused = (error: unknown, what: string) => {
    const problem = refusalOf(error);
    const atFields = errorsAtFields(kind, now(), problem.errors ?? []);
    if (atFields.length > 0) errors.refuse(atFields, what);
    else setRefusal(problem);
  };

  const save = async (version = state.version): Promise<boolean> => {
    if (!ready(words.save)) return false;
    try {
      const sent = now();
      const saved = await writes.save(id, bodyOf(kind, sent, version), isNew);
      if (!saved) return false;
      // 组合商品 came back as its parts; what was typed meanwhile stays, and the next save turns it into parts.
      if (now() === sent && sent.lines.some((line) => line.item?.isKit)) {
        state.replaced(formOf(kind, saved, newLineKey), saved.version);
        parts.onExploded();
      } else state.settled(saved.version);
      setSavedAt(new Date().toTimeString().slice(0, 8));
      if (isNew) go(address, { replace: true });
      return true;
    } catch (error) {
      refused(error, words.save);
      return false;
    }
  };
  const approve = async () => {
    if (!ready(words.approve)) return;
    try {
      const { version, dirty } = state;
      const done = await writes.approve(id, bodyOf(kind, now(), version), { isNew, dirty, version });
      if (!done) return;
      state.settled(done.version);
      if (isNew) go(address, { replace: true });
    } catch (error) {
      refused(error, words.approve);
    }
  };
  const savedForPrint = async (): Promise<DocumentView | null> => {
    if ((isNew || state.dirty) && !(await save())) return null;
    return writes.show(id).catch(() => null);
  };
  const discard = () => {
    if (view) state.replaced(formOf(kind, view, newLineKey), view.version);
    else {
      state.replaced(newForm(kind, id, usualDate(kind, company), user.displayName), null);
      go(closeTab(address));
    }
  };
  const answer = async (question: Question, reason: string) => {
    try {
      if (question === "discard") discard();
      else if (question === "void") {
        await writes.voidIt(id, state.version, reason);
        state.settled(state.version ?? 0);
      } else {
        await writes.remove(id);
        state.settled(0);
        go(closeTab(address));
      }
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  const takeTheirs = async () => {
    const theirs = await writes.show(id);
    state.replaced(formOf(kind, theirs, newLineKey), theirs.version);
    setRefusal(null);
  };
  const keepMine = async () => {
    const theirs = await writes.show(id);
    await save(theirs.version);
  };
  return { pending: writes.pending, refusal, savedAt, save, approve, savedForPrint, answer, takeTheirs, keepMine };
}
