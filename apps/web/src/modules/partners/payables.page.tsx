import { BalanceList } from "./balance-list.tsx";

export function Page() {
  return <BalanceList side="payable" />;
}
