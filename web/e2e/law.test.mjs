// The rest of the law at the desk: an accusation goes behind the wall, a suggestion is answered without more,
// claims go to different organs one by one, an opinion is reviewed, the same matter twice is joined.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, asked, base, choose, filed, fits, openBrowser, phone, signIn, take, visitor }
  from "./stage.mjs";

let browser;
const desks = new Map();
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  for (const { troubles } of desks.values()) assert.deepEqual(troubles, []);
  await browser?.close();
});

/** The page of one person, signed in once. */
async function desk(name) {
  if (!desks.has(name)) {
    const person = await visitor(browser);
    await signIn(person.page, name);
    desks.set(name, person);
  }
  return desks.get(name).page;
}
async function open(page, number) {
  await page.goto("about:blank");
  await page.goto(`${base}/desk/#/matter/${number}`);
  await page.locator(".file-head h1").waitFor();
}
const form = (page) => page.locator("section.actions form");
const submit = (page, name) => form(page).getByRole("button", { name: new RegExp(name) }).click();
const confirmed = (page, name) => page.getByRole("dialog").getByRole("button", { name: `确认${name}` }).click();
async function done(page, name) {
  await page.locator(".done-word, section.actions [role=alert]").first().waitFor();
  assert.match(await page.locator("section.actions").innerText(), new RegExp(`已完成：${name}。`));
}
const state = async (page, number) => (await asked(page, `/matters/${number}`)).body.state;
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
const dayAhead = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
let reviewed;
const organ = async (page, name) =>
  (await asked(page, "/organs")).body.organs.find((one) => one.name === name).organ_id;

async function pickOrgan(page, label, words, name) {
  await form(page).getByLabel(label).fill(words);
  await page.getByRole("option", { name }).first().click();
}
/** Screened, and in the hands of the labour bureau. */
async function atLabourBureau(receipt, kind = "3") {
  const office = await desk("老吴");
  await take(office, receipt.item_no, "screening", { kind, category: "040200" });
  const target = await organ(office, "安澜县人力资源和社会保障局");
  await take(office, receipt.item_no, "transfer", { targets: [target] });
  const bureau = await desk("小林");
  await take(bureau, receipt.item_no, "sign_in");
  await take(bureau, receipt.item_no, "acceptance", { officer: "小林", officer_phone: "0000-00000201" });
}

test("an accusation names whom it is aimed at, then only the liaison has it", async () => {
  const { item_no } = await filed("反映某局长收礼", { text: "某局长去年中秋收了施工方的礼金。", claims: ["请求查处"] });
  const office = await desk("老吴");
  await open(office, item_no);
  await choose(office, "甄别");
  assert.equal(await form(office).getByRole("button", { name: /被检举控告/ }).count(), 0);
  await form(office).getByLabel(/检举控告/).first().check();
  await form(office).getByLabel(/内容类别/).fill("纪检");
  await office.getByRole("option").first().click();
  await submit(office, "甄别"); // nobody is named yet
  await form(office).getByText(/请填写“被检举控告/).waitFor();
  await form(office).getByRole("button", { name: "填写被检举控告的人或者单位" }).click();
  await form(office).getByLabel("姓名或者名称").fill("某局长");
  await pickOrgan(office, "对应名录中的单位", "住建", /住房和城乡建设局/);
  await form(office).getByLabel("是该单位的负责人").check();
  await form(office).getByLabel(/干部管理权限/).selectOption({ label: "县级" });
  await accessible(office, "the form of an accusation");
  await submit(office, "甄别");
  await office.getByText("您不再能看到这件事项").waitFor();
  assert.equal((await asked(office, `/matters/${item_no}`)).status, 404);
  const liaison = await desk("方联");
  await open(liaison, item_no);
  await choose(liaison, "移送纪检监察机关");
  await form(liaison).getByLabel(/材料页数/).waitFor();
});

