// The office at work without a citizen: a letter registered by keyboard alone, a new colleague from the
// first password to the own desk, a term made stricter, the history that tells both.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { accessible, asked, base, openBrowser, settled, signIn, visitor } from "./stage.mjs";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

/** RFC 6238, as an authenticator shows it now. */
function oneTimeCode(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a letter is registered with the keyboard alone", async () => {
  const { page, troubles } = await visitor(browser);
  await signIn(page, "老吴");
  await page.locator(".workplace").waitFor();
  await page.keyboard.press("n");
  await page.locator("#reg-title").waitFor();
  const tabTo = async (id) => {
    for (let n = 0; n < 40; ++n) {
      if (await page.evaluate((wanted) => document.activeElement?.id === wanted, id)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`no way by keyboard to ${id}`);
  };
  const type = async (label, text) => {
    const field = page.getByLabel(label).first();
    await tabTo(await field.getAttribute("id"));
    await page.keyboard.type(text);
  };
  await type(/问题发生地/, "alx");
  await page.getByRole("option", { name: /安澜县/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await type(/姓名或者名称/, "周桂兰");
  await type(/^标题/, "来信反映村里水渠堵塞");
  await type(/^正文/, "信中说，村东水渠堵了两年，浇不上地，请求清理。");
  await tabTo(await page.getByLabel(/请求1|^1\./).first().getAttribute("id"));
  await page.keyboard.type("请求清理村东水渠");
  await page.keyboard.press("Control+Enter");
  const done = page.locator("main, .desk-page");
  await page.getByText(/[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/).first().waitFor();
  await accessible(page, "the receipt at the desk");
  const number = (await done.first().innerText()).replace(/[\s-]/g, "").match(/\d{27}/)[0];
  const { body } = await asked(page, `/matters/${number}`);
  assert.equal(body.title, "来信反映村里水渠堵塞");
  assert.equal(body.facts.channel, "LETTER");
  assert.deepEqual(body.claims.map((claim) => claim.text), ["请求清理村东水渠"]);
  assert.deepEqual(troubles, []);
});

test("a new colleague: first password, own password, authenticator, own desk", async () => {
  const { page } = await visitor(browser);
  await signIn(page, "安全管理员");
  await page.goto(`${base}/desk/#/setup/staff`);
  await page.getByRole("button", { name: "新增人员" }).click();
  const login = `xin.${Date.now().toString(36)}`;
  const form = page.getByRole("dialog");
  await form.getByLabel(/^账号/).first().fill(login);
  await form.getByLabel(/^姓名/).first().fill("新同事");
  await form.getByRole("combobox").fill("县人社局");
  await form.getByRole("option", { name: /人力资源和社会保障局/ }).first().click();
  await form.getByLabel(/承办人/).first().check();
  await form.getByRole("button", { name: "保存" }).click();
  const first = (await page.locator(".setup-password").innerText()).trim();
  await page.getByRole("button", { name: "已记下，关闭" }).click();
  assert.equal(await page.getByText(first).count(), 0, "shown once");

  const colleague = await visitor(browser);
  const desk = colleague.page;
  await desk.goto(`${base}/desk/`);
  await desk.getByLabel("账号").fill(login);
  await desk.getByLabel("密码").fill(first);
  await desk.getByRole("button", { name: "下一步" }).click();
  await desk.getByRole("heading", { name: "先换一个自己的密码" }).waitFor();
  await desk.getByLabel("新密码", { exact: true }).fill("Own-password-7");
  await desk.getByLabel("再输入一次新密码").fill("Own-password-7");
  await desk.getByRole("button", { name: "修改密码" }).click();
  await desk.getByRole("heading", { name: "绑定动态口令" }).waitFor();
  const secret = await desk.locator(".enrolment-secret").innerText();
  await accessible(desk, "binding an authenticator");
  await desk.getByRole("textbox", { name: "动态口令" }).fill("000000"); // six digits send themselves
  await desk.locator("[role=alert]").waitFor(); // wrong: told, and nothing is bound
  await desk.getByRole("textbox", { name: "动态口令" }).fill(oneTimeCode(secret));
  await desk.waitForURL(/#\/work/);
  assert.equal((await asked(desk, "/session")).body.login, login);
  assert.deepEqual(colleague.troubles, []);
});

test("a password without the code opens nothing; with it, the own desk", async () => {
  const { page } = await visitor(browser);
  await page.goto(`${base}/desk/`);
  await page.getByLabel("账号").fill("aqing");
  await page.getByLabel("密码").fill("Anlan-demo-2026");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("heading", { name: "请输入动态口令" }).waitFor();
  assert.equal((await asked(page, "/worklists")).status, 403);
  await page.getByRole("textbox", { name: "动态口令" }).fill(oneTimeCode("RD7C4FDUSURS42UQL2LAEHK4LXXYSLMB"));
  await page.waitForURL(/#\/work/);
});

test("an internal term can be made stricter, not looser; the history tells it", async () => {
  const { page } = await visitor(browser);
  await signIn(page, "系统管理员");
  await page.goto(`${base}/desk/#/setup/parameters`);
  await page.getByRole("searchbox").fill("c06_working_days");
  await page.getByRole("button", { name: /设置/ }).first().click();
  const value = page.getByLabel(/取值|本单位自定|数值/).first();
  await value.fill("9");
  await page.getByLabel(/理由/).fill("督促更快审核异议");
  await page.getByRole("button", { name: "保存" }).click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await value.fill("2");
  await page.getByRole("button", { name: "保存" }).click();
  await page.locator("dialog[open]").waitFor({ state: "detached" }); // saved
  await page.locator("table").getByText(/起/).first().waitFor();
  await page.goto(`${base}/desk/#/setup/changes`);
  await settled(page);
  await page.getByText("督促更快审核异议").first().waitFor();
  const { body } = await asked(page, "/parameters");
  assert.equal(body.parameters.find((one) => one.key === "c06_working_days").own.value, 2);
});
