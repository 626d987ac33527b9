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
    {
      path: "/stock/lots",
      title: { zh: "批号与效期", en: "Lots and expiry" },
      group: "stock",
      section: "look",
      permission: "stock.read",
      keywords: "phyxq ph xlh xuliehao linqi guoqi yxq youxiaoqi",
      load: () => import("./lots.page.tsx"),
    },
    {
      path: "/stock/lots/trace",
      title: { zh: "批号追溯", en: "Lot history" },
      group: "stock",
      section: "look",
      permission: "stock.read",
      keywords: "phzs xlhzs zhuisu xuliehao zhaohui",
      load: () => import("./lot-history.page.tsx"),
    },
    {
      path: "/stock/pending-costs",
      title: { zh: "成本待定", en: "Cost pending" },
      group: "stock",
      section: "look",
      permission: "stock.read",
      keywords: "cbdd fukucun fkc",
      load: () => import("./pending-costs.page.tsx"),
    },
    {
      path: "/stock/count-tasks",
      title: { zh: "盘点任务", en: "Count tasks" },
      group: "stock",
      section: "do",
      permission: "stock.count",
      keywords: "pdrw pandian fupan mangpan pdb",
      load: () => import("./counting/count-tasks.page.tsx"),
    },
    {
      path: "/stock/count-tasks/$id",
      title: { zh: "盘点任务", en: "Count task" },
      group: "stock",
      hidden: true,
      permission: "stock.count",
      load: () => import("./counting/count-task.page.tsx"),
    },
    {
      path: "/stock/count-tasks/$id/count",
      title: { zh: "盘点", en: "Count" },
      group: "stock",
      hidden: true,
      permission: "stock.count",
      load: () => import("./counting/counting.page.tsx"),
    },
    ...documentKinds.filter((kind) => kind.menu.group === "stock").flatMap(documentMenu),
  ],
};
