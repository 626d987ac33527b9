import { theme as antTheme, type ThemeConfig } from "antd";

const sharedToken = {
  fontFamily:
    '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif',
  fontSize: 13,
  fontSizeSM: 12,
  fontSizeLG: 14,
  fontSizeXL: 18,
  fontSizeHeading1: 28,
  fontSizeHeading2: 22,
  fontSizeHeading3: 18,
  fontSizeHeading4: 15,
  fontSizeHeading5: 14,
  lineHeight: 1.54,
  borderRadius: 4,
  borderRadiusSM: 3,
  borderRadiusLG: 6,
  borderRadiusXS: 2,
  controlHeight: 30,
  controlHeightSM: 24,
  controlHeightLG: 38,
  sizeUnit: 4,
  sizeStep: 4,
  fontWeightStrong: 600,
  wireframe: false,
  motionDurationMid: "0.12s",
  motionDurationSlow: "0.18s",
  motionDurationFast: "0.08s",
} as const;

const sharedComponents = {
  Layout: {
    headerHeight: 48,
    headerPadding: "0 16px",
  },
  Table: {
    cellPaddingBlockSM: 5,
    cellPaddingInlineSM: 8,
    cellPaddingBlock: 6,
    cellPaddingInline: 10,
    headerSplitColor: "transparent",
    cellFontSizeSM: 13,
    headerBorderRadius: 0,
  },
  Menu: {
    itemHeight: 30,
    itemMarginBlock: 1,
    itemMarginInline: 6,
    itemBorderRadius: 4,
    itemBg: "transparent",
    groupTitleFontSize: 12,
    activeBarBorderWidth: 0,
  },
  Tabs: {
    cardHeight: 32,
    cardPadding: "4px 12px",
    horizontalItemPadding: "8px 0",
    titleFontSize: 13,
    cardGutter: 2,
  },
  Button: {
    fontWeight: 400,
    primaryShadow: "none",
    defaultShadow: "none",
    dangerShadow: "none",
    paddingInline: 12,
  },
  Card: {
    headerHeight: 40,
    headerHeightSM: 36,
    bodyPaddingSM: 12,
    headerFontSize: 14,
  },
  Form: {
    itemMarginBottom: 8,
    verticalLabelPadding: "0 0 2px",
  },
  Tag: {
    borderRadiusSM: 3,
  },
  Statistic: {
    contentFontSize: 24,
    titleFontSize: 12,
  },
  Steps: {
    iconSize: 24,
    iconSizeSM: 20,
    titleLineHeight: 24,
  },
  Drawer: {
    paddingLG: 16,
    footerPaddingBlock: 10,
  },
  Alert: {
    defaultPadding: "6px 10px",
  },
} as const;

const lightComponents = {
  Layout: {
    headerBg: "#fff",
    siderBg: "#F4F3EF",
  },
  Table: {
    headerBg: "#F8F7F4",
    headerColor: "#4E555D",
    rowHoverBg: "#F8F7F4",
    borderColor: "#ECEAE4",
    footerBg: "#F8F7F4",
  },
  Menu: {
    itemSelectedBg: "#E6F1F2",
  },
  Tag: {
    defaultBg: "#F4F3EF",
  },
  Segmented: {
    itemSelectedBg: "#FFFFFF",
    trackBg: "#EFEDE8",
  },
  Progress: {
    remainingColor: "#EFEDE8",
  },
  Input: {
    activeShadow: "0 0 0 2px #E6F1F2",
  },
} as const;

const darkComponents = {
  Layout: {
    headerBg: "#181C1F",
    siderBg: "#101315",
  },
  Table: {
    headerBg: "#1D2225",
    headerColor: "#B1B7BD",
    rowHoverBg: "#1D2225",
    borderColor: "#262B30",
    footerBg: "#1D2225",
  },
  Menu: {
    itemSelectedBg: "#12343A",
  },
  Tag: {
    defaultBg: "#23282C",
  },
  Segmented: {
    itemSelectedBg: "#2A3035",
    trackBg: "#101315",
  },
  Progress: {
    remainingColor: "#2A3035",
  },
  Input: {
    activeShadow: "0 0 0 2px #12343A",
  },
} as const;

