import { MenuOutlined, QuestionCircleOutlined, SearchOutlined } from "@ant-design/icons";
import { useEffect, useRef, useState } from "react";
import { api } from "./api.ts";
import { type Appearance, setAppearance, useAppearance } from "./appearance.ts";
import { appTexts } from "./app.texts.ts";
import { KeyHint, setKeyHints, useKeyHints } from "./keys.tsx";
import { setLanguage, useLanguage, useTexts } from "./language.ts";
import { useGo } from "./location.ts";
import { sessionChanged, useSession } from "./session.tsx";
import { closeAllTabs } from "./tabs.tsx";

type TopBarProps = { readonly onSearch: () => void; readonly onHelp: () => void; readonly onMenu: () => void };

export function TopBar(props: TopBarProps) {
  const words = useTexts(appTexts);
  const { company } = useSession();
  return (
    <header className="top-bar">
      <button type="button" className="icon-button top-bar-menu" aria-label={words.menu} onClick={props.onMenu}>
        <MenuOutlined />
      </button>
      <div className="top-bar-company">
        <strong>{company.name}</strong>
        <span className="link-state">{company.isDemo ? words.demo : words.unlinked}</span>
      </div>
      <button type="button" className="top-bar-search" onClick={props.onSearch}>
        <SearchOutlined />
        <span>{words.search}</span>
        <KeyHint keys="Ctrl+K" />
      </button>
      <div className="top-bar-right">
        <button type="button" className="icon-button" aria-label={words.help} title={words.help} onClick={props.onHelp}>
          <QuestionCircleOutlined />
        </button>
        <UserMenu />
      </div>
    </header>
  );
}

function UserMenu() {
  const words = useTexts(appTexts);
  const { user } = useSession();
  const language = useLanguage();
  const appearance = useAppearance();
  const hints = useKeyHints();
  const go = useGo();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      const leaves =
        event instanceof KeyboardEvent ? event.key === "Escape" : !box.current?.contains(event.target as Node);
      if (leaves) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", outside);
    };
  }, [open]);

  const signOut = async () => {
    await api.call("session.delete").catch(() => undefined);
    closeAllTabs();
    sessionChanged(null);
    go("/login");
  };
  return (
    <div className="user-menu" ref={box}>
      <button type="button" className="user-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="avatar" aria-hidden="true">
          {user.displayName.slice(0, 1)}
        </span>
        <span className="user-name">{user.displayName}</span>
      </button>
      {open ? (
        <div className="popover">
          <div className="popover-head">
            {user.loginName} · {words.roles[user.role]}
          </div>
          <div className="popover-row">
            <span>{words.appearance}</span>
            {(["system", "light", "dark"] as const satisfies readonly Appearance[]).map((one) => (
              <button key={one} type="button" aria-pressed={one === appearance} onClick={() => setAppearance(one)}>
                {words[one]}
              </button>
            ))}
          </div>
          <button type="button" className="popover-item" onClick={() => setKeyHints(!hints)}>
            {hints ? words.hintsOff : words.hintsOn}
          </button>
          <button type="button" className="popover-item" onClick={() => setLanguage(language === "zh" ? "en" : "zh")}>
            {words.language}
          </button>
          <button type="button" className="popover-item" onClick={() => void signOut()}>
            {words.signOut}
          </button>
        </div>
      ) : null}
    </div>
  );
}
