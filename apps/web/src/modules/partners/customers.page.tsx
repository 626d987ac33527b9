import { PartnerList } from "./partner-list.tsx";

export function Page() {
  return <PartnerList kind="customer" />;
}
