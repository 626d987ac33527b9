import { purchaseReceiptKind } from "../../ui/document/document-kind.ts";
import { TradeDocumentPage } from "../../ui/document/document-page.tsx";

/** 采购入库单 */
export function Page() {
  return <TradeDocumentPage kind={purchaseReceiptKind} />;
}
