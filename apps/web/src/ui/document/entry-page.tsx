import type { DocumentView } from "@zhangshi/contract";
import { useCallback, useRef, useState } from "react";
import { useKeys } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission } from "../../app/session.tsx";
import { useTab } from "../../app/tabs.tsx";
import { bodyOf } from "./body.form.ts";
import { canPreview, previewedForm } from "./check.form.ts";
import { UncountedNote } from "./count-tools.tsx";
import { type DocumentForm, filledLines } from "./document.form.ts";
import { DocumentTitle } from "./document-head.tsx";
import { type DocumentKind, followsBooked, hasField } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { EntryBar, EntryQuestion, EntryRefusal, MoreMenu, NoteField, OrderDiscountField } from "./entry-parts.tsx";
import { DocumentFields } from "./head-fields.tsx";
import { kindTexts } from "./kind.texts.ts";
import { LineGrid, type LineGridHandle } from "./line-grid.tsx";
import { newLineKey } from "./line-key.ts";
import { LineStrip } from "./line-strip.tsx";
import { withLotChosen } from "./lots.form.ts";
import { shortNumber } from "./partner-panel.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { type OtherWarehouse, withSplitLine } from "./saved.form.ts";
import { EntryTools } from "./entry-tools.tsx";
import { HeadPanel } from "./head-panel.tsx";
import { type ChosenSource, sourcesOf, withSource } from "./source.form.ts";
import { SourcePicker } from "./source-picker.tsx";
import { TotalsBar } from "./totals-bar.tsx";
import { type Question, useEntryActions, useEntryErrors, useEntryForm, useEntryItems } from "./use-entry.ts";
import { withBlankLine } from "./grid-actions.ts";
import { useEntryFigures, useStartingPlace, useWarehouses } from "./use-entry-view.ts";
import { useRemembered } from "./use-remembered.ts";
import type { PrintOrder } from "./print-button.tsx";
import { useScanner } from "./use-scanner.ts";

type EntryPageProps = {
  readonly kind: DocumentKind;
  readonly id: string;
  /** null: never saved. */
  readonly view: DocumentView | null;
  readonly order: PrintOrder;
  readonly onPrint: (view: DocumentView) => void;
  /** 盘点表 of what stands in the grid. */
  readonly onPrintSheet: (form: DocumentForm, warehouse: string) => void;
};

