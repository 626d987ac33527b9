import type { DocumentView } from "@zhangshi/contract";
import { uuidv7 } from "uuidv7";
import { useCall } from "../../app/api.ts";
import { useQuestion, useRouteParams, useGo } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { PageState } from "../page-states.tsx";
import { formOf } from "./saved.form.ts";
import { routeOf, type TradeDocumentKind } from "./document-kind.ts";
import { keepDraft } from "./drafts.ts";
import { EntryPage } from "./entry-page.tsx";
import { newLineKey } from "./line-key.ts";
import { ReadPage } from "./read-page.tsx";
import "./document.css";

/** Both trade documents, new or saved, draft or in the books; they differ only by their kind. */
export function TradeDocumentPage(props: { readonly kind: TradeDocumentKind }) {
  const { kind } = props;
  const { id = "" } = useRouteParams();
  const isNew = useQuestion()["new"] === "true";
  const go = useGo();
  const { company } = useSession();
  const mayWrite = usePermission(kind.rights.write);
  const shown = useCall(routeOf(kind, "show"), { params: { id } }, { enabled: !isNew, staleTime: 5_000 });

  const print = (view: DocumentView) => {
    void import("./printing.ts").then(({ printDocument }) => printDocument(kind, view, company.name));
  };
  const copy = (view: DocumentView) => {
    const form = { ...formOf(view, newLineKey), id: uuidv7(), businessDate: company.today };
    keepDraft(company.id, kind.type, { form, version: null, keptAt: new Date().toTimeString().slice(0, 8) });
    go(`${kind.path}/${form.id}?new=true`);
  };
  const draft = isNew ? null : shown.data?.status === "draft" && mayWrite ? shown.data : undefined;
  if (draft !== undefined && (mayWrite || !isNew))
    return <EntryPage key={id} kind={kind} id={id} view={draft} onPrint={print} />;
  return (
    <PageState query={shown}>
      {(view) => <ReadPage key={id} kind={kind} view={view} onPrint={print} onCopy={() => copy(view)} />}
    </PageState>
  );
}
