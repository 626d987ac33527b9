import { CalendarOutlined } from "@ant-design/icons";
import { type ReactNode, useRef, useState } from "react";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useSession } from "../../app/session.tsx";
import { FieldRow } from "./document-head.tsx";
import type { HeadField } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { typedDate } from "./typed-date.ts";

type CommonProps = { readonly field: HeadField; readonly error: string | undefined; readonly disabled: boolean };

export function DateField(
  props: CommonProps & {
    readonly label: string;
    readonly required?: boolean;
    readonly value: string;
    readonly onPut: (day: string) => void;
  },
) {
  const words = useTexts(documentTexts);
  const { company } = useSession();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <FieldRow label={props.label} required={props.required ?? false} error={props.error}>
      <span className="combo">
        <input
          className="field-input"
          data-field={props.field}
          aria-label={props.label}
          aria-required={props.required ?? false}
          aria-invalid={props.error !== undefined}
          readOnly={props.disabled}
          autoComplete="off"
          value={props.value}
          onChange={(event) => props.onPut(event.target.value)}
          onBlur={(event) => props.onPut(event.target.value === "" ? "" : typedDate(event.target.value, company.today))}
          onFocus={(event) => event.target.select()}
        />
        <input
          ref={picker}
          type="date"
          className="hidden-date"
          tabIndex={-1}
          aria-hidden="true"
          value={props.value}
          onChange={(event) => props.onPut(event.target.value)}
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
  );
}

export function WarehouseField(
  props: CommonProps & {
    readonly label: string;
    readonly value: string | null;
    readonly onPut: (id: string) => void;
  },
) {
  const warehouses = useCall("warehouses.list", undefined, { staleTime: 60_000 });
  return (
    <SelectField
      {...props}
      required
      value={props.value ?? ""}
      placeholder={props.value === null ? "–" : null}
      options={(warehouses.data?.rows ?? [])
        .filter((one) => !one.disabled || one.id === props.value)
        .map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}

export function SelectField<Value extends string>(
  props: CommonProps & {
    readonly label: string;
    readonly required?: boolean;
    readonly value: Value | "";
    /** Stands there until something was chosen. */
    readonly placeholder?: string | null;
    /** What the choice means, where its words alone do not say it. */
    readonly title?: string;
    readonly options: readonly { readonly value: Value; readonly label: string }[];
    readonly onPut: (value: Value) => void;
  },
) {
  const put = (value: string) => {
    const chosen = props.options.find((one) => one.value === value);
    if (chosen) props.onPut(chosen.value);
  };
  return (
    <FieldRow label={props.label} required={props.required ?? false} error={props.error}>
      <select
        className="field-input"
        data-field={props.field}
        aria-label={props.label}
        aria-required={props.required ?? false}
        aria-invalid={props.error !== undefined}
        title={props.title}
        disabled={props.disabled}
        value={props.value}
        onChange={(event) => put(event.target.value)}
      >
        {props.placeholder ? <option value="">{props.placeholder}</option> : null}
        {props.options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </FieldRow>
  );
}

export function FigureField(
  props: CommonProps & {
    readonly label: string;
    readonly required?: boolean;
    readonly placeholder?: string;
    readonly value: string;
    readonly onPut: (text: string) => void;
    readonly settled: (text: string) => string | null;
  },
): ReactNode {
  // While it is typed it stands as typed; what a person reads afterwards has its sign: 9%.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <FieldRow label={props.label} required={props.required ?? false} error={props.error}>
      <input
        className="field-input num"
        data-field={props.field}
        aria-label={props.label}
        aria-required={props.required ?? false}
        aria-invalid={props.error !== undefined}
        inputMode="decimal"
        placeholder={props.placeholder}
        autoComplete="off"
        readOnly={props.disabled}
        value={typed ?? props.value}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value);
          props.onPut(props.settled(event.target.value) ?? event.target.value);
        }}
        onBlur={() => setTyped(null)}
      />
    </FieldRow>
  );
}
