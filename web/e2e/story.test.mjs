// The whole story with browsers side by side: 陈敏 files on a phone, the office and the labour bureau work at
// their desks, 陈敏 rates. What one does, the others see without reload.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, base, choose, desktop, fits, openBrowser, phone, settled, signIn, visitor } from "./stage.mjs";

const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP4z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==",
  "base64",
);
const story = {
  title: "工地拖欠我三个月工资",
  text: "我今年七月到九月在清河镇一处工地做工，说好每月五千元，到现在一分钱没有拿到。找过包工头四次，他说上面没有结账。",
  claims: ["要求支付三个月工资一万五千元", "要求说明什么时候付清"],
};
let browser, citizen, office, handler, head;
let number = "", code = "";

before(async () => {
  browser = await openBrowser();
  citizen = await visitor(browser, { size: phone });
  office = await visitor(browser, { size: desktop });
  handler = await visitor(browser, { size: desktop });
  head = await visitor(browser, { size: phone });
});
after(async () => {
  await browser?.close();
});

// Each part stands on the one before: after a failure the rest is not played.
let broken = false;
function part(name, play) {
  test(name, async (context) => {
    if (broken) return context.skip("an earlier part failed");
    broken = true;
    await play();
    broken = false;
  });
}

const next = (page) => page.getByRole("button", { name: "下一步" }).click();
const heading = (page, text) => page.getByRole("heading", { level: 1, name: text }).waitFor();

part("a citizen files on a phone, one thing at a time", async () => {
  const { page } = citizen;
  await page.goto(`${base}/`);
  await page.getByRole("link", { name: /我要反映/ }).first().click();
  await heading(page, "发生了什么事？");
  await next(page);
  await page.getByText("请用一句话说是什么事").waitFor(); // nothing yet: told at the field, focus there
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "INPUT");
  await page.getByLabel("用一句话说是什么事").fill(story.title);
  await page.getByLabel("事情的经过").fill(story.text);
  await next(page);
  await heading(page, "您希望怎样解决？");
  await page.getByLabel("要求1").fill(story.claims[0]);
  await page.getByRole("button", { name: "再加一条要求" }).click();
  await page.getByLabel("要求2").fill(story.claims[1]);
  await next(page);
  await heading(page, "有材料要附上吗？");
  await page.locator("input[type=file][multiple]").setInputFiles(
    { name: "工地照片.png", mimeType: "image/png", buffer: picture });
  await page.locator(".file-rows").getByText("已上传").waitFor();
  await next(page);
  await heading(page, "事情发生在哪里？");
  await page.locator(".offers button").first().click();
  await page.getByText("收到它的是：").waitFor();
  await next(page);
  await heading(page, "您是谁，怎么联系您？");
  await page.getByLabel("姓名", { exact: true }).fill("陈敏");
  await page.getByLabel("电话", { exact: false }).first().fill("13800000000");
  await page.getByLabel("同意在网上收文书").check();
  await next(page);
  await heading(page, "核对一遍，然后提交");
  await fits(page, "the last step of filing");
  await accessible(page, "the last step of filing");
  for (const text of [story.title, story.text, ...story.claims, "工地照片.png", "陈敏"])
    assert.ok(await page.getByText(text).first().isVisible(), text);
  await page.getByRole("button", { name: "提交" }).click();
  await heading(page, "已经收到，登记好了");
  await settled(page);
  await accessible(page, "the receipt");
  const main = await page.locator("main").innerText();
  number = main.replace(/[\s-]/g, "").match(/\d{27}/)[0];
  code = main.match(/[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/)[0];
  assert.match(main, /以前/); // by which day
  assert.ok(await page.locator("main svg").first().isVisible(), "the QR code");
  await page.locator("main").getByRole("link", { name: "查看进度" }).click();
  await page.getByText("现在到了这一步").waitFor();
  await page.getByText(story.title).first().waitFor();
});

async function open(page) {
  await page.goto(`${base}/desk/#/matter/${number}`);
  await page.getByRole("heading", { name: story.title }).waitFor();
}
const actions = (page) => page.locator("section.actions");
const submit = (page, name) => actions(page).locator("form").getByRole("button", { name: new RegExp(name) }).click();
const confirmed = (page, name) =>
  page.getByRole("dialog").getByRole("button", { name: `确认${name}` }).click();
const done = (page, name) => page.getByText(`已完成：${name}。`).waitFor();

