const known: ReadonlySet<string> = new Set(
  (
    "个 只 件 瓶 箱 盒 包 袋 罐 桶 支 枝 把 条 张 本 册 套 台 双 对 片 块 根 卷 提 组 捆 打 份 杯 碗 盘 筒 板 粒 串 扎 排 听 坛 壶 顶 辆 副 付 幅 株 棵 盆 朵 头 " +
    "千克 公斤 斤 克 kg g 吨 t 两 升 毫升 l ml 米 m 厘米 cm 平方米 立方米 码 箱子 次 项 pcs ea nos unit units box set pair"
  ).split(" "),
);

export function isKnownUnit(text: string): boolean {
  return known.has(text.trim().toLowerCase());
}
