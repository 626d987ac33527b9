import { CloseOutlined, PlusOutlined, StarFilled } from "@ant-design/icons";
import { useQueries } from "@tanstack/react-query";
import { Button, Input, Popover } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/language.ts";
import { sameFilters, setFilters, type ListQuery } from "./list-query.ts";
import { listTexts } from "./list.texts.ts";
import { savedViews, storeViews, withView, type SavedView } from "./saved-views.ts";

export type ListView = {
  readonly id: string;
  readonly title: string;
  readonly query: ListQuery;
  readonly count?: number | undefined;
};

/** Filters with a name, each with the number of rows that it holds now. */
export function ViewTabs(props: {
  readonly list: string;
  readonly views: readonly ListView[];
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
  /** How many rows a filter holds; asked for views whose count did not come with the list. */
  readonly countOf?: (query: ListQuery) => Promise<number>;
}) {
  const t = useTexts(listTexts);
  const [own, setOwn] = useState<readonly SavedView[]>(() => savedViews(props.list));
  const [name, setName] = useState("");
  const [isNaming, setNaming] = useState(false);
  const { countOf } = props;
  const tabs: readonly (ListView & { readonly own?: true })[] = [
    ...props.views,
    ...own.map((view) => ({ id: `own:${view.name}`, title: view.name, query: view.query, own: true as const })),
  ];
  const asked = countOf === undefined ? [] : tabs.filter((tab) => tab.count === undefined);
  const counts = useQueries({
    queries: asked.map((tab) => ({
      queryKey: [props.list, "count", setFilters(tab.query)],
      queryFn: () => countOf?.(tab.query) ?? 0,
      staleTime: 15_000,
    })),
  });
  const isNew =
    Object.keys(setFilters(props.query)).length > 0 && !tabs.some((tab) => sameFilters(tab.query, props.query));

  function keep(views: readonly SavedView[]) {
    setOwn(views);
    storeViews(props.list, views);
  }

  return (
    <nav className="list-views" aria-label={t.views}>
      {tabs.map((tab) => {
        const isHere = sameFilters(tab.query, props.query);
        const count = tab.count ?? counts[asked.indexOf(tab)]?.data;
        return (
          <span key={tab.id} className={isHere ? "view here" : "view"}>
            <button type="button" aria-current={isHere ? "page" : undefined} onClick={() => props.onQuery(tab.query)}>
              {tab.own && <StarFilled />}
              {tab.title}
              {count !== undefined && <small>{count.toLocaleString("en-US")}</small>}
            </button>
            {tab.own && isHere && (
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t.viewDelete(tab.title)}
                onClick={() => keep(own.filter((view) => view.name !== tab.title))}
              />
            )}
          </span>
        );
      })}
      {isNew && (
        <Popover
          open={isNaming}
          onOpenChange={setNaming}
          trigger="click"
          placement="bottomLeft"
          arrow={false}
          content={
            <form
              className="list-naming"
              onSubmit={(event) => {
                event.preventDefault();
                keep(withView(own, { name, query: setFilters(props.query) }));
                setName("");
                setNaming(false);
              }}
            >
              <Input
                aria-label={t.viewName}
                placeholder={t.viewName}
                value={name}
                maxLength={20}
                onChange={(event) => setName(event.target.value)}
                autoFocus
              />
              <Button type="primary" htmlType="submit" disabled={name.trim() === ""}>
                {t.viewSave}
              </Button>
            </form>
          }
        >
          <button type="button" className="list-save-view">
            <PlusOutlined /> {t.saveView}
          </button>
        </Popover>
      )}
    </nav>
  );
}