test("a suggestion is answered as it was accepted, without a start", async () => {
  const receipt = await filed("建议增设公交站");
  await atLabourBureau(receipt, "1");
  const head = await desk("韩局");
  await open(head, receipt.item_no);
  await choose(head, "答复建议");
  await form(head).getByLabel("采纳", { exact: true }).check();
  await form(head).getByLabel(/研究情况/).fill("会同交通部门研究，客流足够。");
  await form(head).getByLabel(/^答复/).fill("予以采纳，明年一季度增设。");
  await submit(head, "答复建议");
  if (await head.getByRole("dialog").isVisible()) await confirmed(head, "答复建议");
  await done(head, "答复建议");
  assert.equal(await state(head, receipt.item_no), "REPLIED");
});

test("what is not ticked stays for another organ; the matter moves on when all is placed", async () => {
  const { item_no } = await filed("欠薪和路面积水", { claims: ["要求支付工资", "要求修好路面"] });
  const office = await desk("老吴");
  await take(office, item_no, "screening", { kind: "3", category: "040200" });
  await open(office, item_no);
  await choose(office, "转送");
  await pickOrgan(office, /去向机关/, "rsj", /人力资源和社会保障局/);
  await form(office).getByLabel(/要求修好路面/).uncheck();
  await form(office).getByText("没有勾选的1项留下来").waitFor();
  await form(office).getByText("其余1项请求留在本件").waitFor();
  await submit(office, "转送");
  await done(office, "转送");
  assert.equal(await state(office, item_no), "SCREENED");
  await choose(office, "转送下级");
  assert.equal(await form(office).getByLabel(/要求支付工资/).count(), 0, "it is placed");
  assert.ok(await form(office).getByLabel(/要求修好路面/).isChecked());
  await pickOrgan(office, /去向机关/, "清河镇", /清河镇人民政府/);
  await submit(office, "转送下级");
  await done(office, "转送下级");
  const { body } = await asked(office, `/matters/${item_no}`);
  const sent = body.subjects.filter((part) => part.kind === "node").map((part) => part.claims);
  assert.deepEqual(sent, [[1], [2]]);
  assert.notEqual(body.state, "SCREENED");
});

test("a paper request for review is registered, signed and served; the petitioner reads how it ended", async () => {
  const receipt = await filed("不服加班费的处理意见", { electronic_service: true });
  const { item_no } = receipt;
  await atLabourBureau(receipt);
  const bureau = await desk("小林"), head = await desk("韩局");
  await take(bureau, item_no, "start", { no_interest: true });
  await take(head, item_no, "opinion", {
    facts_found: "经查，加班费已经支付。", heard: "当面听取。", legal_basis: "《劳动法》第四十四条",
    answers: [{ claim: 1, outcome: "rejected", opinion: "不予支持。", reasons: "已经支付。" }],
  });
  await take(bureau, item_no, "service", { method: "ELECTRONIC", served_on: today(), receiver: "周桂兰" });

  const office = await desk("老吴");
  await open(office, item_no);
  await choose(office, "申请复查");
  await form(office).getByLabel(/复查请求/).fill("撤销处理意见，支付加班费。");
  await form(office).getByLabel(/不服的事实和理由/).fill("银行流水里没有这一笔。");
  await submit(office, "申请复查");
  if (await office.getByRole("dialog").isVisible()) await confirmed(office, "申请复查");
  await done(office, "申请复查");

  const mayor = await desk("黎县长");
  await open(mayor, item_no);
  await choose(mayor, "签发复查意见");
  assert.equal(await form(mayor).getByLabel(/重新办理的期限/).count(), 0);
  await form(mayor).getByLabel(/撤销，重新办理/).check();
  await form(mayor).getByLabel(/重新办理的期限/).waitFor(); // a revoked opinion needs a day
  await form(mayor).getByLabel("维持").check();
  await form(mayor).getByLabel(/查明的事实/).fill("经复查，原认定事实清楚。");
  await form(mayor).getByLabel(/复查意见/).fill("维持原处理意见。");
  await form(mayor).getByLabel(/法律依据/).fill("《信访工作条例》第三十五条");
  await submit(mayor, "签发复查意见");
  await confirmed(mayor, "签发复查意见");
  await done(mayor, "签发复查意见");
  const reviewer = await desk("符复查");
  await open(reviewer, item_no);
  await reviewer.getByText("复查：安澜县人民政府").waitFor();
  await choose(reviewer, "送达复查意见");
  assert.equal(await form(reviewer).getByLabel(/公告日期/).count(), 0);
  await form(reviewer).getByLabel(/送达方式/).selectOption("PUBLIC");
  await form(reviewer).getByLabel(/公告日期/).waitFor();
  await form(reviewer).getByLabel(/送达方式/).selectOption("ELECTRONIC");
  await form(reviewer).getByRole("button", { name: "今天" }).first().click();
  await form(reviewer).getByLabel(/签收人/).fill("周桂兰");
  await submit(reviewer, "送达复查意见");
  if (await reviewer.getByRole("dialog").isVisible()) await confirmed(reviewer, "送达复查意见");
  await done(reviewer, "送达复查意见");

  const citizen = await visitor(browser, { size: phone });
  await citizen.page.goto(`${base}/progress/#${item_no}.${receipt.query_code}`);
  await citizen.page.getByText("复查意见已经送达").first().waitFor();
  const told = await citizen.page.locator("main").innerText();
  assert.match(told, /您可以申请复核/);
  assert.match(told, /您申请了复查/);
  assert.match(told, /维持原来的意见/);
  await fits(citizen.page, "progress of a reviewed matter");
  await accessible(citizen.page, "progress of a reviewed matter");
  assert.deepEqual(citizen.troubles, []);
  reviewed = receipt;
});

