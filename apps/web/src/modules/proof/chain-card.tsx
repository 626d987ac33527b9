import type { ProofResult } from "@zhangshi/contract";
import { useTexts } from "../../app/language.ts";
import { clock } from "../../ui/list/day.ts";
import { formatQuantity } from "../../ui/money.ts";
import { StatusTag } from "../../ui/status-tag.tsx";
import { shortHash } from "./group-checks.ts";
import { proofTexts } from "./proof.texts.ts";

export function ChainCard({ result }: { readonly result: ProofResult }) {
  const t = useTexts(proofTexts);
  const isWhole = result.checks.every((check) => check.group !== "chain" || check.passed);
  return (
    <section className="proof-card" aria-label={t.chain}>
      <header>
        <h2>{t.chain}</h2>
        <span className="note">{t.chainNote}</span>
        <span className="proof-gap" />
        <StatusTag tone={isWhole ? "ok" : "err"}>{isWhole ? t.whole : t.broken}</StatusTag>
      </header>
      {result.links.length === 0 ? (
        <p>{t.noLinks}</p>
      ) : (
        <ol className="proof-chain">
          {result.links.map((link) => (
            <li key={link.seq}>
              <div>
                <b>{formatQuantity(link.seq)}</b>
                <span>{link.title}</span>
                <time dateTime={link.at}>{clock(link.at)}</time>
              </div>
              <code>
                {shortHash(link.hash)} ⋯ ← {link.previousHash.slice(0, 4)}
              </code>
            </li>
          ))}
        </ol>
      )}
      <footer>
        <span>{t.chainLength(formatQuantity(result.chainLength))}</span>
        <span className="proof-gap" />
        <span>
          {t.chainHead} <code>{shortHash(result.chainHead)}</code>
        </span>
      </footer>
    </section>
  );
}
