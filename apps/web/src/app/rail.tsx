import { PushpinFilled, PushpinOutlined } from "@ant-design/icons";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { appTexts } from "./app.texts.ts";
import { groupIcons } from "./group-icons.tsx";
import { useLanguage, useTexts } from "./language.ts";
import { GoLink } from "./link.tsx";
import { useGo } from "./location.ts";
import { Logo } from "./logo.tsx";
import { itemsAllowed, menuGroups, menuSections } from "./menu.ts";
import type { MenuGroupId } from "./module-menu.ts";
import { useSession } from "./session.tsx";

const pinKey = "zs.menu-pinned";
const roomy = window.matchMedia("(min-width: 1280px) and (min-height: 760px)");

function readPinned(): boolean {
  try {
    return localStorage.getItem(pinKey) === "yes";
  } catch {
    return false;
  }
}

/** The side menu remembers itself; a small screen never pins it. */
export function useMenuPinned(): readonly [boolean, (pinned: boolean) => void] {
  const [pinned, setPinned] = useState(readPinned);
  const hasRoom = useSyncExternalStore(
    (listener) => {
      roomy.addEventListener("change", listener);
      return () => roomy.removeEventListener("change", listener);
    },
    () => roomy.matches,
  );
  const remember = (next: boolean) => {
    setPinned(next);
    try {
      localStorage.setItem(pinKey, next ? "yes" : "no");
    } catch {
      // Without storage the choice lasts until the next reload.
    }
  };
  return [pinned && hasRoom, remember];
}

type RailProps = {
  readonly current: MenuGroupId;
  readonly opened: MenuGroupId | null;
  readonly onOpen: (group: MenuGroupId | null) => void;
  readonly pinned: boolean;
  readonly onPin: (pinned: boolean) => void;
};

export function Rail(props: RailProps) {
  const words = useTexts(appTexts);
  const language = useLanguage();
  const go = useGo();
  const allowed = itemsAllowed(useSession().permissions);
  const press = (group: MenuGroupId) => {
    if (group === "home") {
      props.onOpen(null);
      go("/");
    } else props.onOpen(props.opened === group ? null : group);
  };
  return (
    <nav className="rail" aria-label={words.mainMenu}>
      <GoLink href="/" className="rail-logo">
        <Logo />
        <span className="visually-hidden">{words.product}</span>
      </GoLink>
      {menuGroups
        .filter((group) => allowed.some((item) => item.group === group.id && !item.hidden))
        .map((group) => (
          <button
            key={group.id}
            type="button"
            className="rail-item"
            aria-current={group.id === props.current ? "true" : undefined}
            aria-expanded={group.id === "home" ? undefined : props.opened === group.id}
            onClick={() => press(group.id)}
          >
            {groupIcons[group.id]}
            <span>{group.title[language]}</span>
          </button>
        ))}
      <button
        type="button"
        className="rail-pin"
        aria-label={props.pinned ? words.unpin : words.pin}
        title={props.pinned ? words.unpin : words.pin}
        aria-pressed={props.pinned}
        onClick={() => props.onPin(!props.pinned)}
      >
        {props.pinned ? <PushpinFilled /> : <PushpinOutlined />}
      </button>
    </nav>
  );
}

type SideMenuProps = { readonly group: MenuGroupId; readonly floating: boolean; readonly onClose: () => void };

export function SideMenu(props: SideMenuProps) {
  const language = useLanguage();
  const pathname = useLocation({ select: (location) => location.pathname });
  const menu = useRef<HTMLElement>(null);
  const items = itemsAllowed(useSession().permissions).filter((item) => item.group === props.group && !item.hidden);
  const { floating, onClose } = props;

  useEffect(() => {
    if (!floating) return;
    menu.current?.querySelector("a")?.focus();
    const outside = (event: PointerEvent) => {
      const target = event.target as Element;
      if (!menu.current?.contains(target) && !target.closest(".rail")) onClose();
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", onEscape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", onEscape);
    };
  }, [floating, onClose]);

  const title = menuGroups.find((group) => group.id === props.group)?.title[language] ?? "";
  return (
    <nav ref={menu} className={`side-menu${floating ? " side-menu-floating" : ""}`} aria-label={title}>
      <h2>{title}</h2>
      {menuSections.map((section) => {
        const inSection = items.filter((item) => (item.section ?? "look") === section.id);
        if (inSection.length === 0) return null;
        return (
          <div key={section.id}>
            <div className="side-menu-section">{section.title[language]}</div>
            {inSection.map((item) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: closes after the link inside was followed, by key or by mouse
              <div
                key={item.path}
                className="side-menu-item"
                data-current={item.path === pathname || undefined}
                onClick={props.onClose}
              >
                <GoLink href={item.path}>{item.title[language]}</GoLink>
              </div>
            ))}
          </div>
        );
      })}
    </nav>
  );
}
