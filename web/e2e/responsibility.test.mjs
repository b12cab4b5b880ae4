// Responsibility time in the file: whose turn it was, in words and figures that add up, on a wide screen,
// on a phone and on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, asked, base, fits, openBrowser, phone, settled, signIn, visitor } from "./stage.mjs";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

const minutes = (text) => {
  const [, days, hours, rest] = text.match(/(\d+)天(\d+)小时(\d+)分/).map(Number);
  return days * 1440 + hours * 60 + rest;
};

/** A matter of the demonstration county that has been in more hands than one. */
async function wandered(page) {
  for (const list of ["to_screen", "to_dispose", "all"]) {
    const { body } = await asked(page, `/matters?list=${list}`);
    for (const { matter } of body.items ?? []) {
      const file = await asked(page, `/matters/${matter.matter_no}`);
      const tracks = file.body.responsibility ?? [];
      if (tracks.some((track) => track.totals.length > 1)) return file.body;
    }
  }
  throw new Error("no matter has been in more hands than one");
}

test("the parts of each track add up to the whole, and each span is told", async () => {
  const { page, troubles } = await visitor(browser);
  await signIn(page, "老吴");
  const file = await wandered(page);
  await page.goto(`${base}/desk/#/matter/${file.matter_no}`);
  const section = page.getByRole("region", { name: "责任时间" });
  const tables = section.getByRole("table");
  await tables.first().waitFor();
  assert.equal(await tables.count(), file.responsibility.length);
  for (const [at, track] of file.responsibility.entries()) {
    const rows = await tables.nth(at).locator("tbody td:nth-of-type(1)").allInnerTexts();
    const whole = await tables.nth(at).locator("tfoot td").first().innerText();
    assert.equal(rows.length, track.totals.length);
    assert.equal(rows.map(minutes).reduce((sum, one) => sum + one, 0), minutes(whole));
    for (const total of track.totals.filter((one) => one.organ))
      assert.ok(await tables.nth(at).getByText(total.organ).isVisible(), total.organ);
    const bar = section.locator(".turns-bar").nth(at).locator("span");
    assert.equal(await bar.count(), track.spans.length);
  }
  await section.getByText("逐段看").first().click();
  assert.equal(await section.locator(".turns-course").first().getByRole("listitem").count(),
    file.responsibility[0].spans.length);
  await settled(page);
  await accessible(page, "responsibility time");
  await page.emulateMedia({ media: "print" });
  assert.ok(await tables.first().isVisible(), "on paper");
  assert.ok(!(await section.getByText("逐段看").first().isVisible()), "nothing to press on paper");
  await page.emulateMedia({ media: "screen" });
  assert.deepEqual(troubles, []);
  const small = await visitor(browser, { size: phone });
  await signIn(small.page, "老吴");
  await small.page.goto(`${base}/desk/#/matter/${file.matter_no}`);
  await small.page.getByRole("region", { name: "责任时间" }).getByRole("table").first().waitFor();
  await settled(small.page);
  await fits(small.page, "responsibility time on a phone");
});
