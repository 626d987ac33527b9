import type { ModuleMenu } from "../../app/module-menu.ts";
import { documentMenu } from "../../ui/document/document-menu.ts";
import { salesDeliveryKind, salesOrderKind, salesReturnKind } from "../../ui/document/trade-kinds.ts";

export const salesMenu: ModuleMenu = {
  items: [salesOrderKind, salesDeliveryKind, salesReturnKind].flatMap(documentMenu),
};
