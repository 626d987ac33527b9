import type { DocumentRow, DocumentView, Problem } from "@zhangshi/contract";
import type { OrderState } from "@zhangshi/core";
import { Button } from "antd";
import { useState } from "react";
import { refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { Amount } from "../figure.tsx";
import { type TagTone, StatusTag } from "../status-tag.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { DocumentKind } from "./document-kind.ts";
import { inLineUnit, mayClose, mayReopen, openLines } from "./order.form.ts";
import { orderTexts } from "./order.texts.ts";
import { useDocumentWrites } from "./use-document-writes.ts";

const tones: Readonly<Record<OrderState, TagTone>> = { none: "ac", partial: "warn", done: "ok", closed: "off" };

/** 未执行 · 部分执行 · 已完成 · 已关闭. */
export function OrderStateTag(props: { readonly state: NonNullable<DocumentRow["order"]>["state"] }) {
  const words = useTexts(orderTexts).states;
  return props.state === null ? null : <StatusTag tone={tones[props.state]}>{words[props.state]}</StatusTag>;
}

/** 已执行, 未完 or 缺货 of a line; nothing is said plainly, for it is what most lines should say. */
export function OrderQuantity(props: {
  readonly line: DocumentView["lines"][number];
  readonly of: "executed" | "open" | "short";
}) {
  const { line } = props;
  const base = line.execution?.[props.of] ?? "0";
  if (!/[1-9]/.test(base)) return <span className="quiet">–</span>;
  const { quantity, unit } = inLineUnit(base, line);
  const isOther = unit !== line.unit;
  const figure = (
    <>
      <Amount value={quantity} as="quantity" />
      {isOther ? ` ${unit}` : ""}
    </>
  );
  return props.of === "short" ? <b className="neg">{figure}</b> : figure;
}

/** The rest of an order is given up, or awaited again. */
export function OrderActions(props: { readonly kind: DocumentKind; readonly view: DocumentView }) {
  const { kind, view } = props;
  const words = useTexts(orderTexts);
  const writes = useDocumentWrites(kind);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = (write: () => Promise<unknown>) => {
    setProblem(null);
    return write().then(
      () => setAsking(false),
      (error: unknown) => setProblem(refusalOf(error)),
    );
  };
  const side = view.type === "sales-order" ? "reserved" : "on-order";
  return (
    <>
      {mayClose(view) ? <Button onClick={() => setAsking(true)}>{words.close}</Button> : null}
      {mayReopen(view) ? (
        <Button loading={writes.pending === "reopen"} onClick={() => void attempt(() => writes.reopen(view))}>
          {words.reopen}
        </Button>
      ) : null}
      {problem && !asking ? (
        <span className="neg" role="alert">
          {problem.detail}
        </span>
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={words.closeTitle(view.number ?? "")}
          verb={words.close}
          pending={writes.pending !== null}
          refusal={problem?.detail ?? null}
          asksReason="required"
          onConfirm={(reason) => void attempt(() => writes.close(view, reason))}
          onClose={() => setAsking(false)}
        >
          <ul>
            <li>{words.closeOpen(openLines(view))}</li>
            <li>{words.closeFrees[side]}</li>
            <li>{words.closeLater}</li>
          </ul>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
