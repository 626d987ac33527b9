import type { ModuleMenu } from "../../app/module-menu.ts";

export const proofMenu: ModuleMenu = {
  items: [
    {
      path: "/proof",
      title: { zh: "账实核对", en: "Proof" },
      group: "management",
      section: "look",
      permission: "proof.run",
      keywords: "zshd",
      load: () => import("./proof.page.tsx"),
    },
  ],
};
