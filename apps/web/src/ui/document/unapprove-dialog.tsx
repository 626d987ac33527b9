import type { DocumentView, Problem } from "@zhangshi/contract";
import { useState } from "react";
import { refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { DocumentLink } from "../list/document-link.tsx";
import { formatMoney } from "../money.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { DocumentKind } from "./document-kind.ts";
import { documentTexts } from "./document.texts.ts";
import { kindTexts } from "./kind.texts.ts";
import { useDocumentWrites } from "./use-document-writes.ts";

type UnapproveDialogProps = {
  readonly kind: DocumentKind;
  readonly view: DocumentView;
  readonly onClose: () => void;
};

/** 反审核: what it will do, the reason, and where it is refused the documents that stand against it. */
export function UnapproveDialog(props: UnapproveDialogProps) {
  const { kind, view } = props;
  const words = useTexts(documentTexts);
  const kinds = useTexts(kindTexts);
  const writes = useDocumentWrites(kind);
  const [problem, setProblem] = useState<Problem | null>(null);
  const unapprove = async (reason: string) => {
    try {
      if (await writes.unapprove(view, reason)) props.onClose();
    } catch (error) {
      setProblem(refusalOf(error));
    }
  };
  const vouchers = view.vouchers.filter((voucher) => voucher.kind === "original").slice(-1);
  const place = kind.undone === "moved" ? view.toWarehouse || view.warehouse : view.warehouse || kinds.transit;
  const { partner } = kind;
  const balance = partner?.takesOff ? kinds.balanceBack : words.unapproveBalance;
  return (
    <ConfirmDialog
      title={words.unapproveTitle(view.number ?? "")}
      verb={words.unapprove}
      pending={writes.pending !== null}
      refusal={problem ? <Refusal problem={problem} view={view} /> : null}
      asksReason
      onConfirm={(reason) => void unapprove(reason)}
      onClose={props.onClose}
    >
      <ul>
        <li>{kinds.undone[kind.undone](view.lines.length, place)}</li>
        {partner && !kind.order ? <li>{balance(words[partner.side], formatMoney(view.grossAmount))}</li> : null}
        {vouchers.length > 0 ? <li>{words.unapproveVoucher(vouchers.map((one) => one.number).join("、"))}</li> : null}
        <li>{words.unapproveNumber}</li>
      </ul>
    </ConfirmDialog>
  );
}

/** The sentence, and each document it speaks of as a link: followers, or the count that fixed the quantity. */
function Refusal(props: { readonly problem: Problem; readonly view: DocumentView }) {
  const { problem, view } = props;
  const errors = problem.errors ?? [];
  const said = [problem.detail, ...errors.map((one) => one.message).filter((text) => text !== problem.detail)];
  const codes = new Set([problem.code, ...errors.map((one) => one.code)]);
  const counts = errors.flatMap((one) => {
    const { documentId, document } = one.facts ?? {};
    if (one.code !== "count.later" || typeof documentId !== "string" || typeof document !== "string") return [];
    return [{ id: documentId, type: "stock-count", number: document }];
  });
  const linked = [...(codes.has("document.has_followers") ? view.followers : []), ...counts];
  const unique = [...new Map(linked.map((one) => [one.id, one])).values()];
  return (
    <>
      {said.join(" ")}
      {unique.map((one) => (
        <span key={one.id} className="refusal-link">
          <DocumentLink type={one.type} id={one.id}>
            {one.number}
          </DocumentLink>
        </span>
      ))}
    </>
  );
}
