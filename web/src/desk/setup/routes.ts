// The office's set-up: child routes of the desk's frame. Pages are loaded when they are opened.
import type { RouteRecordRaw } from "vue-router";

export const setupRoutes: RouteRecordRaw[] = [
  {
    path: "/setup",
    component: () => import("./Setup.vue"),
    children: [],
  },
];
