// Makes the portal's app: the same for the browser and for writing the pages' HTML at build time.
import { createSSRApp } from "vue";
import { createMemoryHistory, createRouter, createWebHistory } from "vue-router";
import chinese from "sentences:portal/zh-CN";
import { setSentences } from "@/shared/language";
import Portal from "./Portal.vue";
import { routes } from "./routes";

export function makePortal(inBrowser: boolean) {
  setSentences(chinese, () => import("sentences:portal/en"));
  const router = createRouter({
    history: inBrowser ? createWebHistory() : createMemoryHistory(),
    routes,
    scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
  });
  const app = createSSRApp(Portal).use(router);
  return { app, router };
}
