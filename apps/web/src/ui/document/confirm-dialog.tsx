import { Button } from "antd";
import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../../app/language.ts";
import { documentTexts } from "./document.texts.ts";
import "./document.css";

type ConfirmDialogProps = {
  readonly title: string;
  /** Said by what it does: 反审核, 作废; never 确定. */
  readonly verb: string;
  readonly danger?: boolean;
  readonly pending: boolean;
  readonly refusal: ReactNode;
  readonly children: ReactNode;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
  readonly asksReason?: boolean | "required";
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  const words = useTexts(documentTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useRef<HTMLInputElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="confirm-dialog" aria-label={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onConfirm(reason.current?.value ?? "");
        }}
      >
        <h2>{props.title}</h2>
        <div className="confirm-body">{props.children}</div>
        {props.asksReason ? (
          <label className="confirm-reason">
            <span className="label">{props.asksReason === "required" ? words.reasonRequired : words.reason}</span>
            <input ref={reason} className="field-input" maxLength={200} required={props.asksReason === "required"} />
          </label>
        ) : null}
        {props.refusal ? (
          <p className="confirm-refusal" role="alert">
            {props.refusal}
          </p>
        ) : null}
        <div className="confirm-actions">
          <Button onClick={() => dialog.current?.close()}>{words.cancel}</Button>
          <Button type="primary" htmlType="submit" danger={props.danger ?? false} loading={props.pending}>
            {props.verb}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
