import type { WorkbookColumn } from "../../platform/excel.ts";

/** How a file says what moved: the first columns of every history. */
export const movementColumns: readonly WorkbookColumn[] = [
  { heading: "日期", kind: "date" },
  { heading: "单号", kind: "text" },
  { heading: "红冲", kind: "text", width: 6 },
  { heading: "往来单位", kind: "text", width: 28 },
  { heading: "仓库", kind: "text" },
  { heading: "入", kind: "quantity" },
  { heading: "出", kind: "quantity" },
  { heading: "结存", kind: "quantity" },
];