const light = {
  colorPrimary: "#0B6B7A",
  colorInfo: "#0B6B7A",
  colorLink: "#0B6B7A",
  colorSuccess: "#2C7A4B",
  colorWarning: "#96600A",
  colorError: "#BE3220",
  colorTextBase: "#1C2024",
  colorBgBase: "#FFFFFF",
  colorBgLayout: "#F4F3EF",
  colorText: "#1C2024",
  colorTextSecondary: "#4E555D",
  colorTextTertiary: "#656C75",
  colorTextQuaternary: "#A9ADB2",
  colorTextPlaceholder: "#6C737B",
  colorBorder: "#D5D3CB",
  colorBorderSecondary: "#E8E6E0",
  colorSplit: "#ECEAE4",
  colorFillAlter: "#F8F7F4",
  colorFillSecondary: "#EFEDE8",
  colorFillTertiary: "#F4F3EF",
  colorFillQuaternary: "#F8F7F4",
  colorPrimaryBg: "#E6F1F2",
  colorPrimaryBgHover: "#D3E7E9",
  colorPrimaryBorder: "#9CC7CD",
  colorPrimaryHover: "#0F8394",
  colorPrimaryActive: "#08525E",
  colorErrorBg: "#FCEEEB",
  colorErrorBorder: "#EDB4AB",
  colorWarningBg: "#FBF3E0",
  colorWarningBorder: "#E6CC94",
  colorSuccessBg: "#EAF4ED",
  colorSuccessBorder: "#B0D5BD",
  boxShadow: "0 6px 20px rgba(28,32,36,.10)",
  boxShadowSecondary: "0 8px 28px rgba(28,32,36,.14)",
} as const;

/** The dark algorithm darkens seed colours by about an eighth, so these seeds are brighter than what is seen. */
const dark = {
  colorPrimary: "#58CCDE",
  colorInfo: "#58CCDE",
  colorLink: "#4DB2C2",
  colorSuccess: "#6DD296",
  colorWarning: "#F8BC4B",
  colorError: "#FF8A79",
  colorTextBase: "#E6E8EA",
  colorBgBase: "#14181B",
  colorBgLayout: "#101315",
  colorBgContainer: "#181C1F",
  colorBgElevated: "#20252A",
  colorText: "#E4E6E8",
  colorTextSecondary: "#B1B7BD",
  colorTextTertiary: "#969DA4",
  colorTextQuaternary: "#5A6168",
  colorTextPlaceholder: "#969DA4",
  colorBorder: "#363C42",
  colorBorderSecondary: "#2A2F34",
  colorSplit: "#262B30",
  colorFillAlter: "#1D2225",
  colorFillSecondary: "#2A3035",
  colorFillTertiary: "#23282C",
  colorFillQuaternary: "#1D2225",
  colorPrimaryBg: "#12343A",
  colorPrimaryBgHover: "#174149",
  colorPrimaryBorder: "#22606B",
  colorPrimaryHover: "#5DBCCB",
  colorPrimaryActive: "#2F8E9D",
  colorTextLightSolid: "#0B1214",
  colorErrorBg: "#3A1D19",
  colorErrorBorder: "#743229",
  colorWarningBg: "#33280F",
  colorWarningBorder: "#6B521C",
  colorSuccessBg: "#162E20",
  colorSuccessBorder: "#2C5A3E",
  boxShadow: "0 6px 20px rgba(0,0,0,.5)",
  boxShadowSecondary: "0 8px 28px rgba(0,0,0,.6)",
} as const;

function merged(own: Readonly<Record<string, object>>): NonNullable<ThemeConfig["components"]> {
  const names = new Set([...Object.keys(sharedComponents), ...Object.keys(own)]);
  const shared: Readonly<Record<string, object>> = sharedComponents;
  return Object.fromEntries([...names].map((name) => [name, { ...shared[name], ...own[name] }]));
}

const cssVar = { key: "zs" } as const;
export const themes: Readonly<Record<"light" | "dark", ThemeConfig>> = {
  light: {
    algorithm: antTheme.defaultAlgorithm,
    token: { ...sharedToken, ...light },
    components: merged(lightComponents),
    cssVar,
    hashed: false,
  },
  dark: {
    algorithm: antTheme.darkAlgorithm,
    token: { ...sharedToken, ...dark },
    components: merged(darkComponents),
    cssVar,
    hashed: false,
  },
};
