import {
  AccountBookOutlined,
  BarChartOutlined,
  HomeOutlined,
  InboxOutlined,
  ProfileOutlined,
  SettingOutlined,
  ShopOutlined,
  ShoppingCartOutlined,
  WalletOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { MenuGroupId } from "./module-menu.ts";

export const groupIcons: Readonly<Record<MenuGroupId, ReactNode>> = {
  home: <HomeOutlined />,
  purchase: <ShoppingCartOutlined />,
  sales: <ShopOutlined />,
  stock: <InboxOutlined />,
  money: <WalletOutlined />,
  accounting: <AccountBookOutlined />,
  reports: <BarChartOutlined />,
  records: <ProfileOutlined />,
  management: <SettingOutlined />,
};
