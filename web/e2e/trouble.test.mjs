// When things go wrong, or are unusual: no connection, an ended session, a reload, a device that is not
// one's own, rare characters, long names, no mouse, no script. What was typed stays.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { asked, base, desktop, fits, openBrowser, phone, settled, signIn, visitor } from "./stage.mjs";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

const onward = (page) => page.locator("form.filing button[type=submit]").click();
const heading = (page, text) => page.getByRole("heading", { level: 1, name: text }).waitFor();
const kept = (page) => page.evaluate(() => localStorage.getItem("xf_draft"));

/** Fills the filing up to its last step. */
async function fill(page, { title, text, claim, name }) {
  await page.goto(`${base}/file/`);
  await page.locator("form.filing input").first().fill(title);
  await page.locator("form.filing textarea").fill(text);
  await onward(page);
  await page.locator(".claim-list textarea").fill(claim);
  await onward(page);
  await heading(page, "有材料要附上吗？");
  await onward(page);
  await page.locator(".offers button").first().click();
  await onward(page);
  await page.locator("input[autocomplete=name]").fill(name);
  await onward(page);
  await page.locator(".asked").first().waitFor();
}
const plain = { title: "路灯不亮", text: "清河镇文化路的路灯有一个月不亮了。", claim: "要求修好路灯", name: "周桂兰" };

test("without connection nothing is lost, and the second try files once", async () => {
  const { page, context, troubles } = await visitor(browser, { size: phone });
  await fill(page, plain);
  await context.setOffline(true);
  await onward(page);
  await page.getByText("没有连上服务器").first().waitFor();
  assert.ok(await page.getByText(plain.text).isVisible());
  await context.setOffline(false);
  await onward(page);
  await page.locator(".receipt .code").waitFor();
  assert.equal(await kept(page), null, "what was sent is no draft any more");
  assert.deepEqual(troubles, []);
});

test("an answer that was lost on the way: the same petition, not a second one", async () => {
  const { page } = await visitor(browser);
  await fill(page, plain);
  let first = "";
  await page.route("**/api/v1/petitions", async (route) => {
    const answer = await route.fetch();
    first = (await answer.json()).item_no;
    await route.abort("connectionreset");
  }, { times: 1 });
  await onward(page);
  await page.getByText("没有连上服务器").first().waitFor();
  await onward(page);
  await page.locator(".receipt .number").waitFor();
  assert.equal((await page.locator(".receipt .number").innerText()).replace(/\D/g, ""), first);
});

test("a reload finds the draft; a device that is not one's own keeps nothing", async () => {
  const { page } = await visitor(browser, { size: phone });
  await page.goto(`${base}/file/`);
  await page.locator("form.filing textarea").fill(plain.text);
  await page.waitForFunction(() => localStorage.getItem("xf_draft"));
  await page.reload();
  await page.getByRole("button", { name: "是我写的，接着写" }).click();
  assert.equal(await page.locator("form.filing textarea").inputValue(), plain.text);
  await page.getByLabel("这不是我的设备").check();
  await page.waitForFunction(() => !localStorage.getItem("xf_draft"));
  await page.locator("form.filing textarea").fill(`${plain.text}又写了一句。`);
  assert.equal(await kept(page), null);
  await page.reload();
  await page.locator("form.filing textarea").waitFor();
  assert.equal(await page.locator("form.filing textarea").inputValue(), "");
});

test("what is typed before the script has come is kept", async () => {
  const { page, troubles } = await visitor(browser, { size: phone });
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/assets/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${base}/file/`, { waitUntil: "commit" });
  await page.locator("form.filing input").first().fill(plain.title);
  await page.locator("form.filing textarea").fill(plain.text);
  release();
  await page.waitForFunction((text) => localStorage.getItem("xf_draft")?.includes(text), plain.text);
  await onward(page);
  await heading(page, "您希望怎样解决？");
  assert.deepEqual(troubles, []);
});

test("the quick exit stands on every page and leaves nothing behind", async () => {
  const { page } = await visitor(browser, { size: phone });
  await page.goto(`${base}/file/`);
  await page.locator("form.filing textarea").fill(plain.text);
  await page.waitForFunction(() => localStorage.getItem("xf_draft"));
  await page.getByRole("button", { name: "快速离开" }).click();
  await page.waitForURL("about:blank");
  await page.goto(`${base}/`);
  assert.equal(await kept(page), null);
  for (const path of ["/", "/guide/", "/offices/", "/progress/", "/receipt/"]) {
    await page.goto(base + path);
    assert.ok(await page.getByRole("button", { name: "快速离开" }).isVisible(), path);
  }
});

test("rare characters, long names and hostile text are shown as they were written", async () => {
  const { page, troubles } = await visitor(browser, { size: phone });
  const odd = {
    title: `${"很长的标题".repeat(38)}𠮷𫍽`,
    text: `<script>alert(1)</script> {{ 7*7 }} "'; DROP TABLE events;-- \u202e反向\u202c 👨‍👩‍👧‍👦 𱁬𰻞 ${"长".repeat(600)}`,
    claim: `<img src=x onerror=alert(1)> ${"无空格的很长一串".repeat(40)}`,
    name: `欧阳${"𠮷".repeat(90)}`,
  };
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await fill(page, odd);
  await fits(page, "the last step with long texts");
  await onward(page);
  await page.locator(".receipt .number").waitFor();
  await fits(page, "the receipt with long texts");
  const number = (await page.locator(".receipt .number").innerText()).replace(/\D/g, "");
  const code = (await page.locator(".receipt .code").innerText()).trim();
  await page.goto(`${base}/progress/#${number}.${code}`);
  await page.getByText("现在到了这一步").waitFor();
  await fits(page, "progress with long texts");
  assert.ok((await page.locator("main").innerText()).includes("<script>alert(1)</script> {{ 7*7 }}"));
  const clerk = await visitor(browser, { size: phone });
  await signIn(clerk.page, "老吴");
  await clerk.page.goto(`${base}/desk/#/matter/${number}`);
  await clerk.page.locator("section.actions").waitFor();
  await settled(clerk.page);
  await fits(clerk.page, "a file with long texts");
  assert.ok((await clerk.page.locator("body").innerText()).includes("𱁬𰻞"));
  assert.equal(dialogs, 0);
  assert.deepEqual([...troubles, ...clerk.troubles], []);
});

