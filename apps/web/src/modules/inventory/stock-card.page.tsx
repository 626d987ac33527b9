import { InboxOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Select } from "antd";
import { useState } from "react";
import { useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useAddressQuery } from "../../ui/list/use-list.ts";
import { EmptyState } from "../../ui/page-states.tsx";
import { inventoryTexts } from "./inventory.texts.ts";
import { StockCard } from "./stock-card.tsx";
import "../../ui/list/list.css";

const known = ["itemId", "warehouseId"];

export function Page() {
  const t = useTexts(inventoryTexts);
  const [query, ask] = useAddressQuery(known);
  const [typed, setTyped] = useState("");
  const found = useCall(
    "items.lookup",
    { query: { q: typed, limit: 20 } },
    { enabled: typed.trim() !== "", keep: true },
  );
  const itemId = query["itemId"];

  return (
    <div className="stock-page">
      <div className="stock-find">
        <Select
          showSearch={{ filterOption: false, onSearch: setTyped }}
          value={null}
          placeholder={t.find}
          aria-label={t.find}
          notFoundContent={null}
          onChange={(id: string | null) => id !== null && ask({ ...query, itemId: id })}
          options={(found.data?.rows ?? []).map((item) => ({
            value: item.id,
            label: `${item.code} ${item.name} ${item.spec}`,
          }))}
        />
      </div>
      {itemId === undefined ? (
        <EmptyState icon={<InboxOutlined />} title={t.chooseItem} text={t.chooseItemText}>
          <Link to="/stock">{t.toStock}</Link>
        </EmptyState>
      ) : (
        <StockCard key={itemId} itemId={itemId} firstWarehouse={query["warehouseId"]} />
      )}
    </div>
  );
}
