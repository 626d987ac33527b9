import { CheckCircleFilled, FileExcelOutlined, ShopOutlined, ShoppingCartOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api, useCall } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { useGo } from "../../app/location.ts";
import { usePermission, useSession } from "../../app/session.tsx";
import { homeTexts } from "./home.texts.ts";

/** A company in which nothing happened yet: three steps instead of four zeros. */
export function Welcome() {
  const t = useTexts(homeTexts);
  const { company } = useSession();
  const may = {
    import: usePermission("import.run"),
    receive: usePermission("purchase.write"),
    sell: usePermission("sales.write"),
  };
  const go = useGo();
  const items = useCall("items.list", { query: { limit: 1 } }, { enabled: usePermission("catalog.read") });
  const hasItems = (items.data?.total ?? 0) > 0;
  const steps: readonly StepProps[] = [
    {
      number: 1,
      icon: <FileExcelOutlined />,
      title: t.steps.items,
      text: t.steps.itemsText,
      done: hasItems,
      next: !hasItems,
      ...(may.import
        ? {
            action: t.steps.itemsAction,
            onAction: () => go("/import"),
            extra: (
              <a href={api.url("imports.template", { params: { target: "items" } })} download>
                {t.steps.itemsSample}
              </a>
            ),
          }
        : {}),
    },
    {
      number: 2,
      icon: <ShoppingCartOutlined />,
      title: t.steps.receive,
      text: t.steps.receiveText,
      done: false,
      next: hasItems,
      ...(may.receive ? { action: t.steps.receiveAction, onAction: () => go("/purchase/receipts/new") } : {}),
    },
    {
      number: 3,
      icon: <ShopOutlined />,
      title: t.steps.sell,
      text: t.steps.sellText,
      done: false,
      next: false,
      ...(may.sell ? { action: t.steps.sellAction, onAction: () => go("/sales/deliveries/new") } : {}),
    },
  ];
  return (
    <div className="home-welcome">
      <h1>{t.welcome(company.name)}</h1>
      <p>{t.welcomeText}</p>
      <ol>
        {steps.map((step) => (
          <Step key={step.number} {...step} />
        ))}
      </ol>
    </div>
  );
}

type StepProps = {
  readonly number: number;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
  readonly next: boolean;
  readonly action?: string;
  readonly onAction?: () => void;
  readonly extra?: ReactNode;
};

function Step(props: StepProps) {
  const t = useTexts(homeTexts);
  return (
    <li className={props.next ? "next" : undefined}>
      <span className="icon" aria-hidden="true">
        {props.done ? <CheckCircleFilled /> : props.icon}
      </span>
      <h2>
        {props.number}. {props.title}
      </h2>
      <p>{props.text}</p>
      <div>
        {props.done && <span className="done">{t.steps.done}</span>}
        {props.action && (
          <Button type={props.next ? "primary" : "default"} {...(props.onAction ? { onClick: props.onAction } : {})}>
            {props.action}
          </Button>
        )}
        {props.extra}
      </div>
    </li>
  );
}
