import { allocationMethods, differenceMethods } from "@zhangshi/contract";
import { reasonsFor } from "@zhangshi/core";
import { type KeyboardEvent, useRef } from "react";
import { useCall } from "../../app/api.ts";
import { useLanguage, useTexts } from "../../app/language.ts";
import type { FormError, FormField } from "./check.form.ts";
import { type DocumentForm, taxRateText } from "./document.form.ts";
import { FieldRow } from "./document-head.tsx";
import { type DocumentKind, fieldsOf, type HeadField } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { DateField, FigureField, SelectField, WarehouseField } from "./head-inputs.tsx";
import { kindTexts, reasonText } from "./kind.texts.ts";
import { PartnerField } from "./partner-field.tsx";
import { typedNumber, typedTaxRate } from "./typed-number.ts";
import type { DocumentFormState } from "./use-document-form.ts";

type DocumentFieldsProps = {
  readonly kind: DocumentKind;
  readonly state: DocumentFormState;
  readonly errors: readonly FormError[];
  readonly disabled: boolean;
  /** Partner, warehouse and the way of saying prices have other prices and another stock. */
  readonly onTerms: (change: Partial<DocumentForm>) => void;
  readonly onIntoGrid: () => void;
};

/** The head while it can be changed: the fields that its kind has. Enter goes from field to field, then into the grid. */
export function DocumentFields(props: DocumentFieldsProps) {
  const { kind } = props;
  const box = useRef<HTMLDivElement>(null);
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
  const errorAt = (field: FormField) =>
    props.errors.find((error) => error.lineKey === null && error.field === field)?.message;
  const nextAfterPartner = () => {
    const field = box.current?.querySelector('[data-field="partnerId"]');
    if (field) onward(field);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter inside the fields walks on
    <div className="document-fields" ref={box} onKeyDown={press}>
      {fieldsOf(kind, props.state.form.reason).map((field) => (
        <Field key={field} {...props} field={field} error={errorAt(field)} onPartnerChosen={nextAfterPartner} />
      ))}
      {kind.partner ? <ContactRow kind={kind} partnerId={props.state.form.partnerId} /> : null}
    </div>
  );
}

type FieldProps = DocumentFieldsProps & {
  readonly field: HeadField;
  readonly error: string | undefined;
  readonly onPartnerChosen: () => void;
};

function Field(props: FieldProps) {
  const { kind, field, state, error } = props;
  const { form } = state;
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
  const language = useLanguage();
  const put = (change: Partial<DocumentForm>) => state.change((now) => ({ ...now, ...change }));
  const common = { field, error, disabled: props.disabled };
  switch (field) {
    case "partnerId":
      if (!kind.partner) return null;
      return (
        <FieldRow label={kind.partner.word[language]} required wide error={error}>
          <PartnerField
            terms={kind.partner}
            label={kind.partner.word[language]}
            name={form.partnerName}
            refused={error !== undefined}
            onChoose={(chosen) => props.onTerms({ partnerId: chosen.id, partnerName: chosen.name })}
            onNext={props.onPartnerChosen}
          />
        </FieldRow>
      );
    case "businessDate":
      return (
        <DateField
          {...common}
          required
          label={words.date}
          value={form.businessDate}
          onPut={(businessDate) => put({ businessDate })}
        />
      );
    case "expectedDate":
      return (
        <DateField
          {...common}
          label={kind.order?.expected[language] ?? ""}
          value={form.expectedDate}
          onPut={(expectedDate) => put({ expectedDate })}
        />
      );
    case "warehouseId":
      return (
        <WarehouseField
          {...common}
          label={kind.warehouse?.[language] ?? ""}
          value={form.warehouseId}
          onPut={(warehouseId) => props.onTerms({ warehouseId })}
        />
      );
    case "toWarehouseId":
      return (
        <WarehouseField
          {...common}
          label={kind.toWarehouse?.[language] ?? ""}
          value={form.toWarehouseId}
          onPut={(toWarehouseId) => put({ toWarehouseId })}
        />
      );
    case "reason":
      return (
        <SelectField
          {...common}
          required
          label={kind.reason?.word[language] ?? ""}
          value={form.reason ?? ""}
          placeholder={form.reason === null ? kinds.choose : null}
          options={reasonsFor(kind.reason?.direction ?? "out").map((one) => ({
            value: one.code,
            label: reasonText(one, language),
          }))}
          onPut={(reason) => put({ reason })}
        />
      );
    case "compensation":
      return (
        <FigureField
          {...common}
          label={kinds.compensation}
          placeholder={kinds.compensationHint}
          value={form.compensation}
          onPut={(compensation) => put({ compensation })}
          settled={(text) => typedNumber(text, 2)}
        />
      );
    case "handler":
      return (
        <FieldRow label={kind.handler[language]} error={error}>
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
      );
    case "taxIncluded":
      return (
        <SelectField
          {...common}
          label={words.price}
          value={form.taxIncluded ? "yes" : "no"}
          options={[
            { value: "yes", label: words.taxIncluded },
            { value: "no", label: words.taxExcluded },
          ]}
          onPut={(value) => props.onTerms({ taxIncluded: value === "yes" })}
        />
      );
    case "accrued":
      return (
        <SelectField
          {...common}
          label={kinds.invoice}
          value={form.accrued ? "yes" : "no"}
          options={[
            { value: "no", label: kinds.invoiceHere },
            { value: "yes", label: kinds.invoiceToCome },
          ]}
          // An estimate is of the goods alone; the tax comes with the invoice.
          onPut={(value) => props.onTerms(value === "yes" ? { accrued: true, taxIncluded: false } : { accrued: false })}
        />
      );
    case "method":
      return (
        <SelectField
          {...common}
          label={kinds.method}
          value={form.method}
          options={allocationMethods.map((value) => ({ value, label: kinds.methods[value] }))}
          onPut={(method) => put({ method })}
        />
      );
    case "difference":
      return (
        <SelectField
          {...common}
          label={kinds.difference}
          title={kinds.differenceHints[form.difference]}
          value={form.difference}
          options={differenceMethods.map((value) => ({ value, label: kinds.differences[value] }))}
          onPut={(difference) => put({ difference })}
        />
      );
    case "amount":
      return (
        <FigureField
          {...common}
          required
          label={kinds.charge}
          value={form.amount}
          onPut={(amount) => put({ amount })}
          settled={(text) => typedNumber(text, 2)}
        />
      );
    case "taxRate":
      return (
        <FigureField
          {...common}
          label={kinds.chargeRate}
          value={typedTaxRate(form.taxRate) === form.taxRate ? taxRateText(form.taxRate) : form.taxRate}
          onPut={(taxRate) => put({ taxRate })}
          settled={typedTaxRate}
        />
      );
  }
}

/** Where the goods go, or whom to call: read only, from the partner's own record. */
function ContactRow(props: { readonly kind: DocumentKind; readonly partnerId: string | null }) {
  const language = useLanguage();
  const { kind, partnerId } = props;
  const partner = useCall("partners.summary", { params: { id: partnerId ?? "" } }, { enabled: partnerId !== null });
  const found = partnerId === null ? undefined : partner.data?.partner;
  const contact = [found?.address, [found?.contact, found?.phone].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(" · ");
  const isAlone = kind.fields.length % 2 === 1;
  return (
    <div className={`field-row field-row-text${isAlone ? " field-row-wide" : ""}`}>
      <span className="label field-label">{kind.partner?.address[language]}</span>
      <span className="field-text">{contact || "–"}</span>
    </div>
  );
}
