import { SettingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { api, queryClient, refusalOf } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useSession } from "../../app/session.tsx";
import { ConfirmDialog } from "../../ui/document/confirm-dialog.tsx";
import { inventoryTexts } from "./inventory.texts.ts";

/** 占用规则: whether what orders reserve is kept from everything else, or only spoken of. */
export function StockRules() {
  const t = useTexts(inventoryTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<SettingOutlined />} onClick={() => setOpen(true)}>
        {t.rules}
      </Button>
      {open ? <RulesDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function RulesDialog(props: { readonly onClose: () => void }) {
  const t = useTexts(inventoryTexts);
  const { company } = useSession();
  const [isProtected, setProtected] = useState(company.reservedProtected);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const save = async () => {
    setPending(true);
    try {
      await api.call("stock.saveRules", { body: { reservedProtected: isProtected } });
      await queryClient.invalidateQueries();
      props.onClose();
    } catch (error) {
      setRefusal(refusalOf(error).detail);
    } finally {
      setPending(false);
    }
  };
  const choice = (value: boolean, label: string) => (
    <label className="stock-rule">
      <input
        ref={value === isProtected ? first : undefined}
        type="radio"
        name="reserved"
        checked={isProtected === value}
        onChange={() => setProtected(value)}
      />{" "}
      {label}
    </label>
  );
  return (
    <ConfirmDialog
      title={t.rulesTitle}
      verb={t.rulesSave}
      pending={pending}
      refusal={refusal}
      onConfirm={() => void save()}
      onClose={props.onClose}
    >
      {choice(false, t.rulesWarn)}
      {choice(true, t.rulesRefuse)}
    </ConfirmDialog>
  );
}