part("the office screens and transfers it", async () => {
  const { page } = office;
  await signIn(page, "老吴");
  await open(page);
  await accessible(page, "a file at the desk");
  await choose(page, "甄别");
  await page.getByLabel(/申诉求决/).check();
  await page.getByLabel(/内容类别/).fill("工资");
  await page.getByRole("option").filter({ hasText: "工资" }).first().click();
  await submit(page, "甄别");
  await done(page, "甄别");
  await choose(page, "转送");
  await page.getByLabel(/去向机关/).fill("rsj");
  await page.getByRole("option", { name: /人力资源和社会保障局/ }).first().click();
  await submit(page, "转送");
  const dialog = page.getByRole("dialog");
  if (await dialog.isVisible()) await confirmed(page, "转送");
  await done(page, "转送");
});

part("the citizen sees where it went, without reload", async () => {
  const { page } = citizen;
  assert.equal(await page.getByText(/人力资源和社会保障局/).count(), 0);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.getByText(/人力资源和社会保障局/).first().waitFor();
});

part("the labour bureau signs in, accepts and starts", async () => {
  const { page } = handler;
  await signIn(page, "小林");
  await open(page);
  await choose(page, "签收");
  await done(page, "签收");
  await choose(page, "受理");
  await page.getByLabel(/^承办人(?!电话)/).first().fill("小林");
  await page.getByLabel(/承办人电话/).fill("0000-00000201");
  await submit(page, "受理");
  if (await page.getByRole("dialog").isVisible()) await confirmed(page, "受理");
  await done(page, "受理");
  await choose(page, "开始办理");
  await page.getByLabel(/本人与事项没有利害关系/).check();
  await submit(page, "开始办理");
  await done(page, "开始办理");
});

part("a look behind the mask has a reason", async () => {
  const { page } = handler;
  assert.equal(await page.getByText("13800000000").count(), 0);
  await page.getByRole("button", { name: "查看完整信息" }).click();
  await page.getByLabel("为什么需要查看").fill("电话联系信访人核实工资数额");
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await page.getByText("13800000000").waitFor();
});

part("the head signs the opinion on a phone; the handler sees it change", async () => {
  const { page } = head;
  await signIn(page, "韩局");
  await open(page);
  await fits(page, "a file on a phone");
  await choose(page, "签发处理意见");
  await page.getByLabel(/查明的事实/).fill("经查，用工单位拖欠三个月工资属实。");
  await page.getByLabel(/听取信访人意见/).fill("十月八日在局里当面听取。");
  await page.getByLabel(/法律依据/).fill("《保障农民工工资支付条例》第三条");
  for (const [at, claim] of story.claims.entries()) {
    const part = page.getByRole("group", { name: new RegExp(claim) });
    await part.getByLabel(at === 0 ? "予以支持" : "作出解释").check();
    await part.getByLabel("处理意见").fill("责令用工单位于十日内付清。");
    await part.getByLabel("理由").fill("用工单位应当按月足额支付工资。");
  }
  await submit(page, "签发处理意见");
  await confirmed(page, "签发处理意见");
  await done(page, "签发处理意见");
  await handler.page.getByText("别人刚刚更新了这件事项").waitFor();
  await handler.page.getByRole("button", { name: "显示最新情况" }).click();
});

part("the handler serves it; the letter can be read at the desk", async () => {
  const { page } = handler;
  await choose(page, "送达");
  await page.getByLabel(/送达方式/).selectOption("ELECTRONIC");
  await page.locator(".field", { hasText: "送达日期" }).getByRole("button", { name: "今天" }).click();
  await page.getByLabel(/签收人|接收人/).fill("陈敏");
  await submit(page, "送达");
  if (await page.getByRole("dialog").isVisible()) await confirmed(page, "送达");
  await done(page, "送达");
  await page.getByRole("tab", { name: /文书/ }).click();
  const href = await page.getByRole("tabpanel").locator("a[href*='/letters/']").first().getAttribute("href");
  const letter = await page.context().request.get(base + href);
  assert.equal(letter.headers()["content-type"], "application/pdf");
});

part("the citizen reads, rates, and sees who looked", async () => {
  const { page } = citizen;
  await page.goto(`${base}/progress/#${number}.${code}`);
  await page.getByText("处理意见已经送达").first().waitFor();
  assert.ok(!page.url().includes(code), "the code does not stay in the address bar");
  await page.getByRole("button", { name: "评价办理机关" }).click();
  await page.getByLabel("满意", { exact: true }).check();
  await page.getByRole("button", { name: "提交评价" }).click();
  await page.getByText("谢谢，您的评价已经记下。").waitFor();
  await fits(page, "progress");
  await accessible(page, "progress");
  const main = await page.locator("main").innerText();
  assert.match(main, /处理意见书/);
  assert.match(main, /申请复查/); // the right that runs now, with its last day
  assert.match(main.split("谁看过您的身份信息")[1], /安澜县人力资源和社会保障局/);
  for (const { troubles } of [citizen, office, handler, head]) assert.deepEqual(troubles, []);
});
