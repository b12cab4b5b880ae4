// The organs by id, for the names of those that only an id is known of; loaded once a sign-in.
import { shallowRef } from "vue";
import { api, ask } from "@/api/client";
import type { paths } from "contract";

type PublicOrgan =
  paths["/api/v1/organs/public"]["get"]["responses"]["200"]["content"]["application/json"]["organs"][number];

const organs = shallowRef<Map<string, PublicOrgan>>(new Map());

export async function loadOrgans() {
  try {
    const answer = await ask(api.GET("/api/v1/organs/public", { params: { query: {} } }));
    organs.value = new Map(answer.organs.map((organ) => [organ.organ_id, organ]));
  } catch {
    // a name is missing then, nothing else
  }
}

/** Its short name; empty when there is none or it is not known. */
export function organName(id: string | null | undefined): string {
  const organ = id ? organs.value.get(id) : undefined;
  return organ ? organ.short_name || organ.name : "";
}
