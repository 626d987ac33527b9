import type { Tx } from "../platform/db.ts";
import { firstLink, linkHash } from "./chain.ts";
import type { Comparison, Finding } from "./prove.sql.ts";
import { type ChainHead, countStrays, nameLinks, readLink, readStretch, readStretchEnd } from "./prove-chain.sql.ts";

const linksPerStretch = 25_000;
/** A chain that broke early is doubtful in every later link; judging some of them is enough to say so. */
const doubtsJudged = 1000;
const findingsShown = 5;

/** 记账链: every link up to a cut is rebuilt from its rows, takes in the one before, and none is missing. */
export async function proveChain(tx: Tx, through: string): Promise<Comparison> {
  let [links, entries, wrong] = [0, 0, 0];
  let judged = 0;
  const broken = new Map<string, string>();
  const name = (seq: string, reason: string) => {
    wrong += 1;
    if (broken.size < findingsShown) broken.set(seq, broken.get(seq) ?? reason);
  };
  let [after, expectedSeq, expectedHash]: [string, bigint, Buffer] = ["0", 1n, firstLink];
  for (;;) {
    const end = await readStretchEnd(tx, after, through, linksPerStretch);
    if (end === null) break;
    const stretch = await readStretch(tx, after, end);
    links += stretch.links;
    entries += stretch.entries;
    if (BigInt(stretch.firstSeq) !== expectedSeq) name(stretch.firstSeq, `前面应是第 ${expectedSeq - 1n} 环，缺了`);
    else if (!stretch.firstPrevious.equals(expectedHash)) name(stretch.firstSeq, "没有接上前一环");
    for (const seq of stretch.loose) name(seq, "没有接上前一环");
    wrong += stretch.looseCount - stretch.loose.length;
    for (const seq of stretch.doubtful) {
      judged += 1;
      if (judged > doubtsJudged) name(seq, "内容与哈希不符");
      else if (!(await isSealed(tx, seq))) name(seq, "内容与哈希不符");
    }
    [after, expectedSeq, expectedHash] = [end.last, BigInt(end.last) + 1n, stretch.lastHash];
  }
  return {
    left: String(links),
    right: String(Math.max(links - wrong, 0)),
    rows: entries,
    differing: wrong,
    findings: await findingsOf(tx, broken),
  };
}

/** The last word: the very function that sealed the link. */
async function isSealed(tx: Tx, seq: string): Promise<boolean> {
  const link = await readLink(tx, seq);
  return link !== undefined && linkHash(link.previousHash, link.content).equals(link.hash);
}
async function findingsOf(tx: Tx, broken: ReadonlyMap<string, string>): Promise<readonly Finding[]> {
  const names = new Map((await nameLinks(tx, [...broken.keys()])).map((link) => [link.seq, link]));
  return [...broken].map(([seq, reason]) => ({
    what: `第 ${seq} 环 ${names.get(seq)?.title ?? ""}：${reason}`,
    left: "1",
    right: "0",
    documentId: names.get(seq)?.document_id ?? null,
    itemId: null,
  }));
}

/** 链头 = 最后一环: what the next posting will be sealed onto is what is really the last. */
export function proveHead(chain: ChainHead): Comparison {
  const isEmpty = chain.postings === 0;
  const head = isEmpty ? firstLink.toString("hex") : chain.lastHash;
  const expected = isEmpty ? 0n : BigInt(chain.lastSeq);
  const holds =
    chain.head === head && BigInt(chain.nextPosting) === expected + 1n && expected === BigInt(chain.postings);
  return {
    left: "1",
    right: holds ? "1" : "0",
    rows: 1,
    differing: holds ? 0 : 1,
    findings: holds
      ? []
      : [
          {
            what: `账本写的是第 ${BigInt(chain.nextPosting) - 1n} 环 ${chain.head.slice(0, 8)}，最后一环是第 ${chain.lastSeq} 环 ${head.slice(0, 8)}，共 ${chain.postings} 环`,
            left: "1",
            right: "0",
            documentId: null,
            itemId: null,
          },
        ],
  };
}

/** 每行分录都挂在自己的环上: the document it names is the posting's, its number lies in the posting's range. */
export async function proveRows(tx: Tx, through: string): Promise<Comparison> {
  const { rows, strays, found } = await countStrays(tx, through);
  return {
    left: String(rows),
    right: String(rows - strays),
    rows,
    differing: strays,
    findings: found.map((one) => ({
      what: `${one.what}：与所在的环不一致`,
      left: "1",
      right: "0",
      documentId: one.document_id,
      itemId: null,
    })),
  };
}
