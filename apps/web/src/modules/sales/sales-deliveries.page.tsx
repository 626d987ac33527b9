import { salesDeliveryKind } from "../../ui/document/document-kind.ts";
import { TradeDocumentListPage } from "../../ui/document/document-list-page.tsx";

/** 销售出库单列表 */
export function Page() {
  return <TradeDocumentListPage kind={salesDeliveryKind} />;
}