/** A document while it can be changed: load, form, actions. */
export function EntryPage(props: EntryPageProps) {
  const { kind, id, view } = props;
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
  const language = useLanguage();
  const go = useGo();
  const mayApprove = usePermission(kind.rights.approve);
  const mayWrite = usePermission(kind.rights.write);
  const grid = useRef<LineGridHandle>(null);
  const page = useRef<HTMLDivElement>(null);
  const [lineKey, setLineKey] = useState<string | null>(null);
  const [wantsPanel, rememberPanel] = useRemembered("zs.preview-open");
  // On a small screen it would cover the document, so there it opens only when it is asked for.
  const [panel, showPanel] = useState(() => wantsPanel && window.matchMedia("(min-width: 1280px)").matches);
  const setPanel = (shown: boolean) => {
    showPanel(shown);
    rememberPanel(shown);
  };
  const [taxRates, setTaxRates] = useRemembered("zs.tax-rates");
  const [blindChosen, setBlind] = useRemembered("zs.blind-count");
  const blind = blindChosen && kind.shape === "counted";
  const [choosing, setChoosing] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);

  const state = useEntryForm(kind, id, view);
  const { form, change } = state;
  const goToQuantity = useCallback((key: string) => grid.current?.goTo(key, "quantity"), []);
  const items = useEntryItems(kind, state, goToQuantity);
  const errors = useEntryErrors(state, grid, page);
  const entry = useEntryActions({
    kind,
    id,
    view,
    state,
    errors,
    commit: () => grid.current?.commit(),
    onExploded: () => {
      grid.current?.goToEnd();
      void items.refresh(false);
    },
  });
  const warehouses = useWarehouses(kind, state);
  const warehouse = warehouses.names.get(form.warehouseId ?? "") ?? "";
  const { totals, stocks, columns, figures } = useEntryFigures(kind, state, { taxRate: taxRates, blind });
  const busy = entry.pending !== null;
  const scan = (code: string, quantity: string) => {
    if (!grid.current?.takeLot(code)) items.actions.scan(code, quantity);
  };
  useScanner(scan, !busy && question === null && !choosing);

  const number = view?.number ?? null;
  const short = kind.shortTitle[language];
  const place = kind.partner ? form.partnerName : number === null ? "" : warehouse;
  const named = `${short} ${number === null ? "· " : `${shortNumber(number)} · `}${place}`;
  useTab({ title: place === "" ? words.newTab(short) : named, dirty: state.dirty });

  const print = async () => {
    const saved = await entry.savedForPrint();
    if (saved) props.onPrint(saved);
  };
  const sourceWord = kind.sources?.word[language] ?? "";
  const choose = kind.sources ? () => setChoosing(true) : null;
  const take = (chosen: ChosenSource) => {
    setChoosing(false);
    change((old) => withBlankLine(withSource(kind, old, chosen, newLineKey)), { undoable: true });
    void items.refresh(false);
    const first = form.lines.findIndex((line) => line.item === null);
    const key = state.now().lines[Math.max(0, first)]?.key;
    // When the dialog has gone, and taken the focus with it.
    if (key) requestAnimationFrame(() => grid.current?.goTo(key, "quantity"));
  };
  const step = (to: string | null | undefined) => (to ? () => go(`${kind.path}/${to}`) : null);
  const previous = step(view?.previousId);
  const next = step(view?.nextId);
  const create = () => go(`${kind.path}/new`);
  useKeys(kind.title[language], [
    { keys: "F2", label: words.save, run: () => void entry.save(), disabled: !mayWrite },
    { keys: "F8", label: words.approve, run: () => void entry.approve(), disabled: !mayApprove },
    { keys: "F9", label: words.previewTip, run: () => setPanel(!panel) },
    { keys: "F4", label: kinds.fromSource(sourceWord), run: () => choose?.(), disabled: choose === null || busy },
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

  useStartingPlace(kind, view === null, state, page, grid);

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
  const asked = previewedForm(kind, form);
  const hasRates = kind.shape === "correction" || kind.shape === "priced" || hasField(kind, "reason");
  const ending = number === null ? ("delete" as const) : ("void" as const);
  const mayEnd = view !== null && (ending === "delete" ? mayWrite : mayApprove);
  const questions: readonly Question[] = [...(state.dirty ? (["discard"] as const) : []), ...(mayEnd ? [ending] : [])];

  return (
    <div className="document-page" ref={page}>
      <div className="document-main">
        <div className="document-head">
          <DocumentTitle
            kind={kind}
            number={number}
            status="draft"
            onPrevious={previous}
            onNext={next}
            tools={
              <EntryTools
                kind={kind}
                state={state}
                busy={busy}
                onChooseSource={() => setChoosing(true)}
                blind={blind}
                onBlind={setBlind}
                onPrintSheet={(sheet) => props.onPrintSheet(sheet, warehouse)}
              />
            }
          >
            <MoreMenu
              taxRates={hasRates ? taxRates : null}
              onTaxRates={setTaxRates}
              questions={questions}
              onAsk={setQuestion}
            />
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
            <HeadPanel kind={kind} partnerId={form.partnerId} sources={sourcesOf(form.lines)} />
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
          columns={columns}
          state={state}
          actions={items.actions}
          totals={totals}
          stocks={stocks}
          errors={errors.errors}
          warehouses={warehouses.names}
          hidesStock={blind}
          hint={kind.sources?.required ? kinds.sourceHint(sourceWord) : words.entryHint}
          disabled={busy}
          onCurrent={setLineKey}
          onLeave={leaveGrid}
          onChooseSource={kind.sources?.required ? choose : null}
        />
        <LineStrip
          kind={kind}
          hidesStock={blind}
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
          onLot={(key, lot) => {
            change((old) => withLotChosen(old, key, lot), { undoable: true });
            grid.current?.goTo(key, "lot");
          }}
          onSplit={split}
        />
        <TotalsBar
          kind={kind}
          figures={figures}
          words={totals.grossInWords}
          note={
            <NoteField state={state} readOnly={busy} hint={kind.sells && !followsBooked(kind) ? words.noteHint : ""} />
          }
          aside={kind.shape === "counted" ? <UncountedNote state={state} /> : null}
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
          order={props.order}
          onPrint={() => void print()}
          onPreview={() => setPanel(!panel)}
          onCreate={create}
        />
      </div>
      {panel ? (
        <PreviewPanel
          kind={kind}
          body={canPreview(kind, asked) ? bodyOf(kind, asked, null) : null}
          warehouse={warehouse}
          onClose={() => setPanel(false)}
          onGoToLine={goToLine}
        />
      ) : null}
      {choosing ? (
        <SourcePicker
          kind={kind}
          partnerId={form.partnerId}
          partnerName={form.partnerName}
          onTake={take}
          onClose={() => setChoosing(false)}
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
