import { assortment } from "./assortment.ts";
import { idFor, type Random } from "./random.ts";

export type CustomerKind = "store" | "supermarket" | "canteen" | "restaurant" | "wholesale";
export type DemoCustomer = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: CustomerKind;
  readonly contact: string;
  readonly phone: string;
  readonly address: string;
  readonly handler: string;
  /** How often it orders, among the others. */
  readonly orders: number;
  /** Which part of the assortment it carries, in percent. */
  readonly carries: number;
  /** Its prices against the list, in per mille. */
  readonly priceLevel: number;
  /** Delivered from 2 号仓, which lies in its part of the town. */
  readonly isNorth: boolean;
};
export type DemoSupplier = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly contact: string;
  readonly phone: string;
  readonly address: string;
  readonly everyDays: number;
  readonly firstDay: number;
};

export const salespeople = ["李晓梅", "王建国", "周海涛", "吴燕飞", "赵志强"] as const;
export const storekeepers = ["孙国平", "徐阿根"] as const;

const surnames = [..."王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹"];
const districts: readonly { readonly name: string; readonly roads: readonly string[]; readonly isNorth: boolean }[] = [
  { name: "西湖区", roads: ["文三路", "文二路", "古墩路", "天目山路", "转塘街", "留下大街"], isNorth: false },
  { name: "拱墅区", roads: ["莫干山路", "湖墅南路", "大关路", "朝晖路", "丽水路", "祥园路"], isNorth: false },
  { name: "上城区", roads: ["庆春路", "清泰街", "秋涛路", "四季青街", "望江路", "机场路"], isNorth: false },
  { name: "滨江区", roads: ["江南大道", "滨盛路", "长河路", "西兴路", "浦沿路"], isNorth: false },
  { name: "萧山区", roads: ["市心中路", "金城路", "通惠路", "育才路"], isNorth: false },
  { name: "余杭区", roads: ["仓前街", "文一西路", "良渚大道", "五常大道", "闲林中路"], isNorth: true },
  { name: "临平区", roads: ["藕花洲大街", "南苑街", "乔司街", "崇贤街"], isNorth: true },
];
const names: Readonly<Record<CustomerKind, readonly string[]>> = {
  store: [
    "联华便利",
    "好又来便利店",
    "邻里小店",
    "阿明烟酒店",
    "喜士多超便利",
    "老张小卖部",
    "悦来便利",
    "天天便利店",
    "十八粒便利",
    "小胖烟酒",
    "每一天便利",
    "福满多小店",
  ],
  supermarket: ["好又多超市", "惠民生活超市", "世纪联佳超市", "家友超市", "万客隆超市", "乐购邻里超市", "三江鲜生超市"],
  canteen: ["中心小学食堂", "第三中学食堂", "职工食堂", "科技园食堂", "人民医院食堂", "技师学院食堂"],
  restaurant: [
    "外婆家常菜",
    "老绍兴酒楼",
    "知味小馆",
    "川香阁火锅",
    "弄堂里餐厅",
    "渔家傲海鲜",
    "烧烤大排档",
    "春风面馆",
  ],
  wholesale: ["老周批发部", "农贸市场百货批发", "兴旺副食批发", "顺达快餐配送", "永丰食品批发"],
};
const kinds: readonly {
  readonly kind: CustomerKind;
  readonly count: number;
  readonly orders: readonly [number, number];
  readonly carries: readonly [number, number];
  readonly priceLevel: readonly [number, number];
}[] = [
  { kind: "store", count: 58, orders: [8, 22], carries: [25, 50], priceLevel: [990, 1010] },
  { kind: "supermarket", count: 20, orders: [18, 36], carries: [55, 85], priceLevel: [970, 995] },
  { kind: "canteen", count: 14, orders: [8, 16], carries: [15, 30], priceLevel: [980, 1000] },
  { kind: "restaurant", count: 20, orders: [6, 16], carries: [15, 30], priceLevel: [995, 1020] },
  { kind: "wholesale", count: 10, orders: [14, 28], carries: [45, 70], priceLevel: [955, 980] },
];

export function demoCustomers(random: Random, businessDate: string): readonly DemoCustomer[] {
  const taken = new Set<string>();
  const customers: DemoCustomer[] = [];
  for (const { kind, count, orders, carries, priceLevel } of kinds)
    for (let number = 0; number < count; number += 1) {
      const place = customers.length;
      const { district, road, name } = freeName(random, kind, taken);
      customers.push({
        id: idFor(random, businessDate, place),
        code: `KH${String(place + 1).padStart(3, "0")}`,
        name,
        kind,
        contact: `${random.pick(surnames)}${kind === "canteen" ? "老师" : kind === "store" ? "老板" : "经理"}`,
        phone: mobile(random),
        address: `杭州市${district.name}${road} ${random.between(3, 860)} 号`,
        handler: salespeople[(place + random.between(0, 1)) % salespeople.length] ?? salespeople[0],
        orders: random.between(...orders),
        carries: random.between(...carries),
        priceLevel: random.between(...priceLevel),
        isNorth: district.isNorth,
      });
    }
  return customers;
}
function freeName(random: Random, kind: CustomerKind, taken: Set<string>) {
  for (;;) {
    const district = random.pick(districts);
    const road = random.pick(district.roads);
    const own = random.pick(names[kind]);
    const name =
      kind === "store" || kind === "supermarket"
        ? `${own}（${road}店）`
        : `${road.replace(/[路街]$|大道$|大街$/, "")}${own}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { district, road, name };
  }
}
/** 1xx numbers whose middle is zero are not given out. */
function mobile(random: Random): string {
  return `13${random.between(5, 9)}0000${String(random.between(1000, 9999))}`;
}

export function demoSuppliers(random: Random, businessDate: string): readonly DemoSupplier[] {
  const supplierNames = [...new Set(assortment.flatMap(({ families }) => families.map((family) => family.supplier)))];
  return supplierNames.map((name, place) => ({
    id: idFor(random, businessDate, 1000 + place),
    code: `GYS${String(place + 1).padStart(2, "0")}`,
    name,
    contact: `${random.pick(surnames)}经理`,
    phone: mobile(random),
    address: `杭州市${random.pick(districts).name}物流园 ${random.between(1, 40)} 幢`,
    everyDays: random.between(9, 16),
    firstDay: random.between(0, 9),
  }));
}
