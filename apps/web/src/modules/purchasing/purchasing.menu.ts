import type { ModuleMenu } from "../../app/module-menu.ts";
import { documentMenu } from "../../ui/document/document-menu.ts";
import {
  costAllocationKind,
  priceCorrectionKind,
  purchaseOrderKind,
  purchaseReceiptKind,
  purchaseReturnKind,
} from "../../ui/document/trade-kinds.ts";

export const purchasingMenu: ModuleMenu = {
  items: [purchaseOrderKind, purchaseReceiptKind, purchaseReturnKind, priceCorrectionKind, costAllocationKind].flatMap(
    documentMenu,
  ),
};
