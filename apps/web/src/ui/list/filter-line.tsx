import { FilterOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Popover, Select } from "antd";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTexts } from "../../app/language.ts";
import { setFilters, withAnswer, withoutFilters, type ListQuery } from "./list-query.ts";
import { listTexts } from "./list.texts.ts";

export type FilterOption = { readonly value: string; readonly label: string };
export type ListFilter =
  | {
      readonly kind: "select";
      readonly id: string;
      readonly label: string;
      readonly options: readonly FilterOption[];
      readonly behind?: true;
      readonly all?: string;
    }
  | { readonly kind: "flag"; readonly id: string; readonly label: string }
  | {
      readonly kind: "dates";
      readonly id: string;
      readonly from: string;
      readonly to: string;
      readonly label: string;
      readonly behind?: true;
    }
  | { readonly kind: "text"; readonly id: string; readonly label: string; readonly placeholder: string }
  | { readonly kind: "date"; readonly id: string; readonly label: string; readonly max?: string };

type FilterProps = {
  readonly filters: readonly ListFilter[];
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
  readonly searchHint?: string;
  readonly setting?: ReactNode;
};

export function FilterLine(props: FilterProps) {
  const t = useTexts(listTexts);
  const { query, filters } = props;
  const shown = filters.filter((filter) => filter.kind !== "flag" && !("behind" in filter && filter.behind));
  const behind = filters.filter((filter) => filter.kind !== "flag" && "behind" in filter && filter.behind);
  const flags = filters.filter((filter) => filter.kind === "flag");
  const behindSet = behind.filter((filter) => isSet(filter, query)).length;
  const anything = Object.keys(setFilters(query)).length > 0;

  return (
    <search className="list-filters" aria-label={t.filters}>
      {props.searchHint !== undefined && (
        <SearchField
          className="list-search"
          label={props.searchHint}
          hint={props.searchHint}
          prefix={<SearchOutlined />}
          value={query["search"] ?? ""}
          onValue={(search) => props.onQuery(withAnswer(query, "search", search))}
        />
      )}
      {shown.map((filter) => (
        <FilterField key={filter.id} filter={filter} query={query} onQuery={props.onQuery} />
      ))}
      {props.setting}
      {behind.length > 0 && (
        <Popover
          trigger="click"
          placement="bottomLeft"
          arrow={false}
          content={
            <div className="list-behind">
              {behind.map((filter) => (
                <FilterField key={filter.id} filter={filter} query={query} onQuery={props.onQuery} />
              ))}
            </div>
          }
        >
          <Button icon={<FilterOutlined />} aria-haspopup="dialog">
            {behindSet > 0 ? t.moreSet(behindSet) : t.more}
          </Button>
        </Popover>
      )}
      {anything && (
        <Button type="text" className="list-clear" onClick={() => props.onQuery(withoutFilters(query))}>
          {t.clear}
        </Button>
      )}
      <span className="list-gap" />
      {flags.map((filter) => (
        <Checkbox
          key={filter.id}
          checked={query[filter.id] === "true"}
          onChange={(event) => props.onQuery(withAnswer(query, filter.id, event.target.checked ? "true" : undefined))}
        >
          {filter.label}
        </Checkbox>
      ))}
    </search>
  );
}