test("an ended session asks again over the page; what was typed is sent", async () => {
  const citizen = await visitor(browser);
  await fill(citizen.page, plain);
  await onward(citizen.page);
  await citizen.page.locator(".receipt .number").waitFor();
  const number = (await citizen.page.locator(".receipt .number").innerText()).replace(/\D/g, "");
  const { page, context } = await visitor(browser);
  await signIn(page, "老吴");
  await page.goto(`${base}/desk/#/matter/${number}`);
  await page.locator("section.actions").getByRole("button", { name: "甄别", exact: true }).click();
  await page.getByLabel(/申诉求决/).check();
  await page.getByLabel(/内容类别/).fill("工资");
  await page.getByRole("option").first().click();
  await context.clearCookies({ name: /session/ });
  await page.locator(".action-form button[type=submit]").click();
  await page.getByRole("heading", { name: "请重新登录" }).waitFor();
  await page.getByRole("button", { name: /以“老吴”的身份确认/ }).click();
  await page.getByRole("heading", { name: "请重新登录" }).waitFor({ state: "detached" });
  assert.ok(await page.getByLabel(/申诉求决/).isChecked());
  await page.locator(".action-form button[type=submit]").click();
  await page.getByText("已完成：甄别。").waitFor();
});

test("filing by keyboard alone", async () => {
  const { page } = await visitor(browser);
  const focused = () => page.evaluate(() => {
    const one = document.activeElement;
    return `${one.tagName} ${one.type ?? ""} ${one.textContent.trim().slice(0, 20)} ${one.className}`;
  });
  const tabTo = async (what) => {
    for (let n = 0; n < 40; ++n) {
      await page.keyboard.press("Tab");
      if (what.test(await focused())) return;
    }
    assert.fail(`no way by keyboard to ${what}; the focus is on ${await focused()}`);
  };
  await page.goto(`${base}/`);
  await tabTo(/^A .*我要反映/);
  await page.keyboard.press("Enter");
  await heading(page, "发生了什么事？");
  await tabTo(/^INPUT text/);
  await page.keyboard.type(plain.title);
  await tabTo(/^TEXTAREA/);
  await page.keyboard.type(plain.text);
  await tabTo(/^BUTTON submit/);
  await page.keyboard.press("Enter");
  await heading(page, "您希望怎样解决？");
  await tabTo(/^TEXTAREA/);
  await page.keyboard.type(plain.claim);
  await tabTo(/^BUTTON submit/);
  await page.keyboard.press("Enter");
  await heading(page, "有材料要附上吗？");
  await tabTo(/^BUTTON submit/);
  await page.keyboard.press("Enter");
  await heading(page, "事情发生在哪里？");
  await tabTo(/^INPUT text/);
  await page.keyboard.type("alx");
  const wanted = page.getByRole("option", { name: /安澜县/, selected: true });
  await page.getByRole("option", { name: /安澜县/ }).waitFor();
  for (let n = 0; n < 50 && !(await wanted.count()); ++n) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("收到它的是：").waitFor();
  await tabTo(/^BUTTON submit/);
  await page.keyboard.press("Enter");
  await heading(page, "您是谁，怎么联系您？");
  await tabTo(/^INPUT text/);
  await page.keyboard.type(plain.name);
  await page.keyboard.press("Enter"); // sends the form, as everywhere
  await heading(page, "核对一遍，然后提交");
  await tabTo(/^BUTTON submit/);
  await page.keyboard.press("Enter");
  await heading(page, "已经收到，登记好了");
});

test("the desk's keys: lists, files, search, registration, help", async () => {
  const { page } = await visitor(browser, { size: desktop });
  await signIn(page, "老吴");
  const { body } = await asked(page, "/worklists");
  await page.goto(`${base}/desk/#/work/${body.lists[0].list}`);
  await page.locator(".list-row").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/matter\/\d{27}/);
  await page.locator("section.actions").waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("/");
  await page.keyboard.type("工资");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/search/);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("n");
  await page.waitForURL(/#\/register/);
});

test("the portal's pages can be read without any script", async () => {
  const { page } = await visitor(browser, { size: phone, more: { javaScriptEnabled: false } });
  for (const [path, text] of [["/", "我要反映"], ["/guide/", "办理指南"], ["/file/", "发生了什么事？"]]) {
    await page.goto(base + path);
    assert.ok((await page.locator("main").innerText()).includes(text), path);
  }
});

test("a wrong query code is refused with a sentence, and an empty desk says what to do", async () => {
  const { page } = await visitor(browser, { size: phone });
  await page.goto(`${base}/progress/`);
  await page.locator("main form input").nth(0).fill("123");
  await page.locator("main form button[type=submit]").click();
  await page.getByText("信访编号是27位数字").waitFor();
  const clerk = await visitor(browser);
  await signIn(clerk.page, "符复查");
  await clerk.page.goto(`${base}/desk/#/search?q=${encodeURIComponent("不存在的词语")}`);
  await clerk.page.getByText("没有找到。换一个词").waitFor();
});
