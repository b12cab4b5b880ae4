// pictures.mjs FOLDER: a picture of every page at 1440 and 390 pixels in both languages, for the manual.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { desktop, openBrowser, phone, visitor } from "./stage.mjs";
import { keepers, tourDesk, tourPortal, tourSetup } from "./tour.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const viewport of [desktop, phone]) {
  for (const language of ["zh-CN", "en"]) {
    const take = (name, page) => page.screenshot({
      path: join(folder, `${name}.${viewport.width}.${language}.png`),
      fullPage: viewport === phone || page.url().indexOf("/desk/") < 0,
    });
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
