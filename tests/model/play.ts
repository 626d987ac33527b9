import { documentKinds } from "../../apps/server/src/application.ts";
import { proveCompany } from "../../apps/server/src/books/prove.ts";
import { proveByDocuments } from "../../apps/server/src/documents/prove-documents.ts";
import { differences, pagesOf, readPages } from "./compare.ts";
import { type Deed, deedsOf, deedText, isOfMonth, type PaperDeed } from "./deeds.ts";
import { paperOf } from "./entries.ts";
import type { Company, Kind, Outcome, Rules } from "./paper.ts";
import {
  approve,
  change,
  changeMethod,
  closeMonth,
  closeOrder,
  emptyCompany,
  post,
  reopenMonth,
  reopenOrder,
  unapprove,
  voidPaper,
} from "./reference.ts";
import { doMonth, doPaper, openShop, type Program, type Shop } from "./shop.ts";
import type { Step } from "./steps.ts";
import { wronglyCompared } from "./what-if.ts";

/** What the reference says of a deed. */
export function expected(company: Company, deed: Deed): Outcome {
  switch (deed.do) {
    case "post":
      return post(company, deed.name, deed.body);
    case "change":
      return change(company, deed.name, deed.body);
    case "approve":
      return approve(company, deed.name);
    case "unapprove":
      return unapprove(company, deed.name);
    case "void":
      return voidPaper(company, deed.name);
    case "close-order":
      return closeOrder(company, deed.name);
    case "reopen-order":
      return reopenOrder(company, deed.name);
    case "method":
      return changeMethod(company, deed.method, deed.month);
    case "close":
      return closeMonth(company, deed.month);
    case "reopen":
      return reopenMonth(company, deed.month);
  }
}
export function kindOf(company: Company, deed: PaperDeed): Kind | undefined {
  return deed.do === "post" ? deed.body.kind : paperOf(company, deed.name)?.body.kind;
}

/** What was done, and, where the two sides differ, the story of it as lines for a person; empty when they agree. */
export type Told = {
  readonly deeds: readonly Deed[];
  readonly wrong: readonly string[];
  /** The pages agree, and only the company's own proof found something. */
  readonly isUnproven: boolean;
};
export type HowToLook = { readonly everyStep: boolean; readonly proves: boolean };

/** undefined: the paper was thinned out of the story. */
function beginning(program: Program, shop: Shop, company: Company, deed: Deed) {
  const [worker] = program.workers;
  if (isOfMonth(deed)) return () => doMonth(worker, shop, deed);
  const kind = kindOf(company, deed);
  return kind && (() => doPaper(worker, shop, kind, deed));
}

type Next = (company: Company, index: number) => readonly Deed[] | undefined;
async function play(program: Program, rules: Rules, next: Next, look: HowToLook): Promise<Told> {
  const shop = await openShop(program, rules);
  let company = emptyCompany(rules);
  const deeds: Deed[] = [];
  const story: string[] = [];
  const told = (...wrong: readonly string[]): Told => ({ deeds, wrong: [...story, ...wrong], isUnproven: false });
  for (let index = 0; ; index += 1) {
    const together = next(company, index);
    if (!together) break;
    for (const deed of together) {
      const doing = beginning(program, shop, company, deed);
      if (!doing) continue;
      deeds.push(deed);
      const outcome = expected(company, deed);
      const refused = await doing();
      story.push(`${deedText(deed)}${outcome.refused ? ` ⇒ ${outcome.refused}` : ""}`);
      if (refused !== outcome.refused) return told(`应是 ${outcome.refused ?? "通过"}，却是 ${refused ?? "通过"}`);
      company = outcome.company;
      const found = look.everyStep ? differences(pagesOf(company), await readPages(program, shop)) : [];
      if (found.length > 0) return told(...found);
      if (outcome.refused) break;
    }
  }
  const found = differences(pagesOf(company), await readPages(program, shop));
  if (found.length > 0) return told(...found);
  const compared = await wronglyCompared(program, shop, company);
  if (compared.length > 0) return told(...compared);
  const unproven = look.proves ? await unprovenIn(program, shop) : [];
  return unproven.length > 0 ? { ...told(...unproven), isUnproven: true } : { deeds, wrong: [], isUnproven: false };
}
/** What the company's own proof says, of its books and of a replay of its documents; empty when they are clean. */
export async function unprovenIn(program: Program, shop: Shop): Promise<readonly string[]> {
  const { db } = program.workers[0];
  const proofs = [await proveCompany(db, shop.orgId), await proveByDocuments(db, shop.orgId, documentKinds)];
  const failed = proofs.flatMap((proof) => proof.checks).filter((check) => !check.passed);
  if (failed.length === 0) return [];
  return [
    "账实不符：",
    ...failed.flatMap((check) => [`  ${check.title}`, ...check.findings.map((one) => `    ${one.text}`)]),
  ];
}

export function playSteps(program: Program, rules: Rules, steps: readonly Step[], look: HowToLook): Promise<Told> {
  return play(
    program,
    rules,
    (company, index) => {
      const step = steps[index];
      return step && deedsOf(company, step);
    },
    look,
  );
}
/** Leaves out one deed after another as long as something stays wrong: papers keep their numbers. */
export async function thinnedOut(program: Program, rules: Rules, told: Told): Promise<Told> {
  const look = { everyStep: false, proves: told.isUnproven };
  let thinnest = told;
  for (let index = told.deeds.length - 1; index >= 0; index -= 1) {
    const fewer = thinnest.deeds.filter((_, at) => at !== index);
    const next: Next = (_, at) => (at < fewer.length ? fewer.slice(at, at + 1) : undefined);
    const shorter = await play(program, rules, next, look).catch(() => null);
    if (shorter && shorter.wrong.length > 0) thinnest = shorter;
  }
  return thinnest.deeds.length < told.deeds.length ? thinnedOut(program, rules, thinnest) : thinnest;
}
