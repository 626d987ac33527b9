import type { ModuleMenu } from "../../app/module-menu.ts";

export const homeMenu: ModuleMenu = {
  items: [
    {
      path: "/",
      title: { zh: "首页", en: "Home" },
      group: "home",
      load: () => import("./home.page.tsx"),
    },
  ],
};
