import { useId, type ReactNode } from "react";
import "./field.css";
import "./record.css";

/** What an input needs to belong to its label and its error. */
export type FieldBinding = {
  readonly id: string;
  readonly status: "error" | "";
  readonly "aria-invalid": boolean;
  readonly "aria-describedby": string | undefined;
};

/** Label above, a quiet word beside it, and the error where it happened. */
export function Field(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly className?: string;
  readonly children: (binding: FieldBinding) => ReactNode;
}) {
  const id = useId();
  const { error } = props;
  return (
    <div className={`field ${props.className ?? ""}`}>
      <div className="field-head">
        <label htmlFor={id}>
          {props.label}
          {props.required && <i aria-hidden="true">*</i>}
        </label>
        {props.hint && <span id={`${id}hint`}>{props.hint}</span>}
      </div>
      {props.children({
        id,
        status: error ? "error" : "",
        "aria-invalid": error !== undefined,
        "aria-describedby": error ? `${id}error` : props.hint ? `${id}hint` : undefined,
      })}
      {error && (
        <p className="field-error" id={`${id}error`}>
          {error}
        </p>
      )}
    </div>
  );
}
