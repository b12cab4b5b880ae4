// The portal's pages. Each has a folder in the built tree with its text in the HTML; `index: false`
// marks pages that search engines must not keep.
import type { RouteRecordRaw } from "vue-router";
import Home from "./pages/Home.vue";

export const routes: RouteRecordRaw[] = [
  {
    path: "/",
    component: Home,
    meta: { title: "portal.home.title", description: "portal.home.description", wide: true },
  },
  {
    path: "/file/",
    component: () => import("./pages/File.vue"),
    meta: { title: "portal.file.title", description: "portal.file.description" },
  },
  {
    path: "/receipt/",
    component: () => import("./pages/Filed.vue"),
    meta: { title: "portal.receipt.title", description: "portal.receipt.description", index: false },
  },
  {
    path: "/progress/",
    component: () => import("./pages/Progress.vue"),
    meta: { title: "portal.progress.title", description: "portal.progress.description", index: false },
  },
  {
    path: "/offices/",
    component: () => import("./pages/Offices.vue"),
    meta: { title: "portal.offices.title", description: "portal.offices.description", wide: true },
  },
  {
    path: "/guide/",
    component: () => import("./pages/Guide.vue"),
    meta: { title: "portal.guide.title", description: "portal.guide.description" },
  },
];
