import { uuidv7 } from "uuidv7";
import type { MenuItem } from "../../app/module-menu.ts";
import type { DocumentKind } from "./document-kind.ts";

/** The three doors of every kind: its list, a new one, one of them. */
export function documentMenu(kind: DocumentKind): readonly MenuItem[] {
  const { group, initials } = kind.menu;
  const page = () => import("./document-page.tsx");
  return [
    {
      path: kind.path,
      title: { zh: `${kind.title.zh}列表`, en: `${kind.title.en} list` },
      group,
      section: "look",
      permission: kind.rights.read,
      keywords: `${initials}lb`,
      load: () => import("./document-list-page.tsx"),
    },
    {
      path: `${kind.path}/new`,
      title: { zh: `新建${kind.title.zh}`, en: `New ${kind.title.en.toLowerCase()}` },
      group,
      section: "do",
      permission: kind.rights.write,
      keywords: `xj${initials} xinjian`,
      leadsTo: () => `${kind.path}/${uuidv7()}?new=true`,
      load: page,
    },
    {
      path: `${kind.path}/$id`,
      title: kind.title,
      group,
      hidden: true,
      permission: kind.rights.read,
      load: page,
    },
  ];
}
