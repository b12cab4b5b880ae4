// Both languages have the same keys, and every key that a page names stands there.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

function keys(path) {
  const into = new Map();
  const walk = (table, prefix) => {
    for (const [key, value] of Object.entries(table)) {
      if (typeof value === "string") into.set(prefix + key, value);
      else walk(value, `${prefix}${key}.`);
    }
  };
  walk(parse(readFileSync(join(root, "i18n", path), "utf8")), "");
  return into;
}

const problems = [];
let checked = 0;
const server = keys("zh-CN.toml");
const screens = keys("screens/zh-CN.toml");
for (const part of ["screens", "portal", "desk"]) {
  const chinese = keys(`${part}/zh-CN.toml`),
    english = keys(`${part}/en.toml`);
  for (const [key, text] of chinese) {
    checked += 1;
    if (!english.has(key)) problems.push(`${part}: ${key} has no English`);
    const facts = (sentence) =>
      [...(sentence ?? "").matchAll(/\{(\w+)\}/g)]
        .map((m) => m[1])
        .sort()
        .join();
    if (english.has(key) && facts(text) !== facts(english.get(key)))
      problems.push(`${part}: ${key} names other facts`);
  }
  for (const key of english.keys()) if (!chinese.has(key)) problems.push(`${part}: ${key} has no Chinese`);
  if (part === "screens") continue;
  const sources = ["shared", part].flatMap((folder) =>
    readdirSync(join(root, "web/src", folder), { recursive: true })
      .filter((name) => /\.(vue|ts)$/.test(name))
      .map((name) => join(root, "web/src", folder, name)),
  );
  let text = "";
  for (const path of sources) {
    const source = readFileSync(path, "utf8");
    text += source;
    for (const match of source.matchAll(/(?<![\w.])t\(\s*["']([\w.]+)["']/g)) {
      checked += 1;
      const key = match[1];
      if (!chinese.has(key) && !screens.has(key) && !server.has(key))
        problems.push(`${path.slice(root.length + 1)}: no sentence ${key}`);
    }
  }
  // A sentence is used by its key, or as part of a family that a template builds: t(`lamp.${...}`).
  for (const key of chinese.keys()) {
    const families = key
      .split(".")
      .map((_, at, all) => all.slice(0, at).join("."))
      .filter(Boolean);
    const used =
      text.includes(`"${key}"`) ||
      text.includes(`'${key}'`) ||
      families.some((family) => text.includes("`" + family + ".${") || text.includes(`nameOf("${family}"`));
    if (!used) problems.push(`${part}: nothing says ${key}`);
  }
}
for (const problem of problems) console.log(problem);
console.log(`${checked - problems.length} passed, ${problems.length} failed`);
process.exit(problems.length ? 1 : 0);
