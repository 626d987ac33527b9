import { CloseOutlined } from "@ant-design/icons";
import { useLocation } from "@tanstack/react-router";
import { appTexts } from "./app.texts.ts";
import { useLanguage, useTexts } from "./language.ts";
import { GoLink } from "./link.tsx";
import { useGo } from "./location.ts";
import { menuGroups } from "./menu.ts";
import { closeTab, useTabs } from "./tabs.tsx";

export function TabStrip() {
  const words = useTexts(appTexts);
  const language = useLanguage();
  const tabs = useTabs();
  const go = useGo();
  const pathname = useLocation({ select: (location) => location.pathname });
  const close = (key: string) => {
    const next = closeTab(key);
    if (key === pathname) go(next);
  };
  const home = menuGroups[0]?.title[language] ?? "";
  return (
    <nav className="tab-strip" aria-label={words.openPages}>
      <div className="work-tab" data-current={pathname === "/" || undefined}>
        <GoLink href="/">{home}</GoLink>
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.key}
          className="work-tab"
          data-current={tab.key === pathname || undefined}
          onAuxClick={(event) => event.button === 1 && close(tab.key)}
        >
          <GoLink href={tab.href}>
            {tab.dirty ? <i className="work-tab-dot" aria-hidden="true" /> : null}
            <span className="work-tab-title">{tab.title}</span>
            {tab.dirty ? <span className="work-tab-unsaved">{words.unsaved}</span> : null}
          </GoLink>
          <button type="button" aria-label={words.close(tab.title)} onClick={() => close(tab.key)}>
            <CloseOutlined />
          </button>
        </div>
      ))}
    </nav>
  );
}
