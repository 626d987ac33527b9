import { ArrowDownOutlined, ArrowUpOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/language.ts";
import { moved, toggled, type ColumnSettings } from "./column-settings.ts";
import { listTexts } from "./list.texts.ts";

type Known = { readonly id: string; readonly title: string; readonly always?: boolean };

export function ColumnMenu(props: {
  readonly columns: readonly Known[];
  readonly settings: ColumnSettings;
  readonly onSettings: (settings: ColumnSettings | undefined) => void;
}) {
  const t = useTexts(listTexts);
  const [dragged, setDragged] = useState<string | undefined>(undefined);
  const { settings } = props;

  function dropOn(target: string) {
    if (dragged === undefined || dragged === target) return;
    const by = settings.order.indexOf(target) > settings.order.indexOf(dragged) ? 1 : -1;
    let next = settings;
    while (next.order.indexOf(dragged) !== settings.order.indexOf(target)) next = moved(next, dragged, by);
    props.onSettings(next);
  }

  const list = (
    <div className="list-columns">
      <ul>
        {settings.order.map((id, place) => {
          const column = props.columns.find((candidate) => candidate.id === id);
          if (column === undefined) return null;
          return (
            <li
              key={id}
              draggable
              onDragStart={() => setDragged(id)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={() => dropOn(id)}
            >
              <Checkbox
                checked={!settings.hidden.includes(id)}
                disabled={column.always ?? false}
                onChange={() => props.onSettings(toggled(settings, id))}
              >
                {column.title}
              </Checkbox>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                aria-label={t.columnUp(column.title)}
                disabled={place === 0}
                onClick={() => props.onSettings(moved(settings, id, -1))}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined />}
                aria-label={t.columnDown(column.title)}
                disabled={place === settings.order.length - 1}
                onClick={() => props.onSettings(moved(settings, id, 1))}
              />
            </li>
          );
        })}
      </ul>
      <footer>
        <span>{t.columnsHint}</span>
        <Button type="link" size="small" onClick={() => props.onSettings(undefined)}>
          {t.columnsReset}
        </Button>
      </footer>
    </div>
  );

  return (
    <Popover content={list} title={t.columnsTitle} trigger="click" placement="bottomRight" arrow={false}>
      <Button icon={<SettingOutlined />} aria-haspopup="dialog">
        {t.columns}
      </Button>
    </Popover>
  );
}
