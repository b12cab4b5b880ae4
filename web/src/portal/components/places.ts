// Places and the petition office that has each of them.
import { api, ask, type Schemas } from "@/api/client";
import type { paths } from "contract";

type Divisions = paths["/api/v1/divisions"]["get"]["responses"]["200"]["content"]["application/json"];
type Organs = paths["/api/v1/organs/public"]["get"]["responses"]["200"]["content"]["application/json"];
export type Division = Divisions["divisions"][number];
export type PublicOrgan = Organs["organs"][number];
export type Place = { code: Schemas["RegionCode"]; path: string; narrow: boolean };

export const county = 3; // level from which a place names one petition office

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

/** Whether a division holds the place of this code, or is it. */
export function holds(division: Division, code: string): boolean {
  return code.startsWith(division.code.slice(0, digits[division.level]));
}

/** 河南省 + 济源市 + 济源市克井镇 -> 河南省济源市克井镇 */
export function pathOf(names: string[]): string {
  const telling = names.filter((name) => !groups.test(name));
  return telling.reduce((path, name, index) => {
    const above = telling[index - 1];
    return above && name.startsWith(above) ? path.slice(0, -above.length) + name : path + name;
  }, "");
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
