// Places and the petition office that has each of them.
import { api, ask, type Schemas } from "@/api/client";
import type { paths } from "contract";

type Divisions = paths["/api/v1/divisions"]["get"]["responses"]["200"]["content"]["application/json"];
type Organs = paths["/api/v1/organs/public"]["get"]["responses"]["200"]["content"]["application/json"];
export type Division = Divisions["divisions"][number];
export type PublicOrgan = Organs["organs"][number];
export interface Place {
  code: Schemas["RegionCode"];
  path: string;
  narrow: boolean; // a county or below, or nothing stands below it
  served?: boolean; // whether a petition office takes what is filed for it; unknown before it was asked
}
/** One list of divisions under another, and which of it is chosen. */
export interface Level {
  options: Division[];
  chosen: string;
}

export const county = 3;

// Rows of the statistical code that only group others.
const groups = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/;
// How many digits of a code name a division of each level.
const digits = [0, 2, 4, 6, 9, 12];

export async function divisionsBelow(parent: string): Promise<Division[]> {
  const query = parent ? { parent } : {};
  return (await ask(api.GET("/api/v1/divisions", { params: { query } }))).divisions;
}

export async function findDivisions(wanted: string): Promise<Division[]> {
  return (await ask(api.GET("/api/v1/divisions", { params: { query: { query: wanted } } }))).divisions;
}

export async function organsOf(region?: string): Promise<PublicOrgan[]> {
  return (await ask(api.GET("/api/v1/organs/public", { params: { query: region ? { region } : {} } })))
    .organs;
}

// Whether a division holds the place of this code, or is it.
function holds(division: Division, code: string): boolean {
  return code.startsWith(division.code.slice(0, digits[division.level]));
}

// 河南省 + 济源市 + 济源市克井镇 -> 河南省济源市克井镇
function pathOf(names: string[]): string {
  const telling = names.filter((name) => !groups.test(name));
  return telling.reduce((path, name, index) => {
    const above = telling[index - 1];
    return above && name.startsWith(above) ? path.slice(0, -above.length) + name : path + name;
  }, "");
}

/** The lists from the provinces to below the place of this code. */
export async function levelsDownTo(code: string): Promise<Level[]> {
  const levels: Level[] = [];
  for (let parent: string | undefined = ""; parent !== undefined;) {
    const options: Division[] = await divisionsBelow(parent);
    const holder: Division | undefined = code ? options.find((one) => holds(one, code)) : undefined;
    if (options.length) levels.push({ options, chosen: holder?.code ?? "" });
    parent = holder?.code;
  }
  return levels;
}

/** The place that is chosen in the lists. */
export function placeIn(levels: Level[]): Place | null {
  const chosen = levels.flatMap((level) => level.options.filter((one) => one.code === level.chosen));
  const last: Division | undefined = chosen[chosen.length - 1];
  if (!last) return null;
  const next: Division | undefined = levels[chosen.length]?.options[0];
  const narrow = last.level >= county || !next || next.level > county;
  return { code: last.code, path: pathOf(chosen.map((one) => one.name)), narrow };
}

/** The petition office that will get what is filed for this place: its own, else the nearest above. */
export async function officeOf(code: string): Promise<PublicOrgan | undefined> {
  const above = [code.slice(0, 9), code.slice(0, 6), `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
  for (const place of new Set([code, ...above])) {
    const office = (await organsOf(place)).find((organ) => organ.petition_office);
    if (office) return office;
  }
  return undefined;
}
