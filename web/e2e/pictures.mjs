// pictures.mjs FOLDER: a picture of every page at 1440 and 390 pixels in both languages, for the manual.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { desktop, openBrowser, phone, visitor } from "./stage.mjs";
import { keepers, tourDesk, tourPortal, tourSetup } from "./tour.mjs";

const folder = process.argv[2];
const tallest = 1600; // of a list that goes on and on
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const viewport of [desktop, phone]) {
  for (const language of ["zh-CN", "en"]) {
    const take = async (name, page) => {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      const { width } = viewport;
      await page.screenshot({
        path: join(folder, `${name}.${width}.${language}.png`),
        fullPage: true,
        clip: { x: 0, y: 0, width, height: Math.min(height, page.url().includes("/desk/") ? tallest : height) },
      });
    };
    for (const tour of [tourPortal, tourDesk]) {
      const person = await visitor(browser, { size: viewport, language });
      await tour(person.page, take);
      await person.context.close();
    }
    for (const name of Object.keys(keepers)) {
      const person = await visitor(browser, { size: viewport, language });
      await tourSetup(person.page, name, take);
      await person.context.close();
    }
  }
}
await browser.close();
