import type { ModuleMenu } from "../../app/module-menu.ts";
import { documentKinds } from "../../ui/document/document-kinds.ts";
import { documentMenu } from "../../ui/document/document-menu.ts";

export const inventoryMenu: ModuleMenu = {
  items: [
    {
      path: "/stock",
      title: { zh: "库存数量", en: "Stock on hand" },
      group: "stock",
      section: "look",
      permission: "stock.read",
      keywords: "kcsl",
      load: () => import("./stock.page.tsx"),
    },
    {
      path: "/stock/card",
      title: { zh: "库存明细账", en: "Stock card" },
      group: "stock",
      section: "look",
      permission: "stock.read",
      keywords: "kcmxz kp",
      load: () => import("./stock-card.page.tsx"),
    },
    ...documentKinds.filter((kind) => kind.menu.group === "stock").flatMap(documentMenu),
  ],
};
