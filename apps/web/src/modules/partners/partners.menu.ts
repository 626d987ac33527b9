import type { ModuleMenu } from "../../app/module-menu.ts";

export const partnersMenu: ModuleMenu = {
  items: [
    {
      path: "/customers",
      title: { zh: "客户", en: "Customers" },
      group: "records",
      section: "look",
      permission: "partners.read",
      keywords: "kh",
      load: () => import("./customers.page.tsx"),
    },
    {
      path: "/suppliers",
      title: { zh: "供应商", en: "Suppliers" },
      group: "records",
      section: "look",
      permission: "partners.read",
      keywords: "gys",
      load: () => import("./suppliers.page.tsx"),
    },
    {
      path: "/partners/$id",
      title: { zh: "往来单位", en: "Partner" },
      group: "records",
      permission: "partners.read",
      hidden: true,
      load: () => import("./partner.page.tsx"),
    },
    {
      path: "/partners/$id/statement",
      title: { zh: "往来账", en: "Statement" },
      group: "money",
      permission: "partners.read",
      hidden: true,
      load: () => import("./statement.page.tsx"),
    },
    {
      path: "/receivables",
      title: { zh: "应收余额", en: "Receivables" },
      group: "money",
      section: "look",
      permission: "partners.read",
      keywords: "ysye",
      load: () => import("./receivables.page.tsx"),
    },
    {
      path: "/payables",
      title: { zh: "应付余额", en: "Payables" },
      group: "money",
      section: "look",
      permission: "partners.read",
      keywords: "yfye",
      load: () => import("./payables.page.tsx"),
    },
  ],
};
