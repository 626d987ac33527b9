import type { Field, Target } from "./fields.ts";

/**
 * How other systems and shops head their columns: jshERP, 管家婆, 秦丝, 精斗云, till software, Odoo, ERPNext, Vendure,
 * Medusa and what people type themselves. Written as `headingKey` leaves them: lower case, no blanks, no brackets, no
 * marks. The first of a line is the most certain: where two columns could be one field, the earlier alias wins.
 */
const itemAliases: Partial<Record<Field, string>> = {
  code: "商品编码 商品编号 货品编码 货品编号 物料编码 物料编号 产品编码 产品编号 存货编码 品号 商品代码 产品代码 物料代码 商品id goodsid skuid skucode itemcode internalreference productnumber defaultcode sku variantsku 编码 编号 代码 图片文件夹唯一标识 code itemno productcode",
  name: "商品名称 商品全名 货品名称 物料名称 产品名称 存货名称 商品标题 品名 商品名 货名 itemname productname producttitle producttemplate 名称 全名 项目 name title 品项 品种名称 单品名称 描述名称",
  styleNumber: "货号 款号 stylenumber styleno 商品货号",
  spec: "规格 规格型号 商品规格 包装规格说明 spec specification 规格参数 varianttitle optionvalues 型号规格 净含量",
  model: "型号 产品型号 model modelno 机型",
  color: "颜色 色号 color colour",
  size: "尺码 尺寸 size 鞋码 码数",
  category:
    "商品类别 商品分类 类别 分类 所属类别 商品类型 货品类别 产品类别 产品分类 物料类别 存货分类 分类名称 类别名称 品类 itemgroup productcategory categid category categoryname 大类",
  categoryExternalId: "category/externalid productcategory/externalid categid/id categoryid 类别编号 类别编码 分类编码",
  brand: "品牌 品牌名称 商品品牌 brand brandname",
  unit: "基本单位 计量单位 主单位 单位 销售单位 库存单位 最小单位 defaultunitofmeasure stockuom uomid unitofmeasure unittype unit uom 单位名称 主计量单位",
  auxiliaryUnit: "副单位 辅助单位 辅助单位1 大单位 包装单位 箱规单位 副计量单位",
  unitFactor: "比例 换算率 换算比例 换算关系 关系1 单位换算 箱规 装箱数 conversionfactor",
  barcode:
    "条码 条形码 商品条码 商品条形码 基本条码 国际条码 69码 barcode ean ean13 upc gtin variantbarcode variantean variantupc barcode/19码 条码/19码 sku条码 产品条码",
  auxiliaryBarcode: "副条码 辅助条码 箱码 外箱条码 大包装条码",
  taxRate: "税率 增值税率 销项税率 进项税率 taxrate 税率% vatrate",
  purchasePrice:
    "进货价 采购价 进价 成本价 预设进价 参考进价 预计采购价 采购单价 进货单价 参考成本 成本 成本单价 含税进价 costprice standardprice cost standardbuyingrate purchaseprice buyingprice unitcost",
  salePrice:
    "销售价 售价 销售单价 出售价 单价 价格 预设售价 预设售价1 京东价 saleprice salesprice sellprice listprice standardsellingrate sellingprice standardrate price rate 卖价 现价",
  retailPrice: "零售价 市场价 吊牌价 标价 门店价 建议零售价 retailprice 零售单价",
  wholesalePrice: "批发价 wholesaleprice 批发单价 预设售价2",
  memberPrice: "会员价 vip价 memberprice 贵宾价",
  minimumPrice: "最低售价 最低价 最低销售价 限价 minprice minimumprice",
  openingQuantity:
    "期末库存数量 期末数量 结存数量 期初数量 初始数量 期初库存数量 期初库存 初始库存 库存数量 库存量 库存数 现有库存 当前库存 现存量 可用库存 实际库存 库存设置 库存 openingstock openingqty stockonhand qtyonhand quantityonhand unitsinstock onhand 月初数量 数量 quantity qty",
  openingUnitCost:
    "期末库存单价 期末单价 期初库存单价 期初单价 期初成本 期初成本价 初始成本 单位成本 库存单价 月初单价 valuationrate",
  openingAmount:
    "期末库存金额 期末金额 期初库存金额 期初金额 期初总价 期初总额 库存金额 库存成本 成本金额 含税成本金额 月初金额 结存金额 库存总额 stockvalue",
  warehouse: "仓库名称 仓库 店仓 所属仓库 首选仓库 默认仓库 存放仓库 门店 库房 warehouse location",
  location: "货位 仓位货架 仓位 库位 储位 货位号 库位号 货位编码 货架 存放位置 位置 货架号 bin binlocation shelf",
  safetyStock: "安全库存 最低库存 库存下限 库存预警 预警库存 最小库存 safetystock minstock minimumstock reorderlevel",
  supplier: "默认供应商 供应商 供应商名称 供货商 主供应商 厂商 vendors/vendor vendor supplier defaultsupplier 进货商",
  supplierPrice: "vendors/price supplierprice vendorprice 供应商报价",
  supplierMinimumQuantity: "vendors/quantity 起订量 最小起订量",
  priceFrom: "vendors/startdate startdate",
  priceUntil: "vendors/enddate enddate",
  priceListName: "pricelistname pricelist",
  priceListRate: "refrate pricelistrate",
  note: "备注 说明 商品备注 备注一 备注1 note notes remark remarks comment 附注 摘要",
  enabled: "状态 启用 是否启用 商品状态 active enabled",
  disabled: "停用 是否停用 禁用 disabled discontinued",
  externalId: "externalid 外部编号",
};

