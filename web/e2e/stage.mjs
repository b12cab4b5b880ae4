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

/** Chooses a step in an open file: one of the buttons, or in the menu with all the others. */
export async function choose(page, name) {
  const panel = page.locator("section.actions");
  const step = panel.getByRole("button", { name, exact: true });
  const menu = panel.locator(".more-open");
  await panel.locator(".action-list, .more-open").first().waitFor();
  if (!(await step.first().isVisible())) await menu.click();
  await step.first().click();
}

/** Asks the API from within the page, as its scripts do. */
export async function asked(page, path, options = {}) {
  return page.evaluate(async ([url, init]) => {
    const answer = await fetch(url, init);
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }, [`/api/v1${path}`, options]);
}

/** Sends to the API as a citizen's device does, without a session. */
export async function sent(path, body, code) {
  const headers = { "content-type": "application/json", ...(code ? { "X-Query-Code": code } : {}) };
  const answer = await fetch(`${base}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

/** A petition of 周桂兰, filed in a moment: its receipt. */
export async function filed(title, more = {}) {
  const organs = (await (await fetch(`${base}/api/v1/organs/public`)).json()).organs;
  const { token } = await sent("/submissions", {});
  return sent("/petitions", {
    token, title, text: "清河镇文化路的路灯有一个月不亮了。", claims: ["要求修好路灯"],
    region_code: organs.find((organ) => organ.name === "安澜县信访局").region_code,
    petitioners: [{ name: "周桂兰", phone: "13800000001" }], ...more,
  });
}

/** Takes a step by the API as the person of the page, on the first part where it may be taken. */
export async function take(page, number, deed, fields = {}) {
  const { body: matter } = await asked(page, `/matters/${number}`);
  const action = matter.actions.find((one) => one.deed === deed && one.allowed);
  assert.ok(action, `${deed} is not to be taken in ${matter.state}`);
  const { body: session } = await asked(page, "/session");
  const answer = await asked(page, `/matters/${number}/actions/${action.step}`, {
    method: "POST",
    headers: { "content-type": "application/json", "X-CSRF-Token": session.csrf,
               "Idempotency-Key": crypto.randomUUID().replaceAll("-", "") },
    body: JSON.stringify({ subject: action.subject, version: matter.version, fields }),
  });
  assert.equal(answer.status, 200, `${deed}: ${JSON.stringify(answer.body)}`);
}
