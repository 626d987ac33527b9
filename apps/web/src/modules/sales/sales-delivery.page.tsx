import { salesDeliveryKind } from "../../ui/document/document-kind.ts";
import { TradeDocumentPage } from "../../ui/document/document-page.tsx";

/** 销售出库单 */
export function Page() {
  return <TradeDocumentPage kind={salesDeliveryKind} />;
}
