import { useLanguage, useTexts } from "../../app/language.ts";
import { DocumentLink } from "../list/document-link.tsx";
import type { DocumentKind } from "./document-kind.ts";
import type { LineSource } from "./document.form.ts";
import { kindTexts } from "./kind.texts.ts";
import { PartnerPanel } from "./partner-panel.tsx";

type HeadPanelProps = {
  readonly kind: DocumentKind;
  readonly partnerId: string | null;
  readonly sources: readonly Pick<LineSource, "documentId" | "type" | "number">[];
};

/** Beside the fields: what the partner owes, else what this kind of document does, and which documents it follows. */
export function HeadPanel(props: HeadPanelProps) {
  const { kind } = props;
  if (kind.partner) return <PartnerPanel terms={kind.partner} partnerId={props.partnerId} />;
  return <PurposePanel {...props} />;
}

function PurposePanel(props: HeadPanelProps) {
  const words = useTexts(kindTexts);
  const language = useLanguage();
  const { kind, sources } = props;
  return (
    <aside className="purpose-panel" aria-label={words.purpose}>
      <p>{kind.purpose[language]}</p>
      {kind.sources ? (
        <div className="purpose-sources">
          <span className="label">{words.sources}</span>
          {sources.length === 0 ? <span className="label">{words.noSource}</span> : null}
          {sources.map((source) => (
            <DocumentLink key={source.documentId} type={source.type} id={source.documentId}>
              {source.number}
            </DocumentLink>
          ))}
        </div>
      ) : null}
    </aside>
  );
}
