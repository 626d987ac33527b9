import type { Role } from "@zhangshi/contract";
import type { Language } from "./language.ts";

/** What a role is called wherever it is named. */
export const roleNames: Readonly<Record<Language, Readonly<Record<Role, string>>>> = {
  zh: {
    owner: "老板",
    admin: "管理员",
    clerk: "开单员",
    buyer: "采购",
    storekeeper: "仓管",
    counter: "盘点员",
    bookkeeper: "会计",
  },
  en: {
    owner: "Owner",
    admin: "Administrator",
    clerk: "Order clerk",
    buyer: "Buyer",
    storekeeper: "Storekeeper",
    counter: "Counter",
    bookkeeper: "Bookkeeper",
  },
};
