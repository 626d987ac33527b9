import type { ModuleMenu } from "../../app/module-menu.ts";

export const sessionMenu: ModuleMenu = {
  items: [
    {
      path: "/login",
      title: { zh: "登录", en: "Sign in" },
      group: "management",
      open: true,
      load: () => import("./login.page.tsx"),
    },
    {
      path: "/users",
      title: { zh: "用户", en: "Users" },
      group: "management",
      section: "manage",
      permission: "users.manage",
      keywords: "yh",
      load: () => import("./users.page.tsx"),
    },
    {
      path: "/password",
      title: { zh: "改密码", en: "Change password" },
      group: "management",
      section: "manage",
      keywords: "gmm mima",
      load: () => import("./password.page.tsx"),
    },
    {
      path: "/api-docs",
      title: { zh: "接口文档", en: "API" },
      group: "management",
      section: "look",
      permission: "company.manage",
      keywords: "jkwd openapi",
      load: () => import("./api-docs.page.tsx"),
    },
  ],
};