test("the hearing of a re-review pauses its term, at the desk and for the petitioner", async (context) => {
  if (!reviewed) return context.skip("no reviewed matter");
  const { item_no, query_code } = reviewed;
  await take(await desk("老吴"), item_no, "re_review_request",
    { requests: "撤销复查意见。", reasons: "没有查银行流水。", received_on: today() });
  const city = await desk("史复核");
  await open(city, item_no);
  await choose(city, "决定复核听证");
  await form(city).getByLabel(/听证日期/).fill(today());
  await form(city).getByLabel(/地点/).fill("市政府三号会议室，上午九时");
  await form(city).getByLabel(/主持人/).fill("史复核");
  await form(city).getByLabel(/听证事项/).fill("加班费是否已经支付");
  await submit(city, "决定复核听证");
  await form(city).getByText("“听证日期”应在今天以后").waitFor();
  await form(city).getByLabel(/听证日期/).fill(dayAhead(9));
  await submit(city, "决定复核听证");
  await done(city, "决定复核听证");
  const terms = city.getByRole("region", { name: "期限" });
  await terms.getByText("已暂停计时").waitFor();
  await terms.locator(".desk-hint", { hasText: /自.*起暂停计算/ }).waitFor();
  const citizen = await visitor(browser, { size: phone });
  await citizen.page.goto(`${base}/progress/#${item_no}.${query_code}`);
  await citizen.page.getByText(/起暂停计算。恢复后，最后一日往后顺延/).waitFor();
  assert.deepEqual(citizen.troubles, []);
});

test("the menu has all the rest: reached by keyboard, what is blocked with its reason", async () => {
  const { item_no } = await filed("小区电梯老坏");
  const office = await desk("老吴");
  await take(office, item_no, "screening", { kind: "3", category: "040200" });
  const head = await desk("周局");
  await open(head, item_no);
  const panel = head.locator("section.actions");
  assert.deepEqual(await panel.locator(".action-list .el-button").allInnerTexts(), ["转送", "转送下级", "交办"]);
  const menu = panel.locator(".more-open");
  await menu.focus();
  await head.keyboard.press("Enter");
  const blocked = panel.getByRole("button", { name: "直接回复", exact: true });
  assert.equal(await blocked.getAttribute("aria-disabled"), "true");
  assert.ok((await blocked.getAttribute("title")).length > 4);
  await head.keyboard.press("Tab");
  assert.equal(await head.evaluate(() => document.activeElement.className), "more-item");
  await accessible(head, "the menu of actions");
  await head.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("aria-expanded"), "false");
  assert.ok(await menu.evaluate((one) => one === document.activeElement));
  // A ground that is no refusal leads to the step that hands it over.
  await choose(head, "不予受理");
  await form(head).getByRole("button", { name: /改为办理“转送政法机关”/ }).first().click();
  await head.getByRole("heading", { name: "转送政法机关" }).waitFor();
});

