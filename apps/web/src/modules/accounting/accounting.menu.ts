import type { ModuleMenu } from "../../app/module-menu.ts";

export const accountingMenu: ModuleMenu = {
  items: [
    {
      path: "/vouchers",
      title: { zh: "凭证", en: "Vouchers" },
      group: "accounting",
      section: "look",
      permission: "accounting.read",
      keywords: "pz",
      load: () => import("./vouchers.page.tsx"),
    },
    {
      path: "/vouchers/$id",
      title: { zh: "凭证", en: "Voucher" },
      group: "accounting",
      permission: "accounting.read",
      hidden: true,
      load: () => import("./voucher.page.tsx"),
    },
    {
      path: "/accounts/balances",
      title: { zh: "科目余额表", en: "Trial balance" },
      group: "accounting",
      section: "look",
      permission: "accounting.read",
      keywords: "kmyeb",
      load: () => import("./account-balances.page.tsx"),
    },
    {
      path: "/periods",
      title: { zh: "期间结账", en: "Closing months" },
      group: "accounting",
      section: "do",
      permission: "accounting.read",
      keywords: "qjjz fjz bltsh",
      load: () => import("./periods.page.tsx"),
    },
    {
      path: "/costing",
      title: { zh: "成本设置", en: "Costing" },
      group: "accounting",
      section: "manage",
      permission: "cost.read",
      keywords: "cbsz cbff fkc xjxc yddjq",
      load: () => import("./costing.page.tsx"),
    },
    {
      path: "/accounts",
      title: { zh: "会计科目", en: "Accounts" },
      group: "accounting",
      section: "manage",
      permission: "accounting.read",
      keywords: "kjkm",
      load: () => import("./accounts.page.tsx"),
    },
  ],
};
