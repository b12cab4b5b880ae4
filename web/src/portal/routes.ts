// The portal's pages. Each has a folder in the built tree with its text in the HTML; `index: false`
// marks pages that search engines must not keep.
import type { RouteRecordRaw } from "vue-router";
import Home from "./pages/Home.vue";

export const routes: RouteRecordRaw[] = [
  {
    path: "/",
    component: Home,
    meta: { title: "portal.home.title", description: "portal.home.description" },
  },
];
