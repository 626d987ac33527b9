import { describe, expect, test } from "vitest";
import { mapping, recognised, sheetRows } from "./sheet.fixture.ts";
import { profileOf } from "./profile.ts";
import { recogniseWorkbook } from "./recognise.ts";

describe("表头", () => {
  test("标题行、说明行与空行之后的表头也找得到；星号、（必填）、单位与换行不碍事", () => {
    const sheet = recognised([
      ["某某商行商品资料"],
      [],
      ["说明：带星号的必填"],
      ["*商品编码", "商品名称（必填）", "规格\n（可不填）", "进货价(元)", "零 售 价", "库存量 必填"],
      ["A1", "可乐", "330ml", 2, 3, 10],
    ]);
    expect(sheet.headingRows).toEqual([4]);
    expect(mapping(sheet)).toBe("A=code B=name C=spec D=purchasePrice E=salePrice F=openingQuantity");
  });

  test("两行表头：期初与期末各有数量、单价、金额，取期末，另一组要问", () => {
    const sheet = recognised([
      ["序号", "品名", "期初库存", undefined, undefined, "期末库存", undefined, undefined],
      [undefined, undefined, "数量", "单价", "金额", "数量", "单价", "金额"],
      [1, "钢管", 5, 2, 10, 7, 2, 14],
    ]);
    expect(sheet.headingRows).toEqual([1, 2]);
    expect(mapping(sheet)).toBe("B=name F=openingQuantity G=openingUnitCost H=openingAmount");
    expect(sheet.questions.find(({ id }) => id === "whichColumn.openingQuantity")?.suggested).toBe("5");
  });

  test("没有表头：第一行就是数据，按内容猜列并请人核对", () => {
    const sheet = recognised([
      ["155046", "1", "金士顿优盘 16G", "47.70"],
      ["137276", "1", "秋叶原网线 3 米", "14.80"],
      ["155258", "2", "金士顿优盘 32G", "89.00"],
    ]);
    expect(sheet.headingRows).toEqual([]);
    expect(mapping(sheet)).toBe("A=code B=category C=name D=salePrice");
    expect(sheet.questions[0]?.kind).toBe("noHeadings");
  });

  test("有表头但不认识：不猜，列出来供手工指定", () => {
    const sheet = recognised([
      ["时间", "动作", "变动"],
      ["2024-01-01", "入", 1],
      ["2024-01-02", "出", 2],
      ["2024-01-03", "入", 3],
    ]);
    expect(sheet.target).toBeNull();
    expect(sheet.columns.map(({ heading }) => heading)).toEqual(["时间", "动作", "变动"]);
  });

  test("程序模板的字段名行与提示行不是数据", () => {
    expect(
      recognised([
        ["Item Name", "Unit Type", "Rate"],
        ["Item.name", "Item.unit", "Item.rate"],
        ["Ball", "Unit", 30],
      ]).dataFrom,
    ).toBe(3);
    const erpnext = recognised([
      ["Data Import Template"],
      ["Column Labels:", "Item Code", "Item Name", "Item Group"],
      ["Column Name:", "item_code", "item_name", "item_group"],
      ["Mandatory:", "Yes", "Yes", "Yes"],
      ["Start entering data below this line"],
      [undefined, "B1", "Bearing", "Raw"],
    ]);
    expect([erpnext.headingRows, erpnext.dataFrom]).toEqual([[2, 3, 4, 5], 6]);
  });

  test("表头叫 __proto__、constructor、toString 也只是不认识的列", () => {
    const sheet = recognised([
      ["名称", "__proto__", "constructor", "toString", "价格"],
      ["可乐", 1, 2, 3, 4],
    ]);
    expect(mapping(sheet)).toBe("A=name E=salePrice");
  });
});

describe("是什么资料", () => {
  test.each([
    ["items", ["商品编码", "商品名称", "单位", "零售价"]],
    ["items", ["条形码", "品名", "规格", "分类", "进价"]],
    ["items", ["name", "sku", "price", "stockOnHand"]],
    ["stock", ["条码", "仓库", "库存"]],
    ["stock", ["仓库", "条码", "名称", "数量", "单价", "税率(%)"]],
    ["stock", ["Item Code", "Warehouse", "Quantity", "Valuation Rate"]],
    ["customers", ["客户名称", "联系人", "手机", "期初应收"]],
    ["suppliers", ["名称", "联系人", "电话", "期初应付"]],
    ["suppliers", ["供应商名称", "电话", "地址", "税号", "开户行", "账号"]],
    ["categories", ["External ID", "Name", "Parent Category/External ID"]],
    [null, ["交易时间", "金额", "余额", "摘要"]],
    [null, ["科目编码", "科目名称", "借方", "贷方"]],
  ])("%s：%j", (target, headings) => {
    expect(recognised([headings, headings.map((_, at) => `值${at}`)]).target).toBe(target);
  });

  test("表头没说客户还是供应商：看文件名，文件名也没说就问", () => {
    const rows = [
      ["名称", "联系人", "电话", "地址"],
      ["华联超市", "张三", "010-1", "北京"],
    ];
    expect(recognised(rows).questions.map(({ kind }) => kind)).toContain("partnerKind");
    expect(recognised(rows, { fileName: "供应商名单.xlsx" })).toMatchObject({ target: "suppliers", questions: [] });
  });

  test("用户说了是什么，就按他说的认", () => {
    const rows = [
      ["条码", "仓库", "库存"],
      ["1", "一号仓", 3],
    ];
    expect(mapping(recognised(rows, { target: "items" }))).toBe("A=barcode B=warehouse C=openingQuantity");
  });
});

