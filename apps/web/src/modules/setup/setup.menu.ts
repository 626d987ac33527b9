import type { ModuleMenu } from "../../app/module-menu.ts";

export const setupMenu: ModuleMenu = {
  items: [
    {
      path: "/setup",
      title: { zh: "第一次使用", en: "First run" },
      group: "management",
      open: true,
      load: () => import("./setup.page.tsx"),
    },
  ],
};
