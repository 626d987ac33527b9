import type { Query, Row, Tx } from "../platform/db.ts";

/**
 * The rows of a cursor, batch by batch: however many there are, two batches are in memory. The next one is on its way
 * while this one is judged, so that the two programs work at the same time.
 */
export async function* rowBatches<R extends Row>(
  tx: Tx,
  declared: Query,
  fetched: Query,
): AsyncGenerator<readonly R[]> {
  // All of it will be read: a plan that gives the first rows soon would take longer for the last.
  await tx.query({ text: "set local cursor_tuple_fraction = 1" });
  await tx.query(declared);
  let coming = tx.query<R>(fetched);
  for (;;) {
    const rows = await coming;
    if (rows.length === 0) return;
    coming = tx.query<R>(fetched);
    coming.catch(() => undefined);
    yield rows;
  }
}
