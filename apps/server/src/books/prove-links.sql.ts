import type { MoveBasis } from "@zhangshi/core";
import type { Tx } from "../platform/db.ts";
import { rowBatches } from "./row-batches.sql.ts";

export type LinkRow = {
  /** The source entry, or the document that turned goods into others. */
  family: string;
  seq: string;
  is_source: boolean;
  basis: MoveBasis;
  quantity: string;
  share_part: string | null;
  share_whole: string | null;
  reverses_seq: string | null;
  value: string;
  true_up: string;
};
const columns =
  "e.seq, e.basis, e.quantity, e.share_part, e.share_whole, e.reverses_seq, c.value, c.true_up, e.business_date, e.position";

/** Every source entry with all that takes from it or adds to it, source first, then in the order of the books. */
export async function* readSourceFamilies(tx: Tx): AsyncGenerator<readonly LinkRow[]> {
  yield* rowBatches<LinkRow>(
    tx,
    {
      text: `declare source_families no scroll cursor for
           select e.source_seq as family, false as is_source, ${columns} from stock_entry e join stock_cost c on c.org_id = $1 and c.seq = e.seq
           where e.org_id = $1 and e.source_seq is not null
           union all
           select e.seq, true, ${columns} from stock_entry e join stock_cost c on c.org_id = $1 and c.seq = e.seq
           where e.org_id = $1 and e.seq in (select s.source_seq from stock_entry s where s.org_id = $1 and s.source_seq is not null)
           order by 1, 2 desc, business_date, position, seq`,
      values: [tx.orgId],
    },
    { text: "fetch forward 2000 from source_families" },
  );
  await tx.query({ text: "close source_families" });
}
/** Every document that turned goods into others, in the order of the books. */
export async function* readTurningDocuments(tx: Tx): AsyncGenerator<readonly LinkRow[]> {
  yield* rowBatches<LinkRow>(
    tx,
    {
      text: `declare turning_documents no scroll cursor for
           select e.document_id as family, false as is_source, ${columns} from stock_entry e join stock_cost c on c.org_id = $1 and c.seq = e.seq
           where e.org_id = $1 and e.document_id in (select s.document_id from stock_entry s where s.org_id = $1 and s.basis = 'document')
           order by 1, business_date, position, seq`,
      values: [tx.orgId],
    },
    { text: "fetch forward 2000 from turning_documents" },
  );
  await tx.query({ text: "close turning_documents" });
}
