import type { DocumentView } from "@zhangshi/contract";
import { useEffect, useMemo, useRef, useState } from "react";
import { useCall } from "../../app/api.ts";
import { useKeys } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { bodyOf, canPreview } from "./check.form.ts";
import { filledLines, formTotals, lineStocks } from "./document.form.ts";
import { DocumentFields, DocumentTitle } from "./document-head.tsx";
import type { TradeDocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { EntryBar, EntryQuestion, EntryRefusal, MoreMenu, NoteField, OrderDiscountField } from "./entry-parts.tsx";
import { LineGrid, type LineGridHandle } from "./line-grid.tsx";
import { LineStrip } from "./line-strip.tsx";
import { PartnerPanel, shortNumber } from "./partner-panel.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { type OtherWarehouse, withSplitLine } from "./saved.form.ts";
import { TotalsBar } from "./totals-bar.tsx";
import { type Question, useEntryActions, useEntryErrors, useEntryForm, useEntryItems } from "./use-entry.ts";
import { useRemembered } from "./use-remembered.ts";
import { useScanner } from "./use-scanner.ts";

type EntryPageProps = {
  readonly kind: TradeDocumentKind;
  readonly id: string;
  /** null: never saved. */
  readonly view: DocumentView | null;
  readonly onPrint: (view: DocumentView) => void;
};

/** Names of the warehouses, and a default for a document that has none yet. */
function useWarehouses(form: ReturnType<typeof useEntryForm>) {
  const answer = useCall("warehouses.list", undefined, { staleTime: 60_000 });
  const rows = answer.data?.rows;
  const { now, change } = form;
  useEffect(() => {
    const usual = rows?.find((one) => one.isDefault) ?? rows?.[0];
    if (usual && now().warehouseId === null) change((old) => ({ ...old, warehouseId: usual.id }), { quiet: true });
  }, [rows, now, change]);
  return useMemo(
    () => ({
      names: new Map((rows ?? []).map((one) => [one.id, one.name] as const)),
      open: new Set((rows ?? []).filter((one) => !one.disabled).map((one) => one.id)),
    }),
    [rows],
  );
}

/** A document while it can be changed: load, form, actions. */
export function EntryPage(props: EntryPageProps) {
  const { kind, id, view } = props;
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const go = useGo();
  const mayApprove = usePermission(kind.rights.approve);
  const mayWrite = usePermission(kind.rights.write);
  const grid = useRef<LineGridHandle>(null);
  const page = useRef<HTMLDivElement>(null);
  const [lineKey, setLineKey] = useState<string | null>(null);
  const [panel, setPanel] = useRemembered("zs.preview-open");
  const [taxRates, setTaxRates] = useRemembered("zs.tax-rates");
  const [question, setQuestion] = useState<Question | null>(null);

  const state = useEntryForm(kind, id, view);
  const { form, change } = state;
  const items = useEntryItems(kind, state);
  const errors = useEntryErrors(state, grid, page);
  const entry = useEntryActions({ kind, id, view, state, errors, commit: () => grid.current?.commit() });
  const warehouses = useWarehouses(state);
  const warehouse = warehouses.names.get(form.warehouseId ?? "") ?? "";
  const totals = useMemo(() => formTotals(form), [form]);
  const stocks = useMemo(() => lineStocks(form, kind.takesStock), [form, kind.takesStock]);
  const busy = entry.pending !== null;
  useScanner(items.actions.scan, !busy && question === null);

  const number = view?.number ?? null;
  const short = kind.shortTitle[language];
  const named = `${short} ${number === null ? "· " : `${shortNumber(number)} · `}${form.partnerName}`;
  useTab({ title: form.partnerName === "" ? words.newTab(short) : named, dirty: state.dirty });

  const print = async () => {
    const saved = await entry.savedForPrint();
    if (saved) props.onPrint(saved);
  };
  const step = (to: string | null | undefined) => (to ? () => go(`${kind.path}/${to}`) : null);
  const previous = step(view?.previousId);
  const next = step(view?.nextId);
  const create = () => go(`${kind.path}/new`);
  useKeys(kind.title[language], [
    { keys: "F2", label: words.save, run: () => void entry.save(), disabled: !mayWrite },
    { keys: "F8", label: words.approve, run: () => void entry.approve(), disabled: !mayApprove },
    { keys: "F9", label: words.previewTip, run: () => setPanel(!panel) },
    { keys: "Ctrl+P", label: words.print, run: () => void print() },
    { keys: "Alt+N", label: words.create, run: create },
    { keys: "PgUp", label: words.previous, run: () => previous?.() },
    { keys: "PgDn", label: words.next, run: () => next?.() },
    { keys: "Alt+↓", label: words.keyNames.nextError, run: errors.next },
    { keys: "Esc", label: words.keyNames.escape, run: () => (panel ? setPanel(false) : grid.current?.leave()) },
    { keys: "Enter", label: words.keyNames.nextCell },
    { keys: "Shift+Enter", label: words.keyNames.previousCell },
    { keys: "Tab", label: words.keyNames.eachCell },
    { keys: "Ctrl+D", label: words.keyNames.repeat },
    { keys: "Ctrl+Del", label: words.keyNames.remove },
    { keys: "12*…", label: words.keyNames.count },
    { keys: "Ctrl+V", label: words.keyNames.paste },
  ]);

  const reduce = (key: string, quantity: string) => {
    const lines = form.lines.map((line) => (line.key === key ? { ...line, quantity } : line));
    change((old) => ({ ...old, lines }), { undoable: true });
    grid.current?.goTo(key, "quantity");
  };
  const split = (key: string, other: OtherWarehouse) => {
    const available = stocks.get(key)?.available ?? "0";
    change((old) => withSplitLine(old, key, available, other), { undoable: true });
    grid.current?.goTo(key, "quantity");
  };
  const leaveGrid = (direction: "forward" | "back") => {
    const fields = page.current?.querySelectorAll<HTMLElement>(".document-fields [data-field]");
    if (direction === "back") fields?.item(fields.length - 1).focus();
    else page.current?.querySelector<HTMLElement>('[data-field="note"]')?.focus();
  };
  const goToLine = (place: number) => {
    const line = filledLines(form)[place];
    if (line) grid.current?.goTo(line.key, "quantity");
  };
  const ending = number === null ? ("delete" as const) : ("void" as const);
  const mayEnd = view !== null && (ending === "delete" ? mayWrite : mayApprove);
  const questions: readonly Question[] = [...(state.dirty ? (["discard"] as const) : []), ...(mayEnd ? [ending] : [])];

  return (
    <div className="document-page" ref={page}>
      <div className="document-main">
        <div className="document-head">
          <DocumentTitle kind={kind} number={number} status="draft" onPrevious={previous} onNext={next}>
            <MoreMenu taxRates={taxRates} onTaxRates={setTaxRates} questions={questions} onAsk={setQuestion} />
          </DocumentTitle>
          <div className="document-columns">
            <DocumentFields
              kind={kind}
              state={state}
              errors={errors.errors}
              disabled={busy}
              onTerms={items.changeTerms}
              onIntoGrid={() => grid.current?.goToEnd()}
            />
            <PartnerPanel kind={kind} partnerId={form.partnerId} />
          </div>
          {entry.refusal ? (
            <EntryRefusal
              refusal={entry.refusal}
              onTakeTheirs={() => void entry.takeTheirs()}
              onKeepMine={() => void entry.keepMine()}
            />
          ) : null}
        </div>
        <LineGrid
          ref={grid}
          kind={kind}
          state={state}
          actions={items.actions}
          totals={totals}
          stocks={stocks}
          errors={errors.errors}
          warehouses={warehouses.names}
          showTaxRate={taxRates}
          disabled={busy}
          onCurrent={setLineKey}
          onLeave={leaveGrid}
        />
        <LineStrip
          form={form}
          lineKey={lineKey}
          stocks={stocks}
          errors={errors.errors}
          verb={errors.verb}
          notice={items.notice}
          searching={items.searching}
          warehouse={warehouse}
          warehouseIds={warehouses.open}
          onNoticed={() => items.setNotice(null)}
          onNextError={errors.next}
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
          note={<NoteField state={state} readOnly={busy} />}
          discount={
            <OrderDiscountField
              state={state}
              readOnly={busy}
              error={errors.errors.find((error) => error.field === "orderDiscount")?.message}
            />
          }
        />
        <EntryBar
          pending={entry.pending}
          mayApprove={mayApprove}
          mayWrite={mayWrite}
          previewOpen={panel}
          state={state}
          savedAt={entry.savedAt}
          onApprove={() => void entry.approve()}
          onSave={() => void entry.save()}
          onPrint={() => void print()}
          onPreview={() => setPanel(!panel)}
          onCreate={create}
        />
      </div>
      {panel ? (
        <PreviewPanel
          kind={kind}
          body={canPreview(form) ? bodyOf(form, null) : null}
          warehouse={warehouse}
          onClose={() => setPanel(false)}
          onGoToLine={goToLine}
        />
      ) : null}
      {question ? (
        <EntryQuestion
          question={question}
          number={number ?? ""}
          pending={busy}
          onAnswer={(reason) => void entry.answer(question, reason).then(() => setQuestion(null))}
          onClose={() => setQuestion(null)}
        />
      ) : null}
    </div>
  );
}
