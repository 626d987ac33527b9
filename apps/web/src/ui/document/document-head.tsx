import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import type { DocumentView } from "@zhangshi/contract";
import type { DocumentStatus } from "@zhangshi/core";
import type { ReactNode } from "react";
import { useLanguage, useTexts } from "../../app/language.ts";
import { DocumentStatusTag, StatusTag } from "../status-tag.tsx";
import type { DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { kindTexts } from "./kind.texts.ts";
import { OrderStateTag } from "./order-parts.tsx";

export function DocumentTitle(props: {
  readonly kind: DocumentKind;
  readonly number: string | null;
  readonly status: DocumentStatus;
  /** 暂估 */
  readonly accrued?: boolean;
  readonly order?: DocumentView["order"];
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
  /** What fills the grid: from a source, from the warehouse. */
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
}) {
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
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
      {props.order ? <OrderStateTag state={props.order.state} /> : null}
      {props.accrued ? <StatusTag tone="warn">{kinds.isAccrued}</StatusTag> : null}
      <div className="document-steps">
        {props.tools}
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
