// What the stories play on: Chromium with one context a person, what a page must never do, axe, and
// pictures. XINFANG_URL names the server.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

export const base = process.env.XINFANG_URL;
if (!base) throw new Error("XINFANG_URL names no server");

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.XINFANG_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
           "--disable-background-networking", "--disable-component-update", "--force-color-profile=srgb"],
  });
}

/** A person with a browser of their own. `troubles` collects what no page may do: throw, break the
 *  content policy, call another host, ask for what is not there. */
export async function visitor(browser, { size = desktop, language = "zh-CN", more = {} } = {}) {
  const context = await browser.newContext({
    viewport: size, locale: language, timezoneId: "Asia/Shanghai", hasTouch: size.width < 600,
    reducedMotion: "reduce", ...more,
  });
  await context.addCookies([{ name: "xf_lang", value: language, url: base }]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4\d\d|503)|ERR_INTERNET_DISCONNECTED/.test(message.text()))
      troubles.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !/^(blob|data|about):/.test(url)) troubles.push(`foreign host: ${url}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) troubles.push(`${answer.status()}: ${answer.url()}`);
  });
  return { page, context, troubles };
}

/** Waits until nothing is loading any more: network quiet, no skeleton, fonts there. */
export async function settled(page) {
  const desk = page.url().includes("/desk/"); // whose event stream never ends
  if (!desk) await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .el-loading-mask'));
}

/** Fails with what axe found, by rule and element. */
export async function accessible(page, where) {
  // By CDP, so that the page's content policy stays as it is.
  const client = await page.context().newCDPSession(page);
  await client.send("Runtime.evaluate", { expression: axe });
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
  });
  assert.deepEqual(found, [], `axe on ${where}`);
}

/** Nothing is wider than the window: no sideways scrolling on any device. */
export async function fits(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${where} is ${wide} px wider than the window`);
}

/** One tap on the demonstration's door; the person then stands at the desk. */
export async function signIn(page, name) {
  await page.goto(`${base}/desk/`);
  await page.locator(".demo-person", { has: page.getByText(name, { exact: true }) }).click();
  await page.waitForFunction(() => !location.hash.startsWith("#/sign-in"));
}

/** Asks the API from within the page, as its scripts do. */
export async function asked(page, path, options = {}) {
  return page.evaluate(async ([url, init]) => {
    const answer = await fetch(url, init);
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }, [`/api/v1${path}`, options]);
}