const partnerAliases: Partial<Record<Field, string>> = {
  code: "客户编码 客户编号 供应商编码 供应商编号 单位编码 单位编号 往来单位编号 会员卡号 会员编号 编码 编号 代码 customercode suppliercode vendorcode code",
  name: "客户名称 供应商名称 供货商名称 单位名称 单位全名 往来单位 往来单位名称 公司名称 企业名称 客户 供应商 displayname customername suppliername vendorname 名称 全名 name 姓名",
  contact: "联系人 首要联系人 联系人姓名 负责人 contact contactname contactperson 经办人",
  phone: "联系电话 电话 座机 固定电话 固话 公司电话 phone telephone workphonenumber phonenumber tel",
  mobile: "手机号码 手机 手机号 移动电话 mobile mobileno mobilephone personalphonenumber cellphone",
  email: "电子邮箱 邮箱 邮件 email emailid",
  address: "地址 详细地址 联系地址 单位地址 公司地址 通讯地址 收货地址 address street billingaddress1 addressline1",
  addressMore: "street2 billingaddress2 addressline2",
  city: "城市 市 city billingaddresscity",
  region: "省份 省 省市区 地区 stateid state billingaddressstate region province",
  postcode: "邮编 邮政编码 zip postcode zipcode billingaddresspostcode",
  country: "国家 countryid country billingaddresscountry",
  taxNumber: "纳税人识别号 税号 纳税号 统一社会信用代码 信用代码 税务登记号 vat taxid taxnumber gstin",
  bank: "开户行 开户银行 银行 银行名称 bankids/bank bank bankname",
  account: "账号 帐号 银行账号 银行帐号 银行卡号 对公账号 bankids/accnumber accnumber accountnumber bankaccount",
  openingReceivable: "期初应收 期初应收款 应收余额 期初应收余额 应收账款 应收款",
  openingPayable: "期初应付 期初应付款 应付余额 期初应付余额 应付账款 应付款",
  openingBalance: "期初余额 余额 欠款 openingbalance",
  creditLimit: "信用额度 信用额 赊账额度 欠款上限 creditlimit",
  taxRate: "税率 taxrate",
  parentName: "companyname 所属公司 所属单位 上级单位 parentname",
  category: "客户类别 供应商类别 类别 分类 客户等级 等级 customergroup suppliergroup",
  note: "备注 说明 note notes remark remarks comment",
  enabled: "状态 启用 是否启用 active enabled",
  disabled: "停用 是否停用 禁用 disabled",
  externalId: "externalid 外部编号",
};

