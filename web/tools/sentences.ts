// Gives the front ends the sentences of i18n/ as modules: "sentences:portal/zh-CN" is
// i18n/zh-CN.toml (names of states, steps, fields ...) under i18n/portal/zh-CN.toml. A part that only the
// server says (refusals, letters) is left out, so that a phone does not load it.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import type { Plugin } from "vite";

type Table = { [key: string]: string | Table };

// Why a term ends on its day; the rest of [law] is for the command line.
const REASONS = ["law.explain", "law.unit", "law.nature"];
// What each front end shows of the server's own sentences.
const SHARED: Record<string, string[]> = {
  portal: ["product", "channel", "outcome", "rating", ...REASONS],
  desk: [
    "product",
    "role",
    "state",
    "step",
    "clock",
    "list",
    "ground",
    "channel",
    "kind",
    "outcome",
    "rating",
    "field",
    ...REASONS,
    "parameter",
    "organ_type",
  ],
};

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../i18n");

function flat(table: Table, prefix: string, into: Record<string, string>) {
  for (const [key, value] of Object.entries(table)) {
    if (typeof value === "string") into[prefix + key] = value;
    else flat(value, `${prefix}${key}.`, into);
  }
}

function read(path: string): Table {
  return parse(readFileSync(path, "utf8")) as Table;
}

export function sentences(front: string, language: string): Record<string, string> {
  const into: Record<string, string> = {};
  const server = read(`${folder}/${language}.toml`);
  for (const part of SHARED[front]) {
    const found = part.split(".").reduce<Table | string>((at, name) => (at as Table)?.[name], server);
    if (found) flat(found as Table, `${part}.`, into);
  }
  flat(read(`${folder}/screens/${language}.toml`), "", into);
  flat(read(`${folder}/${front}/${language}.toml`), "", into);
  return into;
}

export function sentencesPlugin(): Plugin {
  const name = /^sentences:(portal|desk)\/(zh-CN|en)$/;
  return {
    name: "sentences",
    resolveId: (id) => (name.test(id) ? `\0${id}` : undefined),
    load(id) {
      const match = name.exec(id.replace("\0", ""));
      if (!match || !id.startsWith("\0")) return undefined;
      for (const file of [`${match[2]}.toml`, `screens/${match[2]}.toml`, `${match[1]}/${match[2]}.toml`])
        this.addWatchFile(`${folder}/${file}`);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(sentences(match[1], match[2])))})`;
    },
  };
}
