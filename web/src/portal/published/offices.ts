// The organs that the office publishes, read once a visit; petition offices first, as the server lists.
import { api, ask } from "@/api/client";
import type { paths } from "contract";

type Answer = paths["/api/v1/organs/public"]["get"]["responses"]["200"]["content"]["application/json"];
export type PublicOrgan = Answer["organs"][number];

let reading: Promise<PublicOrgan[]> | null = null;

/** Throws Refused; a failed reading is tried anew the next time. */
export function loadOrgans(): Promise<PublicOrgan[]> {
  reading ??= ask(api.GET("/api/v1/organs/public")).then(
    (answer) => [...answer.organs].sort((a, b) => Number(b.petition_office) - Number(a.petition_office)),
    (refused) => {
      reading = null;
      throw refused;
    },
  );
  return reading;
}

const names = new Map<string, Promise<Map<string, string>>>();

// 419001001 -> 419001 -> 419000 -> 410000; a province has none above it.
function above(code: string): string {
  if (code.length > 6) return code.slice(0, code.length - 3);
  if (!code.endsWith("00")) return `${code.slice(0, 4)}00`;
  return code.endsWith("0000") ? "" : `${code.slice(0, 2)}0000`;
}

function namesBelow(parent: string): Promise<Map<string, string>> {
  const known = names.get(parent);
  if (known) return known;
  const query = parent ? { parent } : {};
  const read = ask(api.GET("/api/v1/divisions", { params: { query } })).then(
    (answer) => new Map(answer.divisions.map((division) => [division.code, division.name])),
    () => new Map<string, string>(),
  );
  names.set(parent, read);
  return read;
}

/** The place's name; empty where the directory of divisions does not know it. */
export async function placeName(code: string): Promise<string> {
  return (await namesBelow(above(code))).get(code) ?? "";
}
