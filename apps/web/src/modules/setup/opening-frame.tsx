import type { ReactNode } from "react";
import { setLanguage, useLanguage, useTexts } from "../../app/language.ts";
import { Logo } from "../../app/logo.tsx";
import { setupTexts } from "./setup.texts.ts";
import "./setup.css";

/** What stands left of the first page and of the sign-in: what this is, and what it promises. */
export function OpeningFrame({ times, children }: { readonly times: boolean; readonly children: ReactNode }) {
  const t = useTexts(setupTexts);
  const language = useLanguage();
  return (
    <div className="opening">
      <aside>
        <div className="opening-brand">
          <Logo size={34} />
          <span>{t.product}</span>
        </div>
        <p className="opening-slogan">{t.slogan}</p>
        <p className="opening-pitch">{t.pitch}</p>
        {times && (
          <>
            <h2>{t.after}</h2>
            <ol>
              {t.times.map(([time, what]) => (
                <li key={time}>
                  <span>{time}</span>
                  {what}
                </li>
              ))}
            </ol>
          </>
        )}
        <footer>
          <button
            type="button"
            lang={language === "zh" ? "en" : "zh"}
            onClick={() => setLanguage(language === "zh" ? "en" : "zh")}
          >
            {t.language}
          </button>
          <span>{t.local}</span>
        </footer>
      </aside>
      <main>{children}</main>
    </div>
  );
}
