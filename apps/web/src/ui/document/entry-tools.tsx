import { Button } from "antd";
import { KeyHint } from "../../app/keys.tsx";
import { useLanguage, useTexts } from "../../app/language.ts";
import { CountTools } from "./count-tools.tsx";
import type { DocumentForm } from "./document.form.ts";
import type { DocumentKind } from "./document-kind.ts";
import { kindTexts } from "./kind.texts.ts";
import { sourcesOf } from "./source.form.ts";
import type { DocumentFormState } from "./use-document-form.ts";

type EntryToolsProps = {
  readonly kind: DocumentKind;
  readonly state: DocumentFormState;
  readonly busy: boolean;
  readonly onChooseSource: () => void;
  readonly blind: boolean;
  readonly onBlind: (blind: boolean) => void;
  /** 盘点表 of what stands in the grid. */
  readonly onPrintSheet: (form: DocumentForm) => void;
};

/** What fills the grid besides typing: a source, or the goods of a warehouse. */
export function EntryTools(props: EntryToolsProps) {
  const { kind, state } = props;
  const words = useTexts(kindTexts);
  const language = useLanguage();
  const word = kind.sources?.word[language] ?? "";
  return (
    <>
      {kind.sources ? (
        <Button size="small" disabled={props.busy} onClick={props.onChooseSource}>
          {sourcesOf(state.form.lines).length > 0 ? words.chooseAgain(word) : words.fromSource(word)}{" "}
          <KeyHint keys="F4" />
        </Button>
      ) : null}
      {kind.shape === "counted" ? (
        <CountTools
          kind={kind}
          state={state}
          blind={props.blind}
          onBlind={props.onBlind}
          onPrintSheet={() => props.onPrintSheet(state.form)}
        />
      ) : null}
    </>
  );
}
