import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  join(process.env.PROGRAMFILES ?? "C:/Program Files", "Google/Chrome/Application/chrome.exe"),
];

/** CHROME_PATH, an installed Chromium or Chrome, or (as root on Debian) one that is installed now; else undefined. */
export function findBrowser() {
  return installedBrowser() ?? (installBrowser() ? installedBrowser() : undefined);
}

function installedBrowser() {
  const given = process.env.CHROME_PATH;
  if (given) {
    if (runs(given)) return given;
    console.log(`CHROME_PATH=${given} 不能运行 does not run`);
  }
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...places].filter((path) => existsSync(path)).find(runs);
}

function runs(path) {
  if (process.platform === "win32") return existsSync(path);
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 60_000 }).status === 0;
}

function installBrowser() {
  if (process.platform !== "linux" || process.getuid() !== 0) return false;
  if (spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return false;
  console.log("正在安装 Chromium… Installing Chromium …");
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args) =>
    spawnSync("apt-get", args, { env: environment, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  apt(["update", "-q"]);
  return apt(["install", "-y", "-q", "--no-install-recommends", "chromium"]);
}
