// What is the same for everyone: the server's day, whether it is a demonstration.
import { shallowRef } from "vue";
import { api, ask, type Schemas } from "@/api/client";
import type { paths } from "contract";

export type About = paths["/api/v1/about"]["get"]["responses"]["200"]["content"]["application/json"];
export type Clock = Schemas["RunningClock"];
export const about = shallowRef<About | null>(null);

export async function loadAbout() {
  try {
    about.value = await ask(api.GET("/api/v1/about"));
  } catch {
    about.value = null; // the page says by itself what does not work when it is needed
  }
}
