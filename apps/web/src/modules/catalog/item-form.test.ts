import { itemBody, type ItemView } from "@zhangshi/contract";
import { expect, test } from "vitest";
import { errorsOf } from "../../ui/field/form-errors.ts";
import { bodyOf, doubtfulBarcodes, emptyItem, emptyPart, emptyUnit, formOf, percentOf, rateOf } from "./item-form.ts";

const item: ItemView = {
  id: "018f0000-0000-7000-8000-000000000001",
  code: "10001",
  name: "农夫山泉",
  spec: "550ml",
  categoryId: null,
  category: "",
  brand: "",
  baseUnit: "瓶",
  units: [
    {
      name: "箱",
      factor: "24.000000",
      barcodes: ["6921168509257", "6921168509256"],
      salePrice: "42.000000",
      purchasePrice: null,
    },
    { name: "瓶", factor: "1", barcodes: ["6921168509256"], salePrice: null, purchasePrice: null },
  ],
  taxRate: "0.1300",
  purchasePrice: null,
  salePrice: "2.5",
  minimumSalePrice: null,
  safetyStock: "0",
  tracking: "lot",
  shelfLifeDays: 365,
  wholeUnits: true,
  isKit: false,
  note: "",
  disabled: false,
  version: 3,
};

test("税率写百分数，存小数，来回不变", () => {
  expect(["0.13", "0.1300", "0.03", "0", "0.005"].map(percentOf)).toEqual(["13", "13", "3", "0", "0.5"]);
  expect(["13", "13%", "3", "0", "0.5", "abc"].map(rateOf)).toEqual(["0.13", "0.13", "0.03", "0", "0.005", "abc"]);
});

test("基本单位排第一，几个条码用空格隔开，存回去一样", () => {
  const form = formOf(item);
  expect(form.units.map((unit) => `${unit.name} ${unit.factor} ${unit.barcodes}`)).toEqual([
    "瓶 1 6921168509256",
    "箱 24 6921168509257 6921168509256",
  ]);
  expect(bodyOf(form, 3)).toMatchObject({
    baseUnit: "瓶",
    taxRate: "0.13",
    version: 3,
    salePrice: "2.5",
    units: [
      { name: "瓶", factor: "1" },
      { name: "箱", factor: "24", salePrice: "42", barcodes: ["6921168509257", "6921168509256"] },
    ],
  });
});

test("空的价格是没有价格，不是零", () => {
  expect(bodyOf({ ...emptyItem("0.13"), salePrice: " " }, undefined).salePrice).toBeNull();
});

test("换算没填，错误落在那一行单位上", () => {
  const form = {
    ...emptyItem("0.13"),
    code: "1",
    name: "水",
    units: [
      { ...emptyUnit("0"), name: "瓶" },
      { ...emptyUnit("1"), name: "箱" },
    ],
  };
  expect(Object.keys(errorsOf(itemBody, bodyOf(form, undefined)))).toEqual(["units.1.factor"]);
});

test("配件存回去一样；没选商品的行不算；没有配件就是普通商品", () => {
  const part = { itemId: "p", code: "JIU", name: "酱香酒", spec: "", unit: "箱", factor: "6", baseUnit: "瓶" };
  const kit = { ...item, isKit: true, parts: [{ ...part, quantity: "0.500000", salePrice: "120", disabled: false }] };
  const form = formOf(kit);
  expect(form.parts).toMatchObject([{ name: "JIU 酱香酒", units: ["箱", "瓶"], unit: "箱", quantity: "0.5" }]);
  const typed = { ...form, parts: [emptyPart("7"), ...form.parts] };
  expect(bodyOf(typed, 3).parts).toEqual([{ itemId: "p", unit: "箱", quantity: "0.5" }]);
  expect(bodyOf(formOf(item), 3).parts).toEqual([]);
});

test("校验位不对的条码会提醒，店里自编的码不提醒", () => {
  const form = {
    ...emptyItem("0.13"),
    units: [{ ...emptyUnit("0"), barcodes: "6921168509256 6921168509257 A-17 123" }],
  };
  expect(doubtfulBarcodes(form)).toEqual(["6921168509257"]);
});

test("跟踪方式、保质期、整数个，存回去一样；保质期空着就是没有", () => {
  const form = formOf(item);
  expect(bodyOf(form, 3)).toMatchObject({ tracking: "lot", shelfLifeDays: 365, wholeUnits: true });
  expect(bodyOf({ ...form, shelfLifeDays: " " }, 3).shelfLifeDays).toBeNull();
});
