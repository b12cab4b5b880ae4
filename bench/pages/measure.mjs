// measure.mjs URL: Lighthouse (mobile, simulated slow network and processor) on the public pages,
// three runs each, medians, as rows of a table. Exit code 1 when one is below its limit.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const base = process.argv[2];
const limit = 95;
const runs = Number(process.argv[3] ?? 3);
const places = [
  { path: "/", indexed: true },
  { path: "/file/", indexed: true },
  { path: "/progress/", indexed: false },
  { path: "/guide/", indexed: true },
  { path: "/offices/", indexed: true },
];
const kinds = ["performance", "accessibility", "best-practices", "seo"];
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measured(port, path) {
  const { lhr } = await lighthouse(base + path, { port, output: "json", logLevel: "error", onlyCategories: kinds });
  if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  if (process.env.XINFANG_SAY_WHY) {
    for (const audit of Object.values(lhr.audits))
      if (audit.score !== null && audit.score < 0.9) console.log(`  ${path} ${audit.id} ${audit.displayValue ?? ""}`);
  }
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind, Math.round(lhr.categories[kind].score * 100)])),
    first: lhr.audits["first-contentful-paint"].numericValue / 1000,
    largest: lhr.audits["largest-contentful-paint"].numericValue / 1000,
    interactive: lhr.audits["interactive"].numericValue / 1000,
    bytes: lhr.audits["total-byte-weight"].numericValue / 1024,
  };
}

let below = 0;
const chrome = await launch({
  chromePath: process.env.XINFANG_CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
console.log("| page | " + kinds.join(" | ") + " | first text s | largest s | usable s | KiB |");
console.log("|---|" + "---|".repeat(kinds.length + 4));
for (const place of places) {
  const all = [];
  for (let run = 0; run < runs; ++run) all.push(await measured(chrome.port, place.path));
  const of = (name) => median(all.map((one) => one[name]));
  const scores = kinds.map((kind) => {
    const counts = kind !== "seo" || place.indexed;
    if (counts && of(kind) < limit) below += 1;
    return counts ? String(of(kind)) : `${of(kind)} (not indexed)`;
  });
  const seconds = ["first", "largest", "interactive"].map((name) => of(name).toFixed(1));
  console.log(`| ${place.path} | ${scores.join(" | ")} | ${seconds.join(" | ")} | ${of("bytes").toFixed(0)} |`);
}
await chrome.kill();
console.log(below ? `${below} below ${limit}` : `all at least ${limit}`);
process.exit(below ? 1 : 0);
