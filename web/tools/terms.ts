// Gives the portal the days of the law as the module "law:terms": what law/reg2022/parameters.toml has
// read in the law's own text (mark T), by key, with the article. A term of our own is never among them.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import type { Plugin } from "vite";

type Row = { key: string; value: unknown; basis: string; mark: string };

const path = resolve(dirname(fileURLToPath(import.meta.url)), "../../law/reg2022/parameters.toml");

export function termsPlugin(): Plugin {
  const name = "law:terms";
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      this.addWatchFile(path);
      const rows = (parse(readFileSync(path, "utf8")) as { parameter: Row[] }).parameter;
      const terms = rows
        .filter((row) => row.mark === "T" && typeof row.value === "number")
        .map((row) => [row.key, { days: Number(row.value), basis: row.basis }]);
      return `export default ${JSON.stringify(Object.fromEntries(terms))}`;
    },
  };
}
