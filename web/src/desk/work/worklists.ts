// The counts of the organ's worklists, the same wherever they stand.
import { shallowRef } from "vue";
import { api, ask, Refused } from "@/api/client";
import type { paths } from "contract";

type Answer = paths["/api/v1/worklists"]["get"]["responses"]["200"]["content"]["application/json"];
export type Worklist = Answer["lists"][number];

export const worklists = shallowRef<Worklist[]>([]);
export const worklistProblem = shallowRef<Refused | null>(null);
export const worklistsLoaded = shallowRef(false);

export async function loadWorklists() {
  try {
    worklists.value = (await ask(api.GET("/api/v1/worklists"))).lists;
    worklistProblem.value = null;
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    worklistProblem.value = refused;
  }
  worklistsLoaded.value = true;
}
