import type { approve } from "./approve.ts";

export const lines = (): string => "";
export type Approve = typeof approve;
