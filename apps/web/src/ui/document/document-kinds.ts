import type { DocumentView } from "@zhangshi/contract";
import type { Text } from "../../app/language.ts";
import type { DocumentKind } from "./document-kind.ts";
import {
  assemblyKind,
  costAdjustmentKind,
  disassemblyKind,
  openingStockKind,
  otherIssueKind,
  otherReceiptKind,
  stockCountKind,
  transferKind,
  transferLossKind,
  transferReceiptKind,
  transferShipmentKind,
} from "./stock-kinds.ts";
import {
  costAllocationKind,
  priceCorrectionKind,
  purchaseOrderKind,
  purchaseReceiptKind,
  purchaseReturnKind,
  salesDeliveryKind,
  salesOrderKind,
  salesReturnKind,
} from "./trade-kinds.ts";

/** In the order of the menu. */
export const documentKinds: readonly DocumentKind[] = [
  purchaseOrderKind,
  purchaseReceiptKind,
  purchaseReturnKind,
  priceCorrectionKind,
  costAllocationKind,
  salesOrderKind,
  salesDeliveryKind,
  salesReturnKind,
  otherReceiptKind,
  otherIssueKind,
  transferKind,
  transferShipmentKind,
  transferReceiptKind,
  transferLossKind,
  stockCountKind,
  assemblyKind,
  disassemblyKind,
  costAdjustmentKind,
  openingStockKind,
];

/** undefined: a kind without pages of its own, such as an opening balance. */
export function kindOf(type: string): DocumentKind | undefined {
  return documentKinds.find((kind) => kind.type === type);
}

/** The kind whose list or document stands at this address. */
export function kindAt(pathname: string): DocumentKind | undefined {
  return documentKinds.find((kind) => pathname === kind.path || pathname.startsWith(`${kind.path}/`));
}

/** 下推: what may follow an approved document, as long as something is left of an order, and how that is called on its page. */
export function beginnings(
  view: Pick<DocumentView, "type" | "accrued" | "order">,
): readonly { readonly kind: DocumentKind; readonly label: Text }[] {
  if (view.order && view.order.state !== "none" && view.order.state !== "partial") return [];
  return documentKinds.flatMap((kind) => {
    const { sources } = kind;
    if (!sources?.types.some((type) => type === view.type)) return [];
    return [{ kind, label: (view.accrued ? sources.beginAccrued : undefined) ?? sources.begin }];
  });
}
