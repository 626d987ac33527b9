import { CalendarOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import type { DocumentStatus } from "@zhangshi/core";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useCall } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import { useSession } from "../../app/session.tsx";
import { DocumentStatusTag } from "../status-tag.tsx";
import type { FormError, FormField } from "./check.form.ts";
import type { DocumentForm } from "./document.form.ts";
import type { TradeDocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { typedDate } from "./typed-date.ts";
import { PartnerField } from "./partner-field.tsx";
import type { DocumentFormState } from "./use-document-form.ts";

export function DocumentTitle(props: {
  readonly kind: TradeDocumentKind;
  readonly number: string | null;
  readonly status: DocumentStatus;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
  readonly children?: ReactNode;
}) {
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const step = (label: string, icon: ReactNode, act: (() => void) | null) => (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={act === null}
      onClick={act ?? undefined}
    >
      {icon}
    </button>
  );
  return (
    <div className="document-title">
      <h1>{props.kind.title[language]}</h1>
      {props.number ? <span className="document-number">{props.number}</span> : null}
      <DocumentStatusTag status={props.status} />
      <div className="document-steps">
        {step(words.previous, <LeftOutlined />, props.onPrevious)}
        {step(words.next, <RightOutlined />, props.onNext)}
        {props.children}
      </div>
    </div>
  );
}

/** Label at the left, field at the right, what is wrong below it. */
export function FieldRow(props: {
  readonly label: string;
  readonly required?: boolean;
  readonly wide?: boolean;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is the child
    <label className={`field-row${props.wide ? " field-row-wide" : ""}`}>
      <span className="label field-label">
        {props.label}
        {props.required ? (
          <em aria-hidden="true" className="required">
            *
          </em>
        ) : null}
      </span>
      <span className="field-body">
        {props.children}
        {props.error ? (
          <span className="field-error" role="alert">
            {props.error}
          </span>
        ) : null}
      </span>
    </label>
  );
}

type DocumentFieldsProps = {
  readonly kind: TradeDocumentKind;
  readonly state: DocumentFormState;
  readonly errors: readonly FormError[];
  readonly disabled: boolean;
  readonly onTerms: (change: Partial<DocumentForm>) => void;
  readonly onIntoGrid: () => void;
};

/** The head while it can be changed. Enter goes from field to field, then into the grid. */
export function DocumentFields(props: DocumentFieldsProps) {
  const words = useTexts(documentTexts);
  const language = useLanguage();
  const { company } = useSession();
  const { kind, state, errors } = props;
  const { form } = state;
  const box = useRef<HTMLDivElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const warehouses = useCall("warehouses.list", undefined, { staleTime: 60_000 });
  const partner = useCall(
    "partners.summary",
    { params: { id: form.partnerId ?? "" } },
    { enabled: form.partnerId !== null },
  );
  const errorAt = (field: FormField) =>
    errors.find((error) => error.lineKey === null && error.field === field)?.message;
  const put = (change: Partial<DocumentForm>) => state.change((now) => ({ ...now, ...change }));

  const onward = (from: Element) => {
    const fields = [...(box.current?.querySelectorAll<HTMLElement>("[data-field]") ?? [])];
    const next = fields[fields.indexOf(from as HTMLElement) + 1];
    if (next) next.focus();
    else props.onIntoGrid();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || event.defaultPrevented || event.shiftKey) return;
    event.preventDefault();
    (event.target as HTMLElement).blur();
    onward(event.target as Element);
  };
  const found = form.partnerId === null ? undefined : partner.data?.partner;
  const contact = [found?.address, [found?.contact, found?.phone].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(" · ");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter inside the fields walks on
    <div className="document-fields" ref={box} onKeyDown={press}>
      <FieldRow label={kind.partner[language]} required wide error={errorAt("partnerId")}>
        <PartnerField
          kind={kind}
          label={kind.partner[language]}
          name={form.partnerName}
          refused={errorAt("partnerId") !== undefined}
          onChoose={(chosen) => props.onTerms({ partnerId: chosen.id, partnerName: chosen.name })}
          onNext={() => {
            const field = box.current?.querySelector('[data-field="partnerId"]');
            if (field) onward(field);
          }}
        />
      </FieldRow>
      <FieldRow label={words.date} required error={errorAt("businessDate")}>
        <span className="combo">
          <input
            className="field-input"
            data-field="businessDate"
            aria-label={words.date}
            aria-required="true"
            aria-invalid={errorAt("businessDate") !== undefined}
            readOnly={props.disabled}
            autoComplete="off"
            value={form.businessDate}
            onChange={(event) => put({ businessDate: event.target.value })}
            onBlur={(event) => put({ businessDate: typedDate(event.target.value, company.today) })}
            onFocus={(event) => event.target.select()}
          />
          <input
            ref={picker}
            type="date"
            className="hidden-date"
            tabIndex={-1}
            aria-hidden="true"
            value={form.businessDate}
            onChange={(event) => put({ businessDate: event.target.value })}
          />
          <button
            type="button"
            className="combo-icon combo-button"
            tabIndex={-1}
            aria-label={words.chooseDate}
            onClick={() => picker.current?.showPicker()}
          >
            <CalendarOutlined />
          </button>
        </span>
      </FieldRow>
      <FieldRow label={words.warehouse} required error={errorAt("warehouseId")}>
        <select
          className="field-input"
          data-field="warehouseId"
          aria-label={words.warehouse}
          aria-required="true"
          aria-invalid={errorAt("warehouseId") !== undefined}
          disabled={props.disabled}
          value={form.warehouseId ?? ""}
          onChange={(event) => props.onTerms({ warehouseId: event.target.value })}
        >
          {form.warehouseId === null ? <option value="">–</option> : null}
          {(warehouses.data?.rows ?? [])
            .filter((one) => !one.disabled || one.id === form.warehouseId)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
        </select>
      </FieldRow>
      <FieldRow label={kind.handler[language]} error={errorAt("handler")}>
        <input
          className="field-input"
          data-field="handler"
          aria-label={kind.handler[language]}
          readOnly={props.disabled}
          maxLength={40}
          value={form.handler}
          onChange={(event) => put({ handler: event.target.value })}
        />
      </FieldRow>
      <FieldRow label={words.price}>
        <select
          className="field-input"
          data-field="taxIncluded"
          aria-label={words.price}
          disabled={props.disabled}
          value={form.taxIncluded ? "yes" : "no"}
          onChange={(event) => props.onTerms({ taxIncluded: event.target.value === "yes" })}
        >
          <option value="yes">{words.taxIncluded}</option>
          <option value="no">{words.taxExcluded}</option>
        </select>
      </FieldRow>
      <div className="field-row field-row-wide field-row-text">
        <span className="label field-label">{kind.address[language]}</span>
        <span className="field-text">{contact || "–"}</span>
      </div>
    </div>
  );
}
