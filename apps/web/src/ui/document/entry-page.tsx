import { CheckOutlined, EllipsisOutlined } from "@ant-design/icons";
import type { DocumentView, Problem } from "@zhangshi/contract";
import { Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { refusalOf, useCall } from "../../app/api.ts";
import { KeyHint, useKeys } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { closeTab, useTab } from "../../app/tabs.tsx";
import { RefusalBand } from "../page-states.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import {
  bodyOf,
  checkForm,
  type DocumentForm,
  emptyLine,
  errorsAtFields,
  filledLines,
  type FormError,
  type FormLine,
  formOf,
  formTotals,
  lineStocks,
  suggestedPrice,
} from "./document.form.ts";
import { DocumentFields, DocumentTitle } from "./document-head.tsx";
import type { TradeDocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { readDraft } from "./drafts.ts";
import { type GridNotice, gridActions, newLineKey, withBlankLine } from "./grid-actions.ts";
import type { CellId } from "./grid-columns.ts";
import { lookupAgain, lookupTerms } from "./item-lookup.ts";
import { LineGrid, type LineGridHandle } from "./line-grid.tsx";
import { LineStrip, type OtherWarehouse } from "./line-strip.tsx";
import { PartnerPanel, shortNumber } from "./partner-panel.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { TotalsBar } from "./totals-bar.tsx";
import { useDocumentForm } from "./use-document-form.ts";
import { useDocumentWrites } from "./use-document-writes.ts";
import { useScanner } from "./use-scanner.ts";
import { typedNumber } from "./typed-number.ts";

type EntryPageProps = {
  readonly kind: TradeDocumentKind;
  readonly id: string;
  /** null: never saved. */
  readonly view: DocumentView | null;
  readonly onPrint: (view: DocumentView) => void;
};

function useRemembered(name: string): readonly [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => localStorage.getItem(name) === "yes");
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(name, next ? "yes" : "no");
      } catch {
        // Without storage the choice lasts until the page is closed.
      }
    },
  ];
}

