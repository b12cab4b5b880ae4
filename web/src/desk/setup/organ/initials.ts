// Initials of the names of organs that are still there, by their ids.
import { api, ask } from "@/api/client";

export async function readInitials(): Promise<Map<string, string>> {
  const { organs } = await ask(api.GET("/api/v1/organs/public", { params: { query: {} } }));
  return new Map(organs.map((organ) => [organ.organ_id, organ.initials ?? ""]));
}
