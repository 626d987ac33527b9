import { purchaseReceiptKind } from "../../ui/document/document-kind.ts";
import { TradeDocumentListPage } from "../../ui/document/document-list-page.tsx";

/** 采购入库单列表 */
export function Page() {
  return <TradeDocumentListPage kind={purchaseReceiptKind} />;
}