function FilterField(props: {
  readonly filter: ListFilter;
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
}) {
  const t = useTexts(listTexts);
  const { filter, query } = props;
  if (filter.kind === "select")
    return (
      <Select
        className={query[filter.id] === undefined ? "list-select" : "list-select set"}
        aria-label={filter.label}
        prefix={<span className="list-select-label">{filter.label}</span>}
        value={query[filter.id] ?? ""}
        onChange={(value) => props.onQuery(withAnswer(query, filter.id, value))}
        options={[{ value: "", label: filter.all ?? t.all }, ...filter.options]}
        popupMatchSelectWidth={false}
        showSearch={filter.options.length > 12 ? { optionFilterProp: "label" } : false}
      />
    );
  if (filter.kind === "dates")
    return (
      <span className="list-dates">
        <span className="list-select-label">{filter.label}</span>
        <input
          type="date"
          aria-label={`${filter.label} ${t.from}`}
          value={query[filter.from] ?? ""}
          max={query[filter.to]}
          onChange={(event) => props.onQuery(withAnswer(query, filter.from, event.target.value))}
        />
        <span aria-hidden="true">–</span>
        <input
          type="date"
          aria-label={`${filter.label} ${t.to}`}
          value={query[filter.to] ?? ""}
          min={query[filter.from]}
          onChange={(event) => props.onQuery(withAnswer(query, filter.to, event.target.value))}
        />
      </span>
    );
  if (filter.kind === "date")
    return (
      // biome-ignore lint/a11y/noLabelWithoutControl: the pickers stand inside
      <label className="list-dates">
        <span className="list-select-label">{filter.label}</span>
        <DayField
          label={filter.label}
          max={filter.max}
          value={query[filter.id] ?? ""}
          onValue={(day) => props.onQuery(withAnswer(query, filter.id, day))}
        />
      </label>
    );
  if (filter.kind === "text")
    return (
      <SearchField
        className={query[filter.id] === undefined ? "list-text" : "list-text set"}
        label={filter.label}
        hint={filter.placeholder}
        prefix={<span className="list-select-label">{filter.label}</span>}
        value={query[filter.id] ?? ""}
        onValue={(value) => props.onQuery(withAnswer(query, filter.id, value))}
      />
    );
  return null;
}

function isSet(filter: ListFilter, query: ListQuery): boolean {
  return filter.kind === "dates"
    ? query[filter.from] !== undefined || query[filter.to] !== undefined
    : query[filter.id] !== undefined;
}

/** What the set filters say, for the sentence "nothing matches". */
export function filterWords(
  filters: readonly ListFilter[],
  query: ListQuery,
  searched: (words: string) => string,
): readonly string[] {
  const words = filters.flatMap((filter) => {
    if (filter.kind === "dates")
      return isSet(filter, query) ? [`${filter.label} ${query[filter.from] ?? ""} – ${query[filter.to] ?? ""}`] : [];
    const value = query[filter.id];
    if (value === undefined) return [];
    if (filter.kind === "flag") return [filter.label];
    if (filter.kind === "date" || filter.kind === "text") return [`${filter.label} ${value}`];
    return [`${filter.label} ${filter.options.find((option) => option.value === value)?.label ?? value}`];
  });
  return query["search"] === undefined ? words : [searched(query["search"]), ...words];
}

/** A year is typed digit by digit: 0002 and 0020 are on the way to 2026 and ask for nothing. */
function DayField(props: {
  readonly label: string;
  readonly max: string | undefined;
  readonly value: string;
  readonly onValue: (day: string) => void;
}) {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  return (
    <input
      type="date"
      aria-label={props.label}
      value={typed}
      max={props.max}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value === "" || event.target.value >= "1990") props.onValue(event.target.value);
      }}
    />
  );
}

/** Asks while typing, a quarter of a second after the last key; a scanner's Enter asks at once. */
function SearchField(props: {
  readonly className: string;
  readonly label: string;
  readonly hint: string;
  readonly prefix: ReactNode;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const [typed, setTyped] = useState(props.value);
  const asked = useRef(props.value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (props.value !== asked.current) {
      asked.current = props.value;
      setTyped(props.value);
    }
  }, [props.value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask(value: string) {
    clearTimeout(timer.current);
    asked.current = value;
    props.onValue(value);
  }

  return (
    <Input
      className={props.className}
      prefix={props.prefix}
      placeholder={props.hint}
      aria-label={props.label}
      value={typed}
      maxLength={100}
      allowClear
      onChange={(event) => {
        const value = event.target.value;
        setTyped(value);
        clearTimeout(timer.current);
        if (value === "") ask("");
        else timer.current = setTimeout(() => ask(value.trim()), 250);
      }}
      onPressEnter={(event) => {
        if (!event.nativeEvent.isComposing) ask(typed.trim());
      }}
    />
  );
}
