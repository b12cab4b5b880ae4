// Every page, on a desk's screen and a phone, in both languages: axe finds nothing, nothing is wider than
// the window, no script fails, no other host is asked; and again at 200 % zoom.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, desktop, fits, openBrowser, phone, visitor } from "./stage.mjs";
import { deskPages, keepers, portalPages, tourDesk, tourPortal, tourSetup } from "./tour.mjs";

// 1440 and 390 pixels, and what 1280 pixels become when text is twice as large.
const sizes = { desktop, phone, zoomed: { width: 640, height: 400 } };
let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

for (const [size, viewport] of Object.entries(sizes)) {
  for (const language of ["zh-CN", "en"]) {
    if (size === "zoomed" && language === "en") continue;
    test(`every page: ${size}, ${language}`, async () => {
      const seen = [];
      const look = async (name, page) => {
        seen.push(name);
        const where = `${name}, ${size}, ${language}`;
        await fits(page, where);
        await accessible(page, where);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language, where);
        const untranslated = await page.evaluate(() =>
          document.body.innerText.match(/\b(portal|desk|screen|explain)\.[a-z_]+\.[a-z_.]+/g));
        assert.equal(untranslated, null, where);
      };
      const troubles = [];
      for (const tour of [tourPortal, tourDesk]) {
        const person = await visitor(browser, { size: viewport, language });
        await tour(person.page, look);
        troubles.push(...person.troubles);
        await person.context.close();
      }
      for (const name of Object.keys(keepers)) {
        const person = await visitor(browser, { size: viewport, language });
        await tourSetup(person.page, name, look);
        troubles.push(...person.troubles);
        await person.context.close();
      }
      assert.deepEqual(seen.sort(), [...portalPages, ...deskPages].sort());
      assert.deepEqual(troubles, []);
    });
  }
}