describe("列", () => {
  test.each([
    [
      "jshERP",
      [
        "名称*",
        "规格",
        "型号",
        "颜色",
        "品牌",
        "类别",
        "基本单位*",
        "副单位",
        "基本条码*",
        "副条码",
        "比例",
        "采购价",
        "零售价",
        "销售价",
        "最低售价",
        "状态*",
        "仓位货架",
        "备注",
        "东仓",
        "西仓",
      ],
      "A=name B=spec C=model D=color E=brand F=category G=unit H=auxiliaryUnit I=barcode J=auxiliaryBarcode K=unitFactor L=purchasePrice M=retailPrice N=salePrice O=minimumPrice P=enabled Q=location R=note S=warehouseQuantity T=warehouseQuantity",
    ],
    [
      "精斗云",
      [
        "商品编码*",
        "商品名称*",
        "条形码",
        "规格型号",
        "商品类别",
        "计量单位*",
        "首选仓库",
        "零售价",
        "批发价",
        "VIP价",
        "预计采购价",
        "最低库存",
        "初始数量",
        "单位成本",
        "期初总价",
        "备注",
      ],
      "A=code B=name C=barcode D=spec E=category F=unit G=warehouse H=salePrice I=wholesalePrice J=memberPrice K=purchasePrice L=safetyStock M=openingQuantity N=openingUnitCost O=openingAmount P=note",
    ],
    [
      "管家婆",
      [
        "商品编号",
        "商品全名*",
        "规格",
        "型号",
        "基本单位",
        "辅助单位1",
        "关系1",
        "条码",
        "预设进价",
        "零售价",
        "批发价",
        "预设售价1",
        "最低售价",
        "库存下限",
        "备注",
      ],
      "A=code B=name C=spec D=model E=unit F=auxiliaryUnit G=unitFactor H=barcode I=purchasePrice J=retailPrice K=wholesalePrice L=salePrice M=minimumPrice N=safetyStock O=note",
    ],
    [
      "秦丝",
      [
        "商品名称*",
        "货号*",
        "条码",
        "颜色",
        "尺码",
        "分类",
        "品牌",
        "单位",
        "进货价",
        "零售价",
        "批发价",
        "会员价",
        "供应商",
        "库存数",
        "备注",
      ],
      "A=name B=styleNumber C=barcode D=color E=size F=category G=brand H=unit I=purchasePrice J=salePrice K=wholesalePrice L=memberPrice M=supplier N=openingQuantity O=note",
    ],
    [
      "Odoo",
      ["name", "default_code", "barcode", "list_price", "standard_price", "uom_id", "categ_id", "id"],
      "A=name B=code C=barcode D=salePrice E=purchasePrice F=unit G=category",
    ],
    [
      "ERPNext",
      [
        "Item Code",
        "Item Name",
        "Item Group",
        "Default Unit of Measure",
        "Disabled",
        "Opening Stock",
        "Valuation Rate",
        "Standard Selling Rate",
        "Brand",
        "Safety Stock",
      ],
      "A=code B=name C=category D=unit E=disabled F=openingQuantity G=openingUnitCost H=salePrice I=brand J=safetyStock",
    ],
  ])("%s 的表头", (_, headings, expected) => {
    // 同一个货号有两个尺码。
    const values = headings.map((heading) =>
      /价|数|仓|成本|比例|关系|rate|stock|price/i.test(heading) && heading !== "首选仓库" && heading !== "仓位货架"
        ? 5
        : "值",
    );
    expect(mapping(recognised([headings, values, values]))).toBe(expected);
  });

  test("往来单位的表头", () => {
    const headings = [
      "编号",
      "名称*",
      "类别",
      "首要联系人",
      "手机",
      "座机",
      "地址",
      "期初应收",
      "税号",
      "开户行",
      "账号",
      "信用额度",
      "备注",
    ];
    expect(mapping(recognised([headings, headings.map(() => "1")]))).toBe(
      "A=code B=name C=category D=contact E=mobile F=phone G=address H=openingReceivable I=taxNumber J=bank K=account L=creditLimit M=note",
    );
  });

  test("货号从不重复就是编码；一个货号多个尺码就是款号", () => {
    const rows = (second: string) => [
      ["货号", "名称", "尺码", "售价"],
      ["KK1", "鞋", "40", 1],
      [second, "鞋", "41", 1],
    ];
    expect(mapping(recognised(rows("KK2")))).toBe("A=code B=name C=size D=salePrice");
    expect(mapping(recognised(rows("KK1")))).toBe("A=styleNumber B=name C=size D=salePrice");
  });

  test("“商品”一列：另有品名时是编码，没有时是名称", () => {
    expect(
      mapping(
        recognised([
          ["商品", "品名", "库存数量", "零售价"],
          ["BJ01", "白云边", 1, 2],
        ]),
      ),
    ).toContain("A=code B=name");
    expect(
      mapping(
        recognised([
          ["商品", "分类", "零售价"],
          ["白云边", "酒", 2],
        ]),
      ),
    ).toContain("A=name");
  });

  test("旁边的导入说明与空列不是数据", () => {
    const sheet = recognised([
      ["商品编码", "商品名称", "价格", undefined, "导入说明"],
      ["1", "口红", 9, undefined, "1. 编码不可重复"],
    ]);
    expect(mapping(sheet)).toBe("A=code B=name C=salePrice");
  });

  test("两列同名要问，空的那列不算", () => {
    const ask = recognised([
      ["店仓", "店仓", "品名", "零售价"],
      ["一店", "店", "酒", 1],
    ]);
    expect(ask.questions.find(({ id }) => id === "whichColumn.warehouse")?.options.map(({ value }) => value)).toEqual([
      "0",
      "1",
    ]);
    const one = recognised([
      ["店仓", "店仓", "品名", "零售价"],
      [undefined, "一店", "酒", 1],
    ]);
    expect(one.questions.some(({ id }) => id === "whichColumn.warehouse")).toBe(false);
    expect(mapping(one)).toBe("B=warehouse C=name D=salePrice");
  });
});

