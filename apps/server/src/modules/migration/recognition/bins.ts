import { binsFrom, longestBin } from "@zhangshi/core";
import type { RecordBin } from "./records.ts";
import type { RowReader } from "./row-reader.ts";

/** 货位 of a row; a cell may name several: `1-4、1-6`. One that is no place but a sentence is left out and said. */
export function binsOf(reader: RowReader, warehouse: string | undefined): readonly RecordBin[] {
  const bins = reader.values("location").flatMap(({ value, column }) => {
    const place = column.warehouse ?? warehouse;
    return binsFrom(value).map((bin) => ({ ...(place !== undefined && { warehouse: place }), bin }));
  });
  if (bins.some(({ bin }) => bin.length > longestBin))
    reader.problem("bin.too_long", "location", { severity: "warning" });
  return distinctBins(bins.filter(({ bin }) => bin.length <= longestBin));
}
export function distinctBins(bins: readonly RecordBin[]): readonly RecordBin[] {
  return bins.filter(
    (one, index) => bins.findIndex((other) => other.bin === one.bin && other.warehouse === one.warehouse) === index,
  );
}
