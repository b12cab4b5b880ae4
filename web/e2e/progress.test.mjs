// A petitioner with number and query code: looks, adds, changes their mind, and is told the truth when
// something is wrong. Nothing typed is lost, the code never stays in the address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, base, filed, fits, openBrowser, phone, sent, visitor } from "./stage.mjs";

// One dot, as a photo.
const picture =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

const open = (page, { item_no, query_code }) => page.goto(`${base}/progress/#${item_no}.${query_code}`);
const act = (page) => page.locator("form.act");

test("number and code as people write them; a wrong pair is said, a right one opens", async () => {
  const { page, troubles } = await visitor(browser, { size: phone });
  const { item_no, query_code } = await filed("路灯不亮");
  await page.goto(`${base}/progress/`);
  const number = page.getByLabel("信访编号"), code = page.getByLabel("查询码");
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await page.getByText("信访编号是27位数字").waitFor();
  assert.ok(await number.evaluate((field) => field === document.activeElement));
  await number.fill(item_no.replace(/(.{4})/g, "$1-"));
  await code.fill("aaaaa bbbbb");
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await page.getByText("编号或者查询码不对").waitFor();
  await code.fill(query_code.toLowerCase().replace("-", "　"));
  await page.getByLabel("在这台设备上记住").check();
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "路灯不亮" }).waitFor();
  await page.getByRole("button", { name: "为什么是这一天？" }).first().click();
  await page.getByText("《信访工作条例》第二十二条第一款").waitFor();
  await accessible(page, "progress");
  await fits(page, "progress");
  await page.reload();
  await page.getByRole("button", { name: "路灯不亮", exact: true }).click();
  await page.getByText("现在到了这一步").waitFor();
  await page.reload();
  await page.getByLabel("这不是我的设备").check();
  assert.equal(await page.getByRole("button", { name: "路灯不亮", exact: true }).count(), 0);
  assert.deepEqual(troubles, []);
});

test("the receipt's link opens at once and leaves no code in the address", async () => {
  const { page } = await visitor(browser, { size: phone });
  await open(page, await filed("井盖丢了"));
  await page.getByRole("heading", { level: 1, name: "井盖丢了" }).waitFor();
  assert.equal(page.url(), `${base}/progress/`);
  await open(page, await filed("路面塌陷")); // another one in the same tab
  await page.getByRole("heading", { level: 1, name: "路面塌陷" }).waitFor();
  assert.equal(page.url(), `${base}/progress/`);
});

test("a supplement with a file survives a lost connection and happens once", async () => {
  const { page, context, troubles } = await visitor(browser, { size: phone });
  await open(page, await filed("路灯不亮"));
  await page.getByRole("button", { name: "补充材料" }).click();
  await act(page).getByLabel("要补充什么").fill("补一张照片");
  const photo = { name: "路灯.png", mimeType: "image/png", buffer: Buffer.from(picture, "base64") };
  const other = { name: "说明.xyz", mimeType: "", buffer: Buffer.from("text") };
  await act(page).locator("input[type=file]").first().setInputFiles([photo, other]);
  await page.getByText("不支持这种文件").waitFor();
  await page.getByText("“路灯.png”已上传").waitFor();
  await context.setOffline(true);
  await page.getByRole("button", { name: "提交补充" }).click();
  await page.getByText("没有连上服务器").waitFor();
  assert.equal(await act(page).getByLabel("要补充什么").inputValue(), "补一张照片");
  await context.setOffline(false);
  await page.getByRole("button", { name: "提交补充" }).click();
  await page.getByText("已经补充").waitFor();
  assert.equal(await page.locator(".course h3", { hasText: "补充材料" }).count(), 1);
  assert.equal(await page.locator(".papers", { hasText: "路灯.png" }).count(), 1);
  assert.deepEqual(troubles, []);
});

test("withdrawing asks for the own free will, and looks again where something happened meanwhile", async () => {
  const { page } = await visitor(browser, { size: phone });
  const receipt = await filed("路灯不亮");
  await open(page, receipt);
  await page.getByRole("button", { name: "撤回这件事" }).click();
  await act(page).getByLabel("为什么撤回").fill("已经修好");
  await page.getByRole("button", { name: "确定撤回" }).click();
  await page.getByText("请先确认撤回是您自己的决定").waitFor();
  await page.getByLabel("这是我自己的决定").check();
  await sent(`/petitions/${receipt.item_no}/supplements`, { text: "还有一处" }, receipt.query_code);
  await page.getByRole("button", { name: "确定撤回" }).click();
  await page.getByText("刚才有了新的进展").waitFor();
  await page.getByText("还有一处").waitFor();
  assert.equal(await act(page).getByLabel("为什么撤回").inputValue(), "已经修好");
  await page.getByRole("button", { name: "确定撤回" }).click();
  await page.getByText("已经撤回。").first().waitFor();
  await page.getByRole("heading", { name: "已撤回" }).waitFor();
});

test("letters open and are saved; names follow the language without a reload", async () => {
  const { page, context } = await visitor(browser, { size: phone });
  await open(page, await filed("路灯不亮"));
  const letter = page.getByRole("button", { name: "保存《信访事项登记单》" }).first();
  const [saved] = await Promise.all([page.waitForEvent("download"), letter.click()]);
  assert.equal(saved.suggestedFilename(), "信访事项登记单.pdf");
  const read = page.getByRole("button", { name: "打开《信访事项登记单》" }).first();
  const [shown] = await Promise.all([context.waitForEvent("page"), read.click()]);
  await shown.waitForURL(/^blob:/);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("Received and registered").waitFor();
  await page.locator(".present h2", { hasText: "registered" }).waitFor();
});
