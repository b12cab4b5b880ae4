// What the pickers look up: organs, categories, divisions and the law's table. Read once, kept in memory
// for the language they were read in.
import { api, ask, type Schemas } from "@/api/client";
import { language } from "@/shared/language";

export type Organ = Schemas["Organ"] & { initials: string };
export type Category = { code: string; name: string; initials: string };
export type Place = { code: string; name: string; level: number; initials: string; path: string };
export type Law = Schemas["Law"];
export type LawStep = Law["steps"][number];
export type Ground = Law["grounds"][number];
export type FoundMatter = Schemas["Work"];
export type Colleague = { user_id: string; name: string; roles: string[] };

const kept = new Map<string, Promise<unknown>>();

// A failed read is not kept: the next one tries again.
function once<T>(key: string, read: () => Promise<T>): Promise<T> {
  const name = `${language.value}:${key}`;
  let found = kept.get(name) as Promise<T> | undefined;
  if (!found) {
    found = read();
    kept.set(name, found);
    found.catch(() => kept.delete(name));
  }
  return found;
}

/** Organs that are still there, with the initials of their names. */
export function organs(): Promise<Organ[]> {
  return once("organs", async () => {
    const [tree, open] = await Promise.all([
      ask(api.GET("/api/v1/organs")),
      ask(api.GET("/api/v1/organs/public", { params: { query: {} } })),
    ]);
    const initials = new Map(open.organs.map((organ) => [organ.organ_id, organ.initials]));
    return tree.organs
      .filter((organ) => initials.has(organ.organ_id))
      .map((organ) => ({ ...organ, initials: initials.get(organ.organ_id) ?? "" }));
  });
}

export function categories(): Promise<Category[]> {
  return once("categories", async () => (await ask(api.GET("/api/v1/categories"))).categories);
}

export function law(ruleSet: string): Promise<Law> {
  return once(`law:${ruleSet}`, () =>
    ask(api.GET("/api/v1/law/{rule_set}", { params: { path: { rule_set: ruleSet } } })),
  );
}

/** The people of the own organ who are active. */
export function colleagues(): Promise<Colleague[]> {
  return once("colleagues", async () => (await ask(api.GET("/api/v1/colleagues"))).colleagues);
}

/** Matters that the own organ may see: by a whole number, or by words. */
export async function findMatters(query: string): Promise<FoundMatter[]> {
  const most = 10;
  const found = await ask(api.GET("/api/v1/matters", { params: { query: { query } } }));
  return found.items.slice(0, most);
}

function divisions(parent: string): Promise<Omit<Place, "path">[]> {
  return once(`divisions:${parent}`, async () => {
    const query = parent ? { parent } : {};
    return (await ask(api.GET("/api/v1/divisions", { params: { query } }))).divisions;
  });
}

// 419001001 stands below 419001, 419000, 410000.
function codesAbove(code: string): string[] {
  const own = code.length === 6 ? code.replace(/(00){1,2}$/, "") : code;
  const above = [2, 4, 6, 9]
    .filter((length) => length < own.length)
    .map((length) => own.slice(0, length).padEnd(6, "0"));
  return [...new Set(above)].filter((one) => one !== code);
}

/** The division with the names of those above it; its code where the directory does not know it. */
export async function placeOf(code: string): Promise<Place> {
  const names: string[] = [];
  let found: Omit<Place, "path"> | undefined;
  let parent = "";
  for (const step of [...codesAbove(code), code]) {
    found = (await divisions(parent)).find((one) => one.code === step);
    if (!found) continue;
    names.push(found.name);
    parent = step;
  }
  if (!found) return { code, name: code, level: 0, initials: "", path: code };
  return { ...found, path: names.join("") };
}

/** Divisions directly below one; the provinces for "". */
export async function placesBelow(parent: Place | null): Promise<Place[]> {
  const below = await divisions(parent?.code ?? "");
  return below.map((one) => ({ ...one, path: (parent?.path ?? "") + one.name }));
}

/** Best first, at most fifty; only below `within` when that is given. */
export async function findPlaces(query: string, within = ""): Promise<Place[]> {
  const asked = within ? { query, within } : { query };
  const found = await ask(api.GET("/api/v1/divisions", { params: { query: asked } }));
  return found.divisions.map((one) => ({ ...one, path: one.path ?? one.name }));
}

/** How well a name answers a query: 3 begins, 2 initials begin, 1 contains, 0 not at all. */
export function matches(query: string, names: string[], initials: string): number {
  const asked = query.trim().toLowerCase();
  if (!asked) return 1;
  if (names.some((name) => name.toLowerCase().startsWith(asked))) return 3;
  if (/^[a-z0-9]+$/.test(asked) && initials.startsWith(asked)) return 2;
  if (names.some((name) => name.toLowerCase().includes(asked))) return 1;
  return /^[a-z]{2,}$/.test(asked) && initials.includes(asked) ? 1 : 0;
}
