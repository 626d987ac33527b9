import type { documentStatuses } from "@zhangshi/contract";

export type DocumentStatus = (typeof documentStatuses)[number];
