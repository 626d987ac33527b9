import type { ModuleMenu } from "../../app/module-menu.ts";

export const catalogMenu: ModuleMenu = {
  items: [
    {
      path: "/items",
      title: { zh: "商品", en: "Items" },
      group: "records",
      section: "look",
      permission: "catalog.read",
      keywords: "sp",
      load: () => import("./items.page.tsx"),
    },
    {
      path: "/items/$id",
      title: { zh: "商品", en: "Item" },
      group: "records",
      permission: "catalog.read",
      hidden: true,
      load: () => import("./item.page.tsx"),
    },
    {
      path: "/categories",
      title: { zh: "商品分类", en: "Categories" },
      group: "records",
      section: "look",
      permission: "catalog.read",
      keywords: "spfl",
      load: () => import("./categories.page.tsx"),
    },
    {
      path: "/warehouses",
      title: { zh: "仓库", en: "Warehouses" },
      group: "records",
      section: "look",
      permission: "catalog.read",
      keywords: "ck",
      load: () => import("./warehouses.page.tsx"),
    },
  ],
};
