import type { Permission } from "@zhangshi/contract";
import type { ComponentType } from "react";
import type { Text } from "./language.ts";

export type MenuGroupId =
  | "home"
  | "purchase"
  | "sales"
  | "stock"
  | "money"
  | "accounting"
  | "reports"
  | "records"
  | "management";
/** 查 做 管 */
export type MenuSection = "look" | "do" | "manage";

export type MenuItem = {
  /** `/items/$id` style parameters. */
  readonly path: string;
  readonly title: Text;
  readonly group: MenuGroupId;
  readonly section?: MenuSection;
  readonly permission?: Permission;
  /** Reachable by a link only, not from the menu. */
  readonly hidden?: true;
  /** Outside the shell, without a session. */
  readonly open?: true;
  /** What a person may type in Ctrl+K besides the title, such as pinyin initials. */
  readonly keywords?: string;
  /** A door that leads on, such as "new", which makes the document's id. It never becomes a tab. */
  readonly leadsTo?: () => string;
  readonly load: () => Promise<{ readonly Page: ComponentType }>;
};

export type ModuleMenu = { readonly items: readonly MenuItem[] };