describe("要店家决定的事", () => {
  const ids = (rows: Parameters<typeof recognised>[0]) =>
    recognised(rows).questions.map(({ id, suggested }) => `${id}→${suggested}`);

  test("没有单位、没有编码：各问一次，不逐行拒绝", () => {
    expect(
      ids([
        ["名称", "售价"],
        ["可乐", 3],
        ["雪碧", 3],
      ]),
    ).toEqual(["defaultUnit→个", "numberCodes→number"]);
    expect(
      ids([
        ["编码", "名称", "单位", "售价"],
        ["1", "可乐", "瓶", 3],
        ["2", "雪碧", undefined, 3],
      ]),
    ).toEqual(["defaultUnit→瓶"]);
  });

  test("名称只在每组第一行；价格是“自”；名称套引号；规格里是单位；没有表头的列", () => {
    const asked = ids([
      ["名称", undefined, "规格", "价格"],
      ["'长尾夹'", "大", "盒", "自"],
      [undefined, "中", "盒", "自"],
      ["'胶水'", "小", "瓶", 3],
      ["'胶带'", "宽", "卷", 3],
    ]);
    expect(asked).toEqual([
      "unnamedColumn.B→model",
      "defaultUnit→个",
      "unitsInSpec→units",
      "numberCodes→number",
      "inheritNames→yes",
      "quotedNames→strip",
      "pricesAsText.D→empty",
    ]);
  });

  test("吃掉的 0；一码多货；名称空着但有条码", () => {
    const asked = ids([
      ["条码", "货号", "名称", "单位"],
      [91204268730, "A", "鞋", "双"],
      ["6901234567892", "A", undefined, "双"],
      ["6901234567892", "B", "帽", "顶"],
    ]);
    expect(asked).toEqual(["numberCodes→number", "missingNames→other", "lostZeros→restore", "sharedBarcodes→refuse"]);
  });

  test("盘点里重复是矛盾，入库里重复相加", () => {
    const rows = (heading: string) => [
      ["条码", heading],
      ["1", 1],
      ["1", 2],
    ];
    expect(ids(rows("盘点数量"))).toEqual(["repeats→refuse"]);
    expect(ids(rows("入库数量"))).toEqual(["repeats→add"]);
  });

  test("隐藏的行与隐藏的工作表都说出来", () => {
    const rows = sheetRows([
      ["名称", "价格"],
      ["可乐", 3],
    ]).map((row) => (row.number === 2 ? { ...row, hidden: true } : row));
    const profiles = [
      profileOf({ index: 0, name: "一", hidden: false }, rows),
      profileOf({ index: 1, name: "字典", hidden: true }, rows),
    ];
    const { sheets, notes } = recogniseWorkbook(profiles);
    expect(notes).toEqual(["隐藏的工作表没有读取：「字典」。"]);
    expect(sheets[0]?.notes[0]).toContain("第 2 行");
  });
});
