import { useEffect, useRef } from "react";
import { appTexts } from "./app.texts.ts";
import { useKeyGroups } from "./keys.tsx";
import { useTexts } from "./language.ts";
import "./palette.css";

/** F1: the bindings of this page, from the same table that runs them. */
export function KeyList(props: { readonly onClose: () => void }) {
  const words = useTexts(appTexts);
  const groups = useKeyGroups();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="palette key-list" aria-label={words.helpTitle} onClose={props.onClose}>
      <h2>{words.helpTitle}</h2>
      <div className="key-list-groups">
        {[...groups].reverse().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.bindings
                .filter((binding) => binding.label)
                .map((binding) => (
                  <div key={binding.keys}>
                    <dt>
                      <kbd className="key-hint">{binding.keys.replaceAll("+", " ")}</kbd>
                    </dt>
                    <dd>{binding.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