test("earlier matters of the same person are offered and chosen by keyboard", async () => {
  const phone = `139${String(Date.now()).slice(-8)}`;
  const of = (name) => ({ petitioners: [{ name, phone }] });
  const first = await filed("路灯又不亮了", of("路明"));
  const again = await filed("路灯还是不亮", of("路明"));
  const office = await desk("老吴");
  await open(office, again.item_no);
  await choose(office, "并案");
  const offered = form(office).getByRole("group", { name: /同一信访人先前的事项/ });
  const one = offered.getByRole("button", { name: /路灯又不亮了/ });
  await one.getByText("电话和姓名相同").waitFor();
  await accessible(office, "earlier matters of the same person");
  await one.focus();
  await office.keyboard.press("Enter");
  await form(office).locator("[aria-pressed=true]").waitFor();
  const number = form(office).getByLabel(/先前事项的编号/);
  assert.equal((await number.inputValue()).replaceAll("-", ""), first.item_no);
  const alone = await filed("别人的事", { petitioners: [{ name: "单独", phone: `136${phone.slice(3)}` }] });
  await open(office, alone.item_no);
  await choose(office, "并案");
  await form(office).getByText("没有查到同一信访人先前的事项。").waitFor();
});

test("a wrong time of receipt is set right by a time, and the day moves with it", async () => {
  const { item_no: number } = await filed("井盖丢了");
  const office = await desk("老吴");
  await open(office, number);
  const { body: before } = await asked(office, `/matters/${number}`);
  const dueOf = (matter) => matter.clocks.find((clock) => clock.clock === "C01").due_strict_on;
  await choose(office, "更正");
  await form(office).getByLabel(/要更正的项目/).selectOption({ label: "收到时间" });
  const time = form(office).locator("input[type=datetime-local]");
  assert.equal(Date.parse(`${await time.inputValue()}+08:00`), Math.floor(Date.parse(before.received_at) / 60_000) * 60_000);
  await accessible(office, "a time of receipt set right");
  const right = new Date(Date.parse(before.received_at) - 10 * 86_400_000 + 8 * 3_600_000);
  await time.fill(right.toISOString().slice(0, 16));
  await form(office).getByLabel(/更正的理由/).fill("收信日期抄错");
  await submit(office, "更正");
  await done(office, "更正");
  const { body: after } = await asked(office, `/matters/${number}`);
  assert.equal(Math.round((Date.parse(dueOf(before)) - Date.parse(dueOf(after))) / 86_400_000), 10);
});

test("the same matter again is joined by its number", async () => {
  const first = await filed("水渠堵了两年"), again = await filed("还是水渠堵了");
  const office = await desk("老吴");
  await open(office, again.item_no);
  await choose(office, "并案");
  const number = form(office).getByLabel(/先前事项的编号/);
  await number.fill(first.item_no);
  await office.getByRole("option", { name: /已登记/ }).first().click();
  await form(office).locator(".hint", { hasText: /已登记 · .*收/ }).waitFor();
  await form(office).getByLabel(/已核对是同一信访人/).check();
  await form(office).getByLabel(/已核对是同一事项/).check();
  await form(office).getByLabel(/告诉信访人的办理进展/).fill("先前的一件已经登记，正在甄别。");
  await submit(office, "并案");
  await done(office, "并案");
  await office.getByRole("region", { name: "相关事项" }).getByRole("link").first().click();
  await office.getByRole("heading", { name: "水渠堵了两年" }).waitFor();
  const citizen = await visitor(browser, { size: phone });
  await citizen.page.goto(`${base}/progress/#${again.item_no}.${again.query_code}`);
  await citizen.page.getByText("已并入先前的一件").waitFor();
  await citizen.page.getByText("它现在：已登记").waitFor();
  assert.deepEqual(citizen.troubles, []);
});
