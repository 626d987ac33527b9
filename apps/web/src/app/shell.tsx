import { useLocation } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { appTexts } from "./app.texts.ts";
import { useKeys } from "./keys.tsx";
import { useLanguage, useTexts } from "./language.ts";
import { useGo } from "./location.ts";
import { itemAt } from "./menu.ts";
import type { MenuGroupId } from "./module-menu.ts";
import { Rail, SideMenu, useMenuPinned } from "./rail.tsx";
import { TabStrip } from "./tab-strip.tsx";
import { useTabs, visitTab } from "./tabs.tsx";
import { TopBar } from "./top-bar.tsx";
import "./shell.css";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const KeyList = lazy(async () => ({ default: (await import("./key-list.tsx")).KeyList }));

/** Every page that is opened becomes a tab, called by its menu title until the page says better. */
function useVisits(): MenuGroupId {
  const location = useLocation();
  const language = useLanguage();
  const item = itemAt(location.pathname);
  const title = item?.title[language];
  useEffect(() => {
    if (title && location.pathname !== "/" && !item?.leadsTo) visitTab(location.pathname, location.href, title);
  }, [location.pathname, location.href, title, item?.leadsTo]);
  return item?.group ?? "home";
}

export function Shell(props: { readonly children: ReactNode }) {
  const words = useTexts(appTexts);
  const group = useVisits();
  const tabs = useTabs();
  const go = useGo();
  const [overlay, setOverlay] = useState<"palette" | "keys" | null>(null);
  const [opened, setOpened] = useState<MenuGroupId | null>(null);
  const [pinned, setPinned] = useMenuPinned();
  const [railShown, setRailShown] = useState(false);
  /** A dialog tells of its end a moment late; by then another may stand there. */
  const left = (which: "palette" | "keys") => setOverlay((now) => (now === which ? null : now));
  const close = () => {
    setOpened(null);
    setRailShown(false);
  };

  useKeys(words.everywhere, [
    { keys: "Ctrl+K", label: words.findAnything, run: () => setOverlay("palette") },
    { keys: "F1", label: words.thisList, run: () => setOverlay("keys") },
    ...Array.from({ length: 9 }, (_, place) => ({
      keys: `Alt+${place + 1}`,
      label: place === 0 ? words.tabs : "",
      run: () => go(place === 0 ? "/" : (tabs[place - 1]?.href ?? "/")),
    })),
  ]);

  const shownGroup = opened ?? (pinned && group !== "home" ? group : null);
  return (
    <div className="shell" data-rail={railShown ? "shown" : undefined}>
      <Rail current={group} opened={opened} onOpen={setOpened} pinned={pinned} onPin={setPinned} />
      {shownGroup ? <SideMenu group={shownGroup} floating={!pinned} onClose={close} /> : null}
      <div className="shell-main">
        <TopBar
          onSearch={() => setOverlay("palette")}
          onHelp={() => setOverlay("keys")}
          onMenu={() => setRailShown(!railShown)}
        />
        <TabStrip />
        <main className="shell-page">{props.children}</main>
      </div>
      <Suspense fallback={null}>
        {overlay === "palette" ? <Palette onClose={() => left("palette")} /> : null}
        {overlay === "keys" ? <KeyList onClose={() => left("keys")} /> : null}
      </Suspense>
    </div>
  );
}
