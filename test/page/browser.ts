import { after } from "node:test";
import { type Browser, type Page, chromium } from "playwright-core";
import { NO_BROWSER, findBrowser } from "../../scripts/browser.ts";

export type Opened = { readonly page: Page; readonly messages: readonly string[] };
export type Look = {
  readonly colorScheme?: "light" | "dark";
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
};

/** One Chromium for a test file; it ends with the file. A test is never left out for want of it: then it fails. */
export function theBrowser(): (file: string, look?: Look) => Promise<Opened> {
  let launched: Promise<Browser> | undefined;
  after(async () => (await launched)?.close());
  return async (file, { colorScheme = "light", width = 1180, javaScriptEnabled = true } = {}) => {
    launched ??= launch();
    const page = await (
      await launched
    ).newPage({
      colorScheme,
      javaScriptEnabled,
      viewport: { width, height: 900 },
      offline: true,
    });
    const messages: string[] = [];
    page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => messages.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) messages.push(`request: ${request.url()}`);
    });
    await page.goto(`file://${file}`);
    return { page, messages };
  };
}

function launch(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  // Chromium's sandbox does not start as root nor in most containers; the page is our own.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
