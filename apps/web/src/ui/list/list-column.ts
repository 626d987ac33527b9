import type { ReactNode } from "react";

export type ListColumn<Row> = {
  readonly id: string;
  readonly title: string;
  /** px at first; text columns may grow into free room, number columns do not. */
  readonly width: number;
  readonly grow?: boolean;
  readonly align?: "left" | "right";
  /** The name of this order in the contract, and the direction of the first press. */
  readonly sort?: string;
  readonly sortFirst?: "asc" | "desc";
  /** What is copied, and what is shown when there is no `cell`. */
  readonly text: (row: Row) => string;
  readonly cell?: (row: Row) => ReactNode;
  readonly hiddenAtFirst?: boolean;
  /** Cannot be hidden: it says which row this is. */
  readonly always?: boolean;
  /** Kept on a telephone. */
  readonly phone?: boolean;
  readonly className?: string;
};
