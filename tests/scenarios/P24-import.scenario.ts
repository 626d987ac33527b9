import { expect, test } from "vitest";
import { newId } from "../../apps/server/src/platform/identifiers.ts";
import { importFile, suggestedChoice, upload, waitForJob } from "../support/import.ts";
import { openShop, proveClean, serverOfThisFile, signInElsewhere } from "../support/server.ts";
import { sheetRows } from "../support/sheets.ts";

const server = serverOfThisFile();

function csv(headings: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from([headings, ...rows].map((row) => row.join(",")).join("\n"));
}

test("P24 1,000 行里 7 行有错：一次列全，默认一行不写；改好后 1,000 行；再导一次 0 行", async () => {
  const shop = await openShop(server);
  const headings = ["编码", "名称", "单位", "条码", "采购价", "期初数量"];
  const good = Array.from({ length: 1000 }, (_, index) => [
    `P${String(index).padStart(4, "0")}`,
    `商品${index}`,
    "个",
    `X-${index}`,
    "1.50",
    "10",
  ]);
  const bad = good.map((row) => [...row]);
  bad[10]![4] = "一块五";
  bad[20]![5] = "-3";
  bad[30]![5] = "1.1234567";
  bad[40]![0] = "P0039";
  bad[40]![1] = "另一个商品";
  bad[50]![3] = "X-49";
  bad[60]![5] = "三箱";
  bad[70]![0] = "6.90123E+12";
  const first = await importFile(shop, "商品.csv", csv(headings, bad), "items");
  expect(
    first.preview.problems
      .filter((problem) => problem.severity === "error")
      .map((problem) => `${problem.row}${problem.column} ${problem.code}`),
  ).toEqual([
    "12E number.not_a_number",
    "22F number.negative",
    "32F number.too_many_decimals",
    "42A row.duplicate",
    "52D barcode.shared",
    "62F number.not_a_number",
    "72A code.scientific",
  ]);
  for (const problem of first.preview.problems)
    expect([problem.reason, problem.suggestion].join("")).toMatch(/[\u4e00-\u9fff]/);
  const [headingsOfList, ...listed] = await sheetRows(shop, `imports/${first.view.id}/problems.xlsx`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(suggestedChoice(first.view, first.view.sheets[0]!.name, "items")),
  });
  expect(headingsOfList?.join(" ")).toBe("行 列 表头 内容 程度 原因 怎么改");
  expect(listed.map((cells) => cells.slice(0, 5).join(" "))).toEqual([
    "12 E 采购价 一块五 不能导入",
    "22 F 期初数量 -3 不能导入",
    "32 F 期初数量 1.1234567 不能导入",
    "42 A 编码 P0039 不能导入",
    "52 D 条码 X-49 不能导入",
    "62 F 期初数量 三箱 不能导入",
    "72 A 编码 6.90123E+12 不能导入",
  ]);
  expect([first.job.state, first.job.error]).toEqual([
    "failed",
    "有 7 处要先处理，一行也没有写入。可改文件重传，或选择只导入没有问题的行。",
  ]);
  expect((await shop.call("items.list", {})).total).toBe(0);

  const second = await importFile(shop, "商品.csv", csv(headings, good), "items");
  const elsewhere = await signInElsewhere(shop, server);
  expect(await elsewhere.call("jobs.show", { params: { id: second.job.id } })).toEqual(second.job);
  expect(second.job.result).toMatchObject({ created: 1000, openings: 1000 });
  const third = await importFile(shop, "商品.csv", csv(headings, good), "items");
  expect(third.job.result).toMatchObject({ created: 0, skipped: 1000, openings: 0 });
  expect((await shop.call("stock.list", {})).sums).toMatchObject({ onHand: "10000", value: "15000.00" });
  expect(await proveClean(shop)).toBe("账实相符");
});

test("已有的选“用文件里的更新”：文件说到的改，没说到的留着，编码和单位不动", async () => {
  const shop = await openShop(server);
  await shop.call("items.create", {
    body: {
      code: "A1",
      name: "旧名",
      spec: "550ml",
      brand: "农夫",
      baseUnit: "瓶",
      units: [
        { name: "瓶", factor: "1", barcodes: ["6901234567892"] },
        { name: "箱", factor: "24" },
      ],
      salePrice: "2",
      purchasePrice: "1",
      safetyStock: "30",
      taxRate: "0.09",
    },
  });
  const byCode = await importFile(shop, "改价.csv", csv(["编码", "名称", "销售价"], [["A1", "新名", "2.5"]]), "items", {
    existing: "update",
  });
  expect(byCode.job.result).toMatchObject({ created: 0, updated: 1 });
  const byBarcode = await importFile(shop, "改名.csv", csv(["条码", "名称"], [["6901234567892", "最新名"]]), "items", {
    existing: "update",
  });
  expect(byBarcode.job.result).toMatchObject({ created: 0, updated: 1 });
  const item = (await shop.call("items.list", { query: { search: "A1" } })).rows[0]!;
  expect([
    item.code,
    item.name,
    item.spec,
    item.brand,
    item.salePrice,
    item.purchasePrice,
    item.safetyStock,
    item.taxRate,
  ]).toEqual(["A1", "最新名", "550ml", "农夫", "2.5", "1", "30", "0.09"]);
  expect(item.units.map((unit) => `${unit.name} ${unit.factor} ${unit.barcodes.join()}`)).toEqual([
    "瓶 1 6901234567892",
    "箱 24 ",
  ]);
});

test("没有编码的自动编号，让开文件后面才出现的编码", async () => {
  const shop = await openShop(server);
  const { job } = await importFile(
    shop,
    "商品.csv",
    csv(
      ["编码", "名称", "单位"],
      [
        ["", "甲", "个"],
        ["", "乙", "个"],
        ["10001", "丙", "个"],
      ],
    ),
    "items",
  );
  expect([job.error, job.result?.["created"]]).toEqual([null, 3]);
  const codes = (await shop.call("items.list", {})).rows.map((item) => `${item.name} ${item.code}`);
  expect(codes).toContain("丙 10001");
  expect(new Set(codes.map((text) => text.split(" ")[1])).size).toBe(3);
});

test("同一个键两次提交是同一个任务；不是 Excel 的文件说得清楚", async () => {
  const shop = await openShop(server);
  const view = await upload(shop, "商品.csv", csv(["编码", "名称", "单位"], [["B1", "甲", "个"]]));
  const choice = suggestedChoice(view, view.sheets[0]!.name, "items");
  const key = newId();
  const [one, two] = [
    await shop.call("imports.commit", { params: { id: view.id }, body: choice }, { idempotencyKey: key }),
    await shop.call("imports.commit", { params: { id: view.id }, body: choice }, { idempotencyKey: key }),
  ];
  expect(one.id).toBe(two.id);
  await waitForJob(shop, one.id);
  const form = new FormData();
  form.append("file", new Blob([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])]), "图片.xlsx");
  const response = await shop.fetch("/api/v1/imports", { method: "POST", body: form });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([422, "file.unreadable"]);
});
