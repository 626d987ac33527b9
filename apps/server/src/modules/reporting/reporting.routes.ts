import type { reportingRoutes } from "@zhangshi/contract";
import { formatQuantity, parseQuantity } from "@zhangshi/core";
import { proveCompany, withChecks } from "../../books/prove.ts";
import type { DocumentKinds } from "../../documents/document-kind.ts";
import { proveByDocuments } from "../../documents/prove-documents.ts";
import type { Database } from "../../platform/db.ts";
import type { Handlers } from "../../platform/http.ts";
import { newId } from "../../platform/identifiers.ts";
import { searchPatterns } from "../../platform/search-patterns.ts";
import { readHome } from "./home.ts";
import { insertProofRun, readLatestProof, readProofHistory } from "./proof-runs.sql.ts";
import { searchDocuments, searchItems, searchLots, searchPartners } from "./search.sql.ts";

export function reportingHandlers(db: Database, kinds: DocumentKinds): Handlers<keyof typeof reportingRoutes> {
  return {
    "home.show": { kind: "read", run: (tx, { query }, { caller }) => readHome(tx, query, caller) },
    "proof.run": {
      kind: "own",
      run: async ({ body }, { caller }) => {
        const books = await proveCompany(db, caller.orgId);
        const replay = body.replay ? await proveByDocuments(db, caller.orgId, kinds) : { checks: [], milliseconds: 0 };
        const proof = {
          id: newId(),
          at: new Date().toISOString(),
          ...withChecks(books, [...books.checks, ...replay.checks]),
          milliseconds: books.milliseconds + replay.milliseconds,
        };
        return db.inCompany(caller.orgId, async (tx) => {
          await insertProofRun(tx, proof);
          return { ...proof, history: [...(await readProofHistory(tx))] };
        });
      },
    },
    "proof.latest": {
      kind: "read",
      run: async (tx) => {
        const latest = await readLatestProof(tx);
        return { latest: latest ? { ...latest, history: [...(await readProofHistory(tx))] } : null };
      },
    },
    "search.everything": {
      kind: "read",
      run: async (tx, { query }, { caller }) => {
        const patterns = searchPatterns(query.q);
        const can = caller.permissions;
        const types = [
          ...(can.has("sales.read") ? ["sales-delivery"] : []),
          ...(can.has("purchase.read") ? ["purchase-receipt"] : []),
        ];
        const exact = query.q.replaceAll("\0", "").trim();
        const lots = can.has("stock.read") && exact !== "" ? await searchLots(tx, exact) : [];
        return {
          items: can.has("catalog.read") ? [...(await searchItems(tx, patterns, exact))] : [],
          partners: can.has("partners.read") ? [...(await searchPartners(tx, patterns))] : [],
          documents: [...(await searchDocuments(tx, patterns, types))],
          lots: lots.map((lot) => ({ ...lot, onHand: formatQuantity(parseQuantity(lot.onHand)) })),
        };
      },
    },
  };
}
