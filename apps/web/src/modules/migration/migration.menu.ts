import type { ModuleMenu } from "../../app/module-menu.ts";

export const migrationMenu: ModuleMenu = {
  items: [
    {
      path: "/import",
      title: { zh: "导入 Excel", en: "Import" },
      group: "records",
      section: "do",
      permission: "import.run",
      keywords: "dr excel csv",
      load: () => import("./import.page.tsx"),
    },
  ],
};
