import { uuidv7 } from "uuidv7";
import type { ModuleMenu } from "../../app/module-menu.ts";

export const salesMenu: ModuleMenu = {
  items: [
    {
      path: "/sales/deliveries",
      title: { zh: "销售出库单列表", en: "Sales deliveries" },
      group: "sales",
      section: "look",
      permission: "sales.read",
      keywords: "xsckdlb",
      load: () => import("./sales-deliveries.page.tsx"),
    },
    {
      path: "/sales/deliveries/new",
      title: { zh: "新建销售出库单", en: "New sales delivery" },
      group: "sales",
      section: "do",
      permission: "sales.write",
      keywords: "xjxsckd xinjian",
      leadsTo: () => `/sales/deliveries/${uuidv7()}?new=true`,
      load: () => import("./sales-delivery.page.tsx"),
    },
    {
      path: "/sales/deliveries/$id",
      title: { zh: "销售出库单", en: "Sales delivery" },
      group: "sales",
      hidden: true,
      permission: "sales.read",
      load: () => import("./sales-delivery.page.tsx"),
    },
  ],
};
