import { uuidv7 } from "uuidv7";
import type { ModuleMenu } from "../../app/module-menu.ts";

export const purchasingMenu: ModuleMenu = {
  items: [
    {
      path: "/purchase/receipts",
      title: { zh: "采购入库单列表", en: "Purchase receipts" },
      group: "purchase",
      section: "look",
      permission: "purchase.read",
      keywords: "cgrkdlb",
      load: () => import("./purchase-receipts.page.tsx"),
    },
    {
      path: "/purchase/receipts/new",
      title: { zh: "新建采购入库单", en: "New purchase receipt" },
      group: "purchase",
      section: "do",
      permission: "purchase.write",
      keywords: "xjcgrkd xinjian",
      leadsTo: () => `/purchase/receipts/${uuidv7()}?new=true`,
      load: () => import("./purchase-receipt.page.tsx"),
    },
    {
      path: "/purchase/receipts/$id",
      title: { zh: "采购入库单", en: "Purchase receipt" },
      group: "purchase",
      hidden: true,
      permission: "purchase.read",
      load: () => import("./purchase-receipt.page.tsx"),
    },
  ],
};
