import { openApiDocument, routes } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { matches, operationsOf, schemaRows, type OpenApi } from "./openapi-reader.ts";

const document = openApiDocument(routes, "0.1.0") as unknown as OpenApi;
const operations = operationsOf(document);
const operation = (id: string) => operations.find((candidate) => candidate.id === id)!;
const says = { values: "可取", fallback: "默认" };

test("契约里的每条路由都在文档里，有标签、权限和答复", () => {
  expect(operations.map((one) => one.id).sort()).toEqual(Object.keys(routes).sort());
  expect(operations.every((one) => one.tag !== "" && one.permission !== "" && one.reply !== undefined)).toBe(true);
});

test("引用展开成行：单位的换算在单位之下，可空写在类型里", () => {
  const rows = schemaRows(document, operation("items.show").reply?.schema, says);
  const row = (name: string) => rows.find((one) => one.name === name);
  expect(row("units")).toMatchObject({ depth: 0, type: "object[]", required: true });
  expect(row("factor")).toMatchObject({ depth: 1, type: "string" });
  expect(row("categoryId")?.type).toBe("string | null");
});

test("自己套自己的类型只展开一次", () => {
  const tree: OpenApi = {
    openapi: "3.1.0",
    paths: {},
    components: { schemas: { Node: { type: "object", properties: { child: { $ref: "#/components/schemas/Node" } } } } },
  };
  expect(schemaRows(tree, { $ref: "#/components/schemas/Node" }, says).map((row) => `${row.name}:${row.type}`)).toEqual(
    ["child:Node"],
  );
});

test("拒绝按状态码列出代码；查找看名称和路径", () => {
  expect(operation("items.create").errors.find((error) => error.status === "409")?.codes).toContain("code.taken");
  expect(operations.filter((one) => matches(one, "post 导入")).map((one) => one.id)).toEqual([
    "imports.upload",
    "imports.preview",
    "imports.problems",
    "imports.commit",
  ]);
});
