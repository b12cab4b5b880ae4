// Writes build/dist/<page>/index.html from the built template and the rendered pages, then packs what
// the server hands out packed (.gz, .br). Fails when the portal's first script is over its budget.
import { readFileSync, writeFileSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(web, "build/dist");
const budget = 90 * 1024; // bytes of gzip, issue of the first faces

const { pages } = await import(join(web, "build/pages/prerender.js"));
const template = readFileSync(join(dist, "index.html"), "utf8");
// Which built files belong to a source; without them in the head a page of its own chunk would stand
// unstyled until the script has come.
const manifestPath = join(dist, ".vite/ssr-manifest.json");
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

for (const page of await pages()) {
  const head =
    `<title>${escaped(page.title)}</title>\n    <meta name="description" content="${escaped(page.description)}" />` +
    (page.indexed ? "" : `\n    <meta name="robots" content="noindex" />`);
  const files = new Set(page.modules.flatMap((module) => manifest[module] ?? []));
  const links = [...files]
    .filter((file) => !template.includes(file))
    .map((file) =>
      file.endsWith(".css")
        ? `<link rel="stylesheet" crossorigin href="${file}" />\n    `
        : `<link rel="modulepreload" crossorigin href="${file}" />\n    `,
    );
  const html = template
    .replace(/<title>.*<\/title>/, () => head)
    .replace("</head>", () => `${links.join("")}</head>`)
    .replace('<div id="app"></div>', () => `<div id="app">${page.html}</div>`);
  const folder = join(dist, page.path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), html);
}

rmSync(dirname(manifestPath), { recursive: true });

const first = [...template.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((match) => match[1]);
const size = first.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0);
console.log(`first script of the portal: ${(size / 1024).toFixed(1)} KiB gzip of ${budget / 1024}`);
if (size > budget) throw new Error("the portal's first script is over its budget");

for (const entry of readdirSync(dist, { recursive: true })) {
  const path = join(dist, entry);
  if (!/\.(html|js|css|svg|json|webmanifest|txt)$/.test(path) || statSync(path).size < 600) continue;
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes));
}
