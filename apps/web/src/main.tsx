import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import englishLocale from "antd/locale/en_US";
import chineseLocale from "antd/locale/zh_CN";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./app/api.ts";
import { useThemeName } from "./app/appearance.ts";
import { useLanguage } from "./app/language.ts";
import { AppRouter } from "./app/router.tsx";
import { themes } from "./app/theme.ts";
import "./app/theme.css";

function App() {
  const locale = useLanguage() === "zh" ? chineseLocale : englishLocale;
  return (
    <ConfigProvider
      locale={locale}
      theme={themes[useThemeName()]}
      componentSize="middle"
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queryClient}>
        <AppRouter />
      </QueryClientProvider>
    </ConfigProvider>
  );
}

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
