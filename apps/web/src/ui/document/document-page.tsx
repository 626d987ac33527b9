import { useMatch } from "@tanstack/react-router";
import type { DocumentView } from "@zhangshi/contract";
import { uuidv7 } from "uuidv7";
import { useCall } from "../../app/api.ts";
import { useQuestion, useRouteParams, useGo } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { PageState } from "../page-states.tsx";
import { completed, formOf, newForm, usualDate } from "./saved.form.ts";
import type { DocumentForm } from "./document.form.ts";
import { type DocumentKind, routeOf } from "./document-kind.ts";
import { kindAt } from "./document-kinds.ts";
import { keepDraft } from "./drafts.ts";
import { EntryPage } from "./entry-page.tsx";
import { newLineKey } from "./line-key.ts";
import { usePrintOrder } from "./print-button.tsx";
import { ReadPage } from "./read-page.tsx";
import { readSource } from "./read-source.ts";
import { withSource } from "./source.form.ts";
import "./document.css";
import "./kinds.css";

/** Every document, new or saved, draft or in the books; they differ only by their kind. */
function DocumentPage(props: { readonly kind: DocumentKind }) {
  const { kind } = props;
  const { id = "" } = useRouteParams();
  const isNew = useQuestion()["new"] === "true";
  const go = useGo();
  const { company, user } = useSession();
  const mayWrite = usePermission(kind.rights.write);
  const mayCost = usePermission("cost.read");
  const shown = useCall(routeOf(kind, "show"), { params: { id } }, { enabled: !isNew, staleTime: 5_000 });

  const order = usePrintOrder(kind);
  const print = (view: DocumentView) => {
    void import("./printing.ts").then(({ printDocument }) =>
      printDocument(kind, view, company.name, { mayCost, byBin: order?.byBin === true }),
    );
  };
  const printSheet = (form: DocumentForm, warehouse: string) => {
    void import("./printing.ts").then(({ printCountSheet }) => printCountSheet(form, company.name, warehouse));
  };
  /** A new document that stands ready on this machine, as if it had been typed there. */
  const beginWith = (next: DocumentKind, form: DocumentForm) => {
    keepDraft(company.id, next.type, { form, version: null, keptAt: new Date().toTimeString().slice(0, 8) });
    go(`${next.path}/${form.id}?new=true`);
  };
  const copy = (view: DocumentView) => {
    const form = formOf(kind, view, newLineKey);
    // What was taken from a source is taken; a copy is of the goods alone.
    const lines = kind.sources?.required ? form.lines : form.lines.map((line) => ({ ...line, source: null }));
    beginWith(kind, { ...form, id: uuidv7(), businessDate: usualDate(kind, company), lines });
  };
  const follow = async (view: DocumentView, next: DocumentKind) => {
    const form = completed(newForm(next, uuidv7(), usualDate(next, company), user.displayName));
    const read = await readSource(view.type, view.id).catch(() => ({ view, followers: [] }));
    beginWith(next, withSource(next, form, { ...read, lines: null }, newLineKey));
  };
  const draft = isNew ? null : shown.data?.status === "draft" && mayWrite ? shown.data : undefined;
  if (draft !== undefined && (mayWrite || !isNew))
    return (
      <EntryPage key={id} kind={kind} id={id} view={draft} order={order} onPrint={print} onPrintSheet={printSheet} />
    );
  return (
    <PageState query={shown}>
      {(view) => (
        <ReadPage
          key={id}
          kind={kind}
          view={view}
          order={order}
          onPrint={print}
          onCopy={() => copy(view)}
          onFollow={(next) => void follow(view, next)}
        />
      )}
    </PageState>
  );
}

/** 单据: which kind, the address says. */
export function Page() {
  const kind = kindAt(useMatch({ strict: false, select: (match) => match.pathname }));
  return kind ? <DocumentPage kind={kind} /> : null;
}
