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
  ],
};