/** A document while it can be changed: load, form, actions. */
export function EntryPage(props: EntryPageProps) {
  const { kind, id, view } = props;
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const go = useGo();
  const { company, user } = useSession();
  const mayApprove = usePermission(kind.rights.approve);
  const mayWrite = usePermission(kind.rights.write);
  const state = useDocumentForm(company.id, kind.type, () => {
    const kept = readDraft(company.id, kind.type, id);
    if (kept) return { form: withBlankLine(kept.form), version: kept.version, dirty: true, keptAt: kept.keptAt };
    if (view) return { form: formOf(view, newLineKey), version: view.version, dirty: false, keptAt: null };
    return { form: newForm(id, company.today, user.displayName), version: null, dirty: false, keptAt: null };
  });
  const { form } = state;
  const writes = useDocumentWrites(kind);
  const grid = useRef<LineGridHandle>(null);
  const page = useRef<HTMLDivElement>(null);
  const [errors, setErrors] = useState<readonly FormError[]>([]);
  const [verb, setVerb] = useState(words.save);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const [notice, setNotice] = useState<GridNotice | null>(null);
  const [searching, setSearching] = useState(0);
  const [lineKey, setLineKey] = useState<string | null>(null);
  const [panel, setPanel] = useRemembered("zs.preview-open");
  const [taxRates, setTaxRates] = useRemembered("zs.tax-rates");
  const [asking, setAsking] = useState<"void" | "delete" | "discard" | null>(null);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [menu, setMenu] = useState(false);

  const warehouses = useCall("warehouses.list", undefined, { staleTime: 60_000 });
  const warehouseNames = useMemo(
    () => new Map((warehouses.data?.rows ?? []).map((one) => [one.id, one.name] as const)),
    [warehouses.data],
  );
  const openWarehouses = useMemo(
    () => new Set((warehouses.data?.rows ?? []).filter((one) => !one.disabled).map((one) => one.id)),
    [warehouses.data],
  );
  const warehouse = warehouseNames.get(form.warehouseId ?? "") ?? "";
  const { now, change } = state;
  const report = useCallback((next: GridNotice) => {
    setNotice((old) =>
      old?.kind === "not-found" && next.kind === "not-found"
        ? { kind: "not-found", codes: [...new Set([...old.codes, ...next.codes])].slice(-5) }
        : next,
    );
  }, []);
  const actions = useMemo(() => gridActions(kind, { now, change }, report, setSearching), [kind, now, change, report]);
  const totals = useMemo(() => formTotals(form), [form]);
  const stocks = useMemo(() => lineStocks(form, kind.takesStock), [form, kind.takesStock]);

  useScanner((code, quantity) => actions.scan(code, quantity), writes.pending === null && asking === null);

  const title =
    form.partnerName === ""
      ? words.newTab(kind.shortTitle[language])
      : `${kind.shortTitle[language]} ${view?.number ? `${shortNumber(view.number)} · ` : "· "}${form.partnerName}`;
  useTab({ title, dirty: state.dirty });

  // A new document starts in the default warehouse, once the list is there.
  useEffect(() => {
    const usual = warehouses.data?.rows.find((one) => one.isDefault) ?? warehouses.data?.rows[0];
    if (usual && now().warehouseId === null) change((old) => ({ ...old, warehouseId: usual.id }), { quiet: true });
  }, [warehouses.data, now, change]);

  const refreshFacts = useCallback(
    async (reprice: boolean) => {
      const before = now();
      const ids = before.lines.flatMap((line) => (line.item ? [line.item.id] : []));
      if (ids.length === 0) return;
      const found = await lookupAgain(ids, lookupTerms(kind, before)).catch(() => null);
      if (!found) return;
      change((old) => ({ ...old, lines: old.lines.map((line) => withFreshFacts(line, found, old, kind, reprice)) }), {
        quiet: !reprice,
      });
    },
    [kind, now, change],
  );
  // Stock and prices that were kept or saved with the draft are of another hour.
  useEffect(() => {
    void refreshFacts(false);
  }, [refreshFacts]);

  const onTerms = (terms: Partial<DocumentForm>) => {
    change((old) => ({ ...old, ...terms }));
    void refreshFacts(true);
  };

  // What was changed is no longer what was refused.
  const lastForm = useRef(form);
  useEffect(() => {
    const before = lastForm.current;
    lastForm.current = form;
    if (before === form) return;
    setErrors((old) => (old.length === 0 ? old : old.filter((error) => !wasTouched(error, before, form))));
  }, [form]);

  const focusOn = useCallback((error: FormError | undefined) => {
    if (!error) return;
    if (error.lineKey !== null) {
      const cell: CellId = error.field === "lines" ? "item" : (error.field as CellId);
      grid.current?.goTo(error.lineKey, cell);
    } else page.current?.querySelector<HTMLElement>(`[data-field="${error.field}"]`)?.focus();
  }, []);
  const errorPlace = useRef(0);
  const nextError = () => {
    errorPlace.current = (errorPlace.current + 1) % Math.max(1, errors.length);
    focusOn(errors[errorPlace.current]);
  };
  const refuse = (found: readonly FormError[], what: string) => {
    setVerb(what);
    setErrors(found);
    errorPlace.current = 0;
    focusOn(found[0]);
  };
  const refused = (error: unknown, what: string) => {
    const problem = refusalOf(error);
    const atFields = errorsAtFields(now(), problem.errors ?? []);
    if (atFields.length > 0) refuse(atFields, what);
    else setRefusal(problem);
  };
  const ready = (what: string): boolean => {
    grid.current?.commit();
    setRefusal(null);
    setNotice(null);
    const found = checkForm(now(), kind.partner[language]);
    if (found.length > 0) refuse(found, what);
    else setErrors([]);
    return found.length === 0;
  };

  const save = async (version = state.version) => {
    if (!ready(words.save)) return;
    try {
      const saved = await writes.save(id, bodyOf(now(), version), state.version === null);
      if (!saved) return;
      state.settled(saved.version);
      setSavedAt(new Date().toTimeString().slice(0, 8));
      if (state.version === null) go(`${kind.path}/${id}`, { replace: true });
    } catch (error) {
      refused(error, words.save);
    }
  };
  const approve = async () => {
    if (!ready(words.approve)) return;
    try {
      const isNew = state.version === null;
      const done = await writes.approve(id, bodyOf(now(), state.version), {
        isNew,
        dirty: state.dirty,
        version: state.version,
      });
      if (!done) return;
      state.settled(done.version);
      if (isNew) go(`${kind.path}/${id}`, { replace: true });
    } catch (error) {
      refused(error, words.approve);
    }
  };
  const print = async () => {
    if (state.version === null || state.dirty) await save();
    if (now().id === id) {
      const saved = await writes.show(id).catch(() => null);
      if (saved) props.onPrint(saved);
    }
  };
  const confirm = async (reason: string) => {
    try {
      if (asking === "void") {
        await writes.voidIt(id, state.version, reason);
        if (state.version !== null) state.settled(state.version);
      } else if (asking === "delete") {
        await writes.remove(id);
        state.settled(0);
        go(closeTab(`${kind.path}/${id}`));
      } else if (view) state.replaced(formOf(view, newLineKey), view.version);
      else {
        state.replaced(newForm(id, company.today, user.displayName), null);
        go(closeTab(`${kind.path}/${id}`));
      }
      setAsking(null);
    } catch (error) {
      setRefusal(refusalOf(error));
      setAsking(null);
    }
  };
  const takeTheirs = async () => {
    const theirs = await writes.show(id);
    state.replaced(formOf(theirs, newLineKey), theirs.version);
    setRefusal(null);
  };
  const keepMine = async () => {
    const theirs = await writes.show(id);
    setRefusal(null);
    await save(theirs.version);
  };

  const busy = writes.pending !== null;
  const leave = () => {
    if (menu) setMenu(false);
    else if (panel) setPanel(false);
    else grid.current?.leave();
  };
  const step = (to: string | null | undefined) => (to ? () => go(`${kind.path}/${to}`) : null);
  const previous = step(view?.previousId);
  const next = step(view?.nextId);
  useKeys(kind.title[language], [
    { keys: "F2", label: words.save, run: () => void save(), disabled: !mayWrite },
    { keys: "F8", label: words.approve, run: () => void approve(), disabled: !mayApprove },
    { keys: "F9", label: words.previewTip, run: () => setPanel(!panel) },
    { keys: "Ctrl+P", label: words.print, run: () => void print() },
    { keys: "Alt+N", label: words.create, run: () => go(`${kind.path}/new`) },
    { keys: "PgUp", label: words.previous, run: () => previous?.() },
    { keys: "PgDn", label: words.next, run: () => next?.() },
    { keys: "Alt+↓", label: words.keyNames.nextError, run: nextError },
    { keys: "Esc", label: words.keyNames.escape, run: leave },
    { keys: "Enter", label: words.keyNames.nextCell },
    { keys: "Shift+Enter", label: words.keyNames.previousCell },
    { keys: "Tab", label: words.keyNames.eachCell },
    { keys: "Ctrl+D", label: words.keyNames.repeat },
    { keys: "Ctrl+Del", label: words.keyNames.remove },
    { keys: "12*…", label: words.keyNames.count },
    { keys: "Ctrl+V", label: words.keyNames.paste },
  ]);

  const reduce = (key: string, quantity: string) => {
    change((old) => ({ ...old, lines: old.lines.map((line) => (line.key === key ? { ...line, quantity } : line)) }), {
      undoable: true,
    });
    grid.current?.goTo(key, "quantity");
  };
  const split = (key: string, other: OtherWarehouse) => {
    const available = stocks.get(key)?.available ?? "0";
    change((old) => withSplitLine(old, key, available, other), { undoable: true });
    grid.current?.goTo(key, "quantity");
  };
  const filled = filledLines(form);
  const canPreview =
    form.partnerId !== null &&
    form.warehouseId !== null &&
    filled.length > 0 &&
    filled.every(
      (line) => line.item && /[1-9]/.test(typedNumber(line.quantity, 6) ?? "") && typedNumber(line.price, 6),
    );
  const goToLine = (place: number) => {
    const line = filled[place];
    if (line) grid.current?.goTo(line.key, "quantity");
  };
  const discountError = errors.find((error) => error.field === "orderDiscount")?.message;
  const isNumbered = view?.number != null;

  return (
    <div className="document-page" ref={page}>
      <div className="document-main">
        <div className="document-head">
          <DocumentTitle kind={kind} number={view?.number ?? null} status="draft" onPrevious={previous} onNext={next}>
            <span className="more-menu">
              <button
                type="button"
                className="icon-button"
                aria-label={words.more}
                aria-expanded={menu}
                onClick={() => setMenu(!menu)}
              >
                <EllipsisOutlined />
              </button>
              {menu ? (
                // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: closes after one of its buttons was pressed
                <div className="popover" onClick={() => setMenu(false)}>
                  <button type="button" className="popover-item" onClick={() => setTaxRates(!taxRates)}>
                    {taxRates ? words.hideTaxRate : words.showTaxRate}
                  </button>
                  {state.dirty ? (
                    <button type="button" className="popover-item" onClick={() => setAsking("discard")}>
                      {words.discard}
                    </button>
                  ) : null}
                  {view && !isNumbered && mayWrite ? (
                    <button type="button" className="popover-item neg" onClick={() => setAsking("delete")}>
                      {words.deleteIt}
                    </button>
                  ) : null}
                  {view && isNumbered && mayApprove ? (
                    <button type="button" className="popover-item neg" onClick={() => setAsking("void")}>
                      {words.voidIt}
                    </button>
                  ) : null}
                </div>
              ) : null}
            </span>
          </DocumentTitle>
          <div className="document-columns">
            <DocumentFields
              kind={kind}
              state={state}
              errors={errors}
              disabled={busy}
              onTerms={onTerms}
              onIntoGrid={() => grid.current?.goToEnd()}
            />
            <PartnerPanel kind={kind} partnerId={form.partnerId} />
          </div>
          {refusal ? (
            <RefusalBand
              action={
                refusal.code === "version.stale" ? (
                  <>
                    <Button size="small" onClick={() => void takeTheirs()}>
                      {words.useTheirs}
                    </Button>
                    <Button size="small" onClick={() => void keepMine()}>
                      {words.keepMine}
                    </Button>
                  </>
                ) : null
              }
            >
              {refusal.code === "version.stale" ? `${words.staleTitle}。${words.staleText}` : refusal.detail}
            </RefusalBand>
          ) : null}
        </div>
        <LineGrid
          ref={grid}
          kind={kind}
          state={state}
          actions={actions}
          totals={totals}
          stocks={stocks}
          errors={errors}
          warehouses={warehouseNames}
          showTaxRate={taxRates}
          disabled={busy}
          onCurrent={setLineKey}
          onLeave={(direction) => {
            const fields = page.current?.querySelectorAll<HTMLElement>(".document-fields [data-field]");
            if (direction === "forward") page.current?.querySelector<HTMLElement>('[data-field="note"]')?.focus();
            else fields?.item(fields.length - 1).focus();
          }}
        />
        <LineStrip
          form={form}
          lineKey={lineKey}
          stocks={stocks}
          errors={errors}
          verb={verb}
          notice={notice}
          searching={searching > 0}
          warehouse={warehouse}
          warehouseIds={openWarehouses}
          onNoticed={() => setNotice(null)}
          onNextError={nextError}
          onReduce={(key, repair) => reduce(key, repair.quantity)}
          onSplit={split}
        />
        <TotalsBar
          due={kind.due[language]}
          words={totals.grossInWords}
          quantity={totals.quantity}
          unit={totals.unit}
          beforeDiscount={totals.beforeDiscount}
          tax={totals.tax}
          gross={totals.gross}
          note={
            <input
              className="field-input totals-note"
              data-field="note"
              aria-label={words.note}
              placeholder={`${words.note}：${words.noteHint}`}
              maxLength={500}
              value={form.note}
              readOnly={busy}
              onChange={(event) => change((old) => ({ ...old, note: event.target.value }))}
            />
          }
          discount={
            <input
              className="field-input totals-discount num"
              data-field="orderDiscount"
              aria-label={words.orderDiscount}
              aria-invalid={discountError !== undefined}
              title={discountError}
              inputMode="decimal"
              placeholder="–"
              value={form.orderDiscount}
              readOnly={busy}
              onFocus={(event) => event.target.select()}
              onChange={(event) => change((old) => ({ ...old, orderDiscount: event.target.value }))}
              onBlur={(event) => {
                const figure = typedNumber(event.target.value, 2);
                if (figure !== null) change((old) => ({ ...old, orderDiscount: /[1-9]/.test(figure) ? figure : "" }));
              }}
            />
          }
        />
        <div className="action-bar">
          {mayApprove ? (
            <Button type="primary" disabled={busy} onClick={() => void approve()}>
              {writes.pending === "approve" ? words.approving : words.approve} <KeyHint keys="F8" />
            </Button>
          ) : null}
          {mayWrite ? (
            <Button type={mayApprove ? "default" : "primary"} disabled={busy} onClick={() => void save()}>
              {writes.pending === "save" ? words.saving : words.save} <KeyHint keys="F2" />
            </Button>
          ) : null}
          <Button disabled={busy} onClick={() => void print()}>
            {words.print} <KeyHint keys="Ctrl+P" />
          </Button>
          <Button aria-pressed={panel} title={words.previewTip} onClick={() => setPanel(!panel)}>
            {words.preview} <KeyHint keys="F9" />
          </Button>
          <Button onClick={() => go(`${kind.path}/new`)}>
            {words.create} <KeyHint keys="Alt+N" />
          </Button>
          <span className="action-bar-state" role="status">
            {state.keptAt && state.dirty ? (
              <>
                <CheckOutlined /> {words.keptHere(state.keptAt)}
              </>
            ) : null}
            {!state.dirty && savedAt ? (
              <>
                <CheckOutlined /> {words.savedAt(savedAt)}
              </>
            ) : null}
            <span className="action-bar-keys">
              {words.keys} <KeyHint keys="F1" />
            </span>
          </span>
        </div>
      </div>
      {panel ? (
        <PreviewPanel
          kind={kind}
          body={canPreview ? bodyOf(form, null) : null}
          warehouse={warehouse}
          onClose={() => setPanel(false)}
          onGoToLine={goToLine}
        />
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={
            asking === "void"
              ? words.voidTitle(view?.number ?? "")
              : asking === "delete"
                ? words.deleteTitle
                : words.discardTitle
          }
          verb={asking === "void" ? words.voidIt : asking === "delete" ? words.deleteIt : words.discard}
          danger
          pending={busy}
          refusal={null}
          asksReason={asking === "void"}
          onConfirm={(reason) => void confirm(reason)}
          onClose={() => setAsking(null)}
        >
          {asking === "void" ? words.voidText : asking === "delete" ? words.deleteText : words.discardText}
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

function newForm(id: string, today: string, handler: string): DocumentForm {
  return {
    id,
    businessDate: today,
    partnerId: null,
    partnerName: "",
    warehouseId: null,
    handler,
    taxIncluded: true,
    orderDiscount: "",
    note: "",
    lines: [emptyLine(newLineKey())],
  };
}

function withFreshFacts(
  line: FormLine,
  found: ReadonlyMap<string, NonNullable<FormLine["item"]>>,
  form: DocumentForm,
  kind: TradeDocumentKind,
  reprice: boolean,
): FormLine {
  const fresh = line.item ? found.get(line.item.id) : undefined;
  if (!fresh || !line.item) return line;
  const terms = { sells: kind.takesStock, taxIncluded: form.taxIncluded };
  const wasSuggested =
    [true, false].some(
      (taxIncluded) =>
        line.item && line.price === suggestedPrice(line.item, line.unit, { sells: kind.takesStock, taxIncluded }),
    ) || line.price === "";
  const price = reprice && wasSuggested ? suggestedPrice(fresh, line.unit, terms) || line.price : line.price;
  return { ...line, item: { ...fresh, hitUnit: null }, price };
}

/** A cell that was changed is free of its refusal; adding or removing a line frees "no lines". */
function wasTouched(error: FormError, before: DocumentForm, after: DocumentForm): boolean {
  if (error.field === "lines") return before.lines !== after.lines;
  if (error.lineKey === null) {
    const field = error.field as keyof DocumentForm;
    return before[field] !== after[field];
  }
  const was = before.lines.find((line) => line.key === error.lineKey);
  const is = after.lines.find((line) => line.key === error.lineKey);
  if (!was || !is) return true;
  const field = error.field as keyof FormLine;
  return field in is ? was[field] !== is[field] : was.item !== is.item;
}

/** What is short here goes out of another warehouse, as a line of its own below. */
function withSplitLine(form: DocumentForm, key: string, available: string, other: OtherWarehouse): DocumentForm {
  const at = form.lines.findIndex((line) => line.key === key);
  const line = form.lines[at];
  if (!line) return form;
  const rest: FormLine = { ...line, key: newLineKey(), quantity: other.quantity, warehouseId: other.id };
  const kept = /[1-9]/.test(available) ? [{ ...line, quantity: available }] : [];
  return { ...form, lines: [...form.lines.slice(0, at), ...kept, rest, ...form.lines.slice(at + 1)] };
}
