import type { ProofCheck } from "@zhangshi/contract";

export type CheckGroup = { readonly group: ProofCheck["group"]; readonly checks: readonly ProofCheck[] };
const order: readonly ProofCheck["group"][] = ["stock", "partners", "vouchers", "chain", "replay"];

/** The groups in the order of the page; within a group the checks stay as they ran. */
export function groupChecks(checks: readonly ProofCheck[]): readonly CheckGroup[] {
  return order
    .map((group) => ({ group, checks: checks.filter((check) => check.group === group) }))
    .filter((group) => group.checks.length > 0);
}

/** Amounts keep their 分; counts of rows and base units are written as they are. */
export function isMoneyUnit(unit: string): boolean {
  return unit === "元";
}

/** 3d53 184b ⋯: enough of a hash for two people to compare over the telephone. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)}`;
}
