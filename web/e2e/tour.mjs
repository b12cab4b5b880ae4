// Every page once, in the order of the manual; `arrived(name, page)` is called on each. In any language
// and size: nothing here reads a sentence.
import { asked, base, settled, signIn } from "./stage.mjs";

const onward = (page) => page.locator("form.filing button[type=submit]").click();

export const portalPages = ["home", "guide", "offices", "file-story", "file-claims", "file-files", "file-place",
  "file-person", "file-check", "receipt", "progress-form", "progress"];
// XINFANG_COURSE ("number code") names a petition that went the whole way, for the page of the progress.
export const deskPages = ["sign-in", "work", "action", "register", "search", "account", "organs", "staff",
  "calendar", "parameters", "changes", "audit"];

export async function tourPortal(page, arrived) {
  const at = async (name) => {
    await settled(page);
    await arrived(name, page);
  };
  for (const [name, path] of [["home", "/"], ["guide", "/guide/"], ["offices", "/offices/"]]) {
    await page.goto(base + path);
    await at(name);
  }
  await page.goto(`${base}/file/`);
  await page.locator("form.filing input").first().fill("小区门口的路坑了半年没人修");
  await page.locator("form.filing textarea").fill(
    "清河镇文化路到小学门口这一段，从今年四月起坑坑洼洼，下雨积水，老人孩子走路摔过两次。五月和八月打过电话，说要修，一直没动。");
  await at("file-story");
  await onward(page);
  await page.locator(".claim-list textarea").fill("要求修好文化路到小学门口的路面");
  await at("file-claims");
  await onward(page);
  await page.locator("input[type=file][multiple]").setInputFiles(
    { name: "路面.txt", mimeType: "text/plain", buffer: Buffer.from("照片三张，另附。\n") });
  await page.locator(".file-rows li").first().waitFor();
  await at("file-files");
  await onward(page);
  await page.locator(".offers button").first().click();
  await page.locator(".chosen strong").first().waitFor();
  await at("file-place");
  await onward(page);
  await page.locator("input[autocomplete=name]").fill("周桂兰");
  await page.locator("input[autocomplete=tel]").fill("13800000001");
  await at("file-person");
  await onward(page);
  await page.locator(".asked").first().waitFor();
  await at("file-check");
  await onward(page);
  await page.locator(".receipt .code").waitFor();
  await at("receipt");
  const number = (await page.locator(".receipt .number").innerText()).replace(/\D/g, "");
  const code = (await page.locator(".receipt .code").innerText()).trim();
  await page.goto(`${base}/progress/`);
  await page.locator("main form").waitFor();
  await at("progress-form");
  await page.goto("about:blank"); // the address differs by its fragment alone
  const [settledNumber, settledCode] = (process.env.XINFANG_COURSE ?? `${number} ${code}`).split(" ");
  await page.goto(`${base}/progress/#${settledNumber}.${settledCode}`);
  await page.locator("main h2").nth(1).waitFor();
  await at("progress");
}

export async function tourDesk(page, arrived) {
  const at = async (name) => {
    await settled(page);
    await arrived(name, page);
  };
  const go = async (hash, there) => {
    await page.goto(`${base}/desk/#${hash}`);
    await page.locator(there).first().waitFor();
  };
  await page.goto(`${base}/desk/`);
  await page.locator(".demo-person").first().waitFor();
  await at("sign-in");
  await signIn(page, "老吴");
  const { body } = await asked(page, "/worklists");
  const { list } = body.lists.find((one) => one.all > 3) ?? body.lists[0];
  await go(`/work/${list}`, ".list-row");
  const { body: rows } = await asked(page, `/matters?list=${list}`);
  const wide = page.viewportSize().width >= 1200;
  if (wide) await go(`/matter/${rows.items[0].matter.matter_no}?list=${list}`, ".file h1, .file h2");
  await at("work");
  await go(`/matter/${rows.items[0].matter.matter_no}`, "section.actions");
  const first = page.locator(".action-list button").first();
  if (await first.isVisible()) {
    await first.click();
    await page.locator(".action-form, .done-word").first().waitFor();
  }
  await at("action");
  await go("/register", ".registration form");
  await at("register");
  await go(`/search?q=${encodeURIComponent("工资")}`, ".list-head");
  await at("search");
  await go("/account", "h1");
  await at("account");
}

/** Set-up pages by the administrator who keeps them. */
export const keepers = {
  "安全管理员": ["organs", "staff"],
  "系统管理员": ["calendar", "parameters"],
  "审计员": ["changes", "audit"],
};

export async function tourSetup(page, name, arrived) {
  await page.goto(`${base}/desk/`);
  await signIn(page, name);
  for (const place of keepers[name]) {
    await page.goto(`${base}/desk/#/setup/${place}`);
    await page.locator("h1, h2").first().waitFor();
    await settled(page);
    await arrived(place, page);
  }
}