const stockAliases: Partial<Record<Field, string>> = {
  code: itemAliases.code!,
  name: `${itemAliases.name} product productid`,
  styleNumber: itemAliases.styleNumber!,
  spec: itemAliases.spec!,
  barcode: itemAliases.barcode!,
  unit: itemAliases.unit!,
  warehouse: `${itemAliases.warehouse} 入库仓库 出库仓库 盘点仓库 locationid`,
  quantity:
    "数量 库存数量 入库数量 出库数量 实盘数量 盘点数量 盘点库存 期初数量 期初库存 库存 库存量 现存量 结存数量 quantity qty inventoryquantity qtyonhand openingstock 实际数量",
  countedQuantity: "countedquantity 实盘",
  unitCost: "单价 成本价 单位成本 进价 成本单价 期初单价 valuationrate unitcost unitprice 进货价",
  amount: "金额 总额 成本金额 库存金额 期初金额 amount",
  taxRate: "税率 taxrate",
  lot: "批号 批次 批次号 序列号 lot/serialnumber lot lotnumber batch batchno serialno",
  location: itemAliases.location!,
  note: itemAliases.note!,
};

const categoryAliases: Partial<Record<Field, string>> = {
  externalId: "externalid 类别编码 分类编码 类别编号 id",
  name: "类别名称 分类名称 类别 分类 name",
  parentExternalId: "parentcategory/externalid parentcategory 上级类别 上级分类 父类别 parent",
};

/** A heading that names the goods, by code or by name: the cells below decide. */
const goodsAliases: ReadonlySet<string> = new Set(["商品", "货品", "产品", "物料", "存货", "product", "item", "goods"]);

export interface AliasHit {
  readonly field: Field;
  /** 0 is the most certain name of the field. */
  readonly rank: number;
}

const dictionaries: Readonly<Record<Target, ReadonlyMap<string, AliasHit>>> = {
  items: dictionary(itemAliases),
  customers: dictionary(partnerAliases),
  suppliers: dictionary(partnerAliases),
  stock: dictionary(stockAliases),
  categories: dictionary(categoryAliases),
};

function dictionary(aliases: Partial<Record<Field, string>>): ReadonlyMap<string, AliasHit> {
  const hits = new Map<string, AliasHit>();
  for (const [field, names] of Object.entries(aliases) as [Field, string][]) {
    names.split(" ").forEach((name, rank) => {
      if (!hits.has(name)) hits.set(name, { field, rank });
    });
  }
  return hits;
}

/** The field that a heading names, or undefined. Tries the whole heading first, then the part before or behind a slash. */
export function aliasOf(target: Target, heading: string): AliasHit | undefined {
  for (const key of headingKeys(heading)) {
    const hit = dictionaries[target].get(key);
    if (hit) return hit;
  }
  return undefined;
}

/** `Variant Price EUR`: one column of prices per currency. */
export function isCurrencyPrice(heading: string): boolean {
  return /^(?:variant)?price(?:[a-z]{3})$/.test(headingKey(heading));
}

export function namesGoods(heading: string): boolean {
  return headingKeys(heading).some((key) => goodsAliases.has(key));
}

function headingKeys(heading: string): readonly string[] {
  const key = headingKey(heading);
  const parts = key.split("/").filter((part) => part !== "");
  // `Vendors/Vendor Product Name` must not become the product name: only a short path says the same by its parts.
  return parts.length === 2 && !/[a-z]/.test(key) ? [key, ...parts] : [key];
}

/**
 * A heading reduced to what is compared: without `*`, （必填）, units and hints in brackets, explanations on further lines,
 * blanks and punctuation.
 */
export function headingKey(heading: string): string {
  const first =
    heading
      .normalize("NFKC")
      .split("\n")
      .find((line) => line.trim() !== "") ?? "";
  const bare = first
    .toLowerCase()
    .replace(/[([【{][^)\]】}]*[)\]】}]?/g, "")
    .replace(/-(?:下拉选择|多选).*$/, "")
    .replace(/必填项?|选填/g, "")
    .replace(/[\s*_\-·.:：、，,"'“”‘’]/g, "");
  // A heading that is all brackets keeps them.
  return bare === "" ? first.toLowerCase().replace(/[\s*()]/g, "") : bare;
}

/** Columns of instructions beside the data. */
export function isInstruction(heading: string): boolean {
  return (
    /^(?:导入|填写|使用|操作)?(?:说明|须知|注意事项|示例)$/.test(headingKey(heading)) && headingKey(heading) !== "说明"
  );
}
