import { DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/language.ts";
import { withAnswer } from "../../ui/list/list-query.ts";
import { useAddressQuery } from "../../ui/list/use-list.ts";
import { PageState } from "../../ui/page-states.tsx";
import { StatusTag } from "../../ui/status-tag.tsx";
import { apiDocsTexts } from "./api-docs.texts.ts";
import { matches, operationsOf, schemaRows, type OpenApi, type Operation, type Schema } from "./openapi-reader.ts";
import "./api-docs.css";

const address = "/api/v1/openapi.json";

async function loadDocument(): Promise<OpenApi> {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${address} ${response.status}`);
  return (await response.json()) as OpenApi;
}

/** Our own reader of our own document: nothing is fetched from elsewhere. */
export function Page() {
  const document = useQuery({ queryKey: ["openapi"], queryFn: loadDocument, staleTime: Number.POSITIVE_INFINITY });
  return <PageState query={document}>{(shown) => <Docs document={shown} />}</PageState>;
}

function Docs({ document }: { readonly document: OpenApi }) {
  const t = useTexts(apiDocsTexts);
  const [query, ask] = useAddressQuery(["op"]);
  const [search, setSearch] = useState("");
  const operations = operationsOf(document);
  const found = operations.filter((operation) => matches(operation, search));
  const tags = [...new Set(found.map((operation) => operation.tag))];
  const shown = operations.find((operation) => operation.id === query["op"]) ?? operations[0];
  return (
    <div className="api-docs">
      <nav aria-label={t.list}>
        <header>
          <h1>{t.title}</h1>
          <span>{t.version(document.openapi)}</span>
        </header>
        <Input
          allowClear
          placeholder={t.search}
          aria-label={t.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <div className="api-list">
          {tags.map((tag) => (
            <section key={tag} aria-label={tag}>
              <h2>{tag}</h2>
              {found
                .filter((operation) => operation.tag === tag)
                .map((operation) => (
                  <button
                    key={operation.id}
                    type="button"
                    aria-current={operation.id === shown?.id ? "page" : undefined}
                    onClick={() => ask(withAnswer(query, "op", operation.id))}
                  >
                    <code className={`method ${operation.method.toLowerCase()}`}>{operation.method}</code>
                    {operation.summary}
                  </button>
                ))}
            </section>
          ))}
          {found.length === 0 && <p>{t.nothing}</p>}
        </div>
        <Button icon={<DownloadOutlined />} href={address} download="openapi.json">
          {t.file}
        </Button>
      </nav>
      {shown && <OperationPage key={shown.id} document={document} operation={shown} />}
    </div>
  );
}

function OperationPage({ document, operation }: { readonly document: OpenApi; readonly operation: Operation }) {
  const t = useTexts(apiDocsTexts);
  const base = document.servers?.[0]?.url ?? "";
  const permission =
    operation.permission === "public"
      ? t.public
      : operation.permission === "signed-in"
        ? t["signed-in"]
        : operation.permission;
  const places: Readonly<Record<string, string>> = t.places;
  return (
    <article>
      <h2>{operation.summary}</h2>
      <p className="api-address">
        <code className={`method ${operation.method.toLowerCase()}`}>{operation.method}</code>
        <code>
          {base}
          {operation.path}
        </code>
      </p>
      <p className="api-permission">
        {t.permission} <b>{permission}</b>
      </p>
      <h3>{t.parameters}</h3>
      {operation.parameters.length === 0 ? (
        <p className="api-none">{t.none}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t.name}</th>
              <th>{t.place}</th>
              <th>{t.type}</th>
              <th>{t.notes}</th>
            </tr>
          </thead>
          <tbody>
            {operation.parameters.map((parameter) => {
              const row = schemaRows(
                document,
                { type: "object", properties: { [parameter.name]: parameter.schema ?? {} } },
                { values: t.values, fallback: t.fallback },
              )[0];
              return (
                <tr key={`${parameter.in} ${parameter.name}`}>
                  <td>
                    <code>{parameter.name}</code> {parameter.required && <Required />}
                  </td>
                  <td>{places[parameter.in] ?? parameter.in}</td>
                  <td>
                    <code>{row?.type}</code>
                  </td>
                  <td>{[parameter.description, row?.notes].filter(Boolean).join(" · ")}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {operation.body && (
        <>
          <h3>
            {t.body} <small>{operation.body.media}</small>
          </h3>
          <SchemaTable document={document} schema={operation.body.schema} />
        </>
      )}
      <h3>
        {t.reply}{" "}
        <small>
          {operation.reply?.status} {operation.reply?.media}
        </small>
      </h3>
      {operation.reply?.media.includes("spreadsheet") ? (
        <p className="api-none">{t.file_} .xlsx</p>
      ) : (
        <SchemaTable document={document} schema={operation.reply?.schema} />
      )}
      <h3>
        {t.errors} <small>application/problem+json</small>
      </h3>
      {operation.errors.length === 0 && <p className="api-none">{t.none}</p>}
      <dl>
        {operation.errors.map((error) => (
          <div key={error.status}>
            <dt>
              <StatusTag tone={error.status.startsWith("5") ? "err" : "warn"}>{error.status}</StatusTag>
            </dt>
            <dd>
              {error.codes.map((code) => (
                <code key={code}>{code}</code>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}

function Required() {
  const t = useTexts(apiDocsTexts);
  return <em>{t.required}</em>;
}

function SchemaTable({ document, schema }: { readonly document: OpenApi; readonly schema: Schema | undefined }) {
  const t = useTexts(apiDocsTexts);
  const rows = schemaRows(document, schema, { values: t.values, fallback: t.fallback });
  if (rows.length === 0) return <p className="api-none">{t.none}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>{t.name}</th>
          <th>{t.type}</th>
          <th>{t.notes}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td style={{ paddingLeft: 10 + row.depth * 18 }}>
              <code>{row.name}</code> {row.required && <Required />}
            </td>
            <td>
              <code>{row.type}</code>
            </td>
            <td>{row.notes}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
