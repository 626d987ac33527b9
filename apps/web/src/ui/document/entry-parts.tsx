import { CheckOutlined, EllipsisOutlined } from "@ant-design/icons";
import type { Problem } from "@zhangshi/contract";
import { Button } from "antd";
import { useState } from "react";
import { KeyHint } from "../../app/keys.tsx";
import { useTexts } from "../../app/language.ts";
import { RefusalBand } from "../page-states.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { DocumentForm } from "./document.form.ts";
import { documentTexts } from "./document.texts.ts";
import { typedNumber } from "./typed-number.ts";
import type { DocumentFormState } from "./use-document-form.ts";
import type { Pending } from "./use-document-writes.ts";
import { PrintButton, type PrintOrder } from "./print-button.tsx";
import type { Question } from "./use-entry.ts";

type MoreMenuProps = {
  /** null: this kind has no tax on its lines. */
  readonly taxRates: boolean | null;
  readonly onTaxRates: (shown: boolean) => void;
  readonly questions: readonly Question[];
  readonly onAsk: (question: Question) => void;
};

/** What is seldom needed, or hard to take back. */
export function MoreMenu(props: MoreMenuProps) {
  const words = useTexts(documentTexts);
  const [open, setOpen] = useState(false);
  const names: Readonly<Record<Question, string>> = {
    discard: words.discard,
    delete: words.deleteIt,
    void: words.voidIt,
  };
  if (props.taxRates === null && props.questions.length === 0) return null;
  const act = (what: () => void) => () => {
    setOpen(false);
    what();
  };
  return (
    <span className="more-menu">
      <button
        type="button"
        className="icon-button"
        aria-label={words.more}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <EllipsisOutlined />
      </button>
      {open ? (
        <div className="popover">
          {props.taxRates === null ? null : (
            <button type="button" className="popover-item" onClick={act(() => props.onTaxRates(!props.taxRates))}>
              {props.taxRates ? words.hideTaxRate : words.showTaxRate}
            </button>
          )}
          {props.questions.map((question) => (
            <button
              key={question}
              type="button"
              className={`popover-item${question === "discard" ? "" : " neg"}`}
              onClick={act(() => props.onAsk(question))}
            >
              {names[question]}
            </button>
          ))}
        </div>
      ) : null}
    </span>
  );
}

type EntryQuestionProps = {
  readonly question: Question;
  readonly number: string;
  readonly pending: boolean;
  readonly onAnswer: (reason: string) => void;
  readonly onClose: () => void;
};

export function EntryQuestion(props: EntryQuestionProps) {
  const words = useTexts(documentTexts);
  const said = {
    void: { title: words.voidTitle(props.number), verb: words.voidIt, text: words.voidText },
    delete: { title: words.deleteTitle, verb: words.deleteIt, text: words.deleteText },
    discard: { title: words.discardTitle, verb: words.discard, text: words.discardText },
  }[props.question];
  return (
    <ConfirmDialog
      title={said.title}
      verb={said.verb}
      danger
      pending={props.pending}
      refusal={null}
      asksReason={props.question === "void"}
      onConfirm={props.onAnswer}
      onClose={props.onClose}
    >
      {said.text}
    </ConfirmDialog>
  );
}

type EntryRefusalProps = {
  readonly refusal: Problem;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
};

/** A refusal that belongs to no field; somebody else's change offers both ways out. */
export function EntryRefusal(props: EntryRefusalProps) {
  const words = useTexts(documentTexts);
  if (props.refusal.code !== "version.stale") return <RefusalBand>{props.refusal.detail}</RefusalBand>;
  return (
    <RefusalBand
      action={
        <>
          <Button size="small" onClick={props.onTakeTheirs}>
            {words.useTheirs}
          </Button>
          <Button size="small" onClick={props.onKeepMine}>
            {words.keepMine}
          </Button>
        </>
      }
    >
      {words.staleTitle}。{words.staleText}
    </RefusalBand>
  );
}

type FootFieldProps = { readonly state: DocumentFormState; readonly readOnly: boolean };

export function NoteField(props: FootFieldProps & { readonly hint: string }) {
  const words = useTexts(documentTexts);
  return (
    <input
      className="field-input totals-note"
      data-field="note"
      aria-label={words.note}
      placeholder={props.hint === "" ? words.note : `${words.note}：${props.hint}`}
      maxLength={500}
      value={props.state.form.note}
      readOnly={props.readOnly}
      onChange={(event) => props.state.change((form) => ({ ...form, note: event.target.value }))}
    />
  );
}

export function OrderDiscountField(props: FootFieldProps & { readonly error: string | undefined }) {
  const words = useTexts(documentTexts);
  const put = (orderDiscount: string) =>
    props.state.change(
      (form): DocumentForm => (form.orderDiscount === orderDiscount ? form : { ...form, orderDiscount }),
    );
  return (
    <input
      className="field-input totals-discount num"
      data-field="orderDiscount"
      aria-label={words.orderDiscount}
      aria-invalid={props.error !== undefined}
      title={props.error}
      inputMode="decimal"
      placeholder="–"
      value={props.state.form.orderDiscount}
      readOnly={props.readOnly}
      onFocus={(event) => event.target.select()}
      onChange={(event) => put(event.target.value)}
      onBlur={(event) => {
        const figure = typedNumber(event.target.value, 2);
        if (figure !== null) put(/[1-9]/.test(figure) ? figure : "");
      }}
    />
  );
}

type EntryBarProps = {
  readonly pending: Pending;
  readonly mayApprove: boolean;
  readonly mayWrite: boolean;
  readonly previewOpen: boolean;
  readonly state: DocumentFormState;
  readonly savedAt: string | null;
  readonly onApprove: () => void;
  readonly onSave: () => void;
  readonly order: PrintOrder;
  readonly onPrint: () => void;
  readonly onPreview: () => void;
  readonly onCreate: () => void;
};

export function EntryBar(props: EntryBarProps) {
  const words = useTexts(documentTexts);
  const busy = props.pending !== null;
  const { keptAt, dirty } = props.state;
  return (
    <div className="action-bar">
      {props.mayApprove ? (
        <Button type="primary" disabled={busy} onClick={props.onApprove}>
          {props.pending === "approve" ? words.approving : words.approve} <KeyHint keys="F8" />
        </Button>
      ) : null}
      {props.mayWrite ? (
        <Button type={props.mayApprove ? "default" : "primary"} disabled={busy} onClick={props.onSave}>
          {props.pending === "save" ? words.saving : words.save} <KeyHint keys="F2" />
        </Button>
      ) : null}
      <PrintButton order={props.order} disabled={busy} onPrint={props.onPrint} />
      <Button aria-pressed={props.previewOpen} title={words.previewTip} onClick={props.onPreview}>
        {words.preview} <KeyHint keys="F9" />
      </Button>
      <Button onClick={props.onCreate}>
        {words.create} <KeyHint keys="Alt+N" />
      </Button>
      <span className="action-bar-state" role="status">
        {keptAt && dirty ? (
          <>
            <CheckOutlined /> {words.keptHere(keptAt)}
          </>
        ) : null}
        {!dirty && props.savedAt ? (
          <>
            <CheckOutlined /> {words.savedAt(props.savedAt)}
          </>
        ) : null}
        <span className="action-bar-keys">
          {words.keys} <KeyHint keys="F1" />
        </span>
      </span>
    </div>
  );
}
