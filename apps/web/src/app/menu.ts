import { accountingMenu } from "../modules/accounting/accounting.menu.ts";
import { catalogMenu } from "../modules/catalog/catalog.menu.ts";
import { homeMenu } from "../modules/home/home.menu.ts";
import { inventoryMenu } from "../modules/inventory/inventory.menu.ts";
import { migrationMenu } from "../modules/migration/migration.menu.ts";
import { partnersMenu } from "../modules/partners/partners.menu.ts";
import { proofMenu } from "../modules/proof/proof.menu.ts";
import { purchasingMenu } from "../modules/purchasing/purchasing.menu.ts";
import { salesMenu } from "../modules/sales/sales.menu.ts";
import { sessionMenu } from "../modules/session/session.menu.ts";
import { setupMenu } from "../modules/setup/setup.menu.ts";
import type { Text } from "./language.ts";
import type { MenuGroupId, MenuItem, MenuSection } from "./module-menu.ts";

export const menuItems: readonly MenuItem[] = [
  homeMenu,
  purchasingMenu,
  salesMenu,
  inventoryMenu,
  partnersMenu,
  accountingMenu,
  catalogMenu,
  migrationMenu,
  proofMenu,
  setupMenu,
  sessionMenu,
].flatMap((menu) => menu.items);

/** The work, in the order a day goes. */
export const menuGroups: readonly { readonly id: MenuGroupId; readonly title: Text }[] = [
  { id: "home", title: { zh: "首页", en: "Home" } },
  { id: "purchase", title: { zh: "采购", en: "Buying" } },
  { id: "sales", title: { zh: "销售", en: "Sales" } },
  { id: "stock", title: { zh: "库存", en: "Stock" } },
  { id: "money", title: { zh: "资金", en: "Money" } },
  { id: "accounting", title: { zh: "会计", en: "Books" } },
  { id: "reports", title: { zh: "报表", en: "Reports" } },
  { id: "records", title: { zh: "资料", en: "Records" } },
  { id: "management", title: { zh: "管理", en: "Manage" } },
];

export const menuSections: readonly { readonly id: MenuSection; readonly title: Text }[] = [
  { id: "look", title: { zh: "查", en: "Look up" } },
  { id: "do", title: { zh: "做", en: "Do" } },
  { id: "manage", title: { zh: "管", en: "Keep" } },
];

/** A person sees only what they may do. */
export function itemsAllowed(permissions: readonly string[]): readonly MenuItem[] {
  return menuItems.filter((item) => !item.open && (!item.permission || permissions.includes(item.permission)));
}

/** The menu item behind an address, parameters included; the plainest pattern wins. */
export function itemAt(pathname: string): MenuItem | undefined {
  const fits = menuItems.filter((item) => pattern(item.path).test(pathname));
  return fits.find((item) => item.path === pathname) ?? fits[0];
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/\$[a-zA-Z]+/g, "[^/]+")}/?$`);
}
