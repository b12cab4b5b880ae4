// The office's set-up: child routes of the desk's frame. Pages are loaded when they are opened.
import type { RouteRecordRaw } from "vue-router";
import { firstPage } from "./pages";

export const routes: RouteRecordRaw[] = [
  {
    path: "/setup",
    component: () => import("./Setup.vue"),
    children: [
      { path: "", redirect: () => `/setup/${firstPage()}` },
      { path: "organs", component: () => import("./organ/OrganPage.vue") },
      { path: "staff", component: () => import("./staff/StaffPage.vue") },
      { path: "calendar", component: () => import("./calendar/CalendarPage.vue") },
      { path: "parameters", component: () => import("./parameter/ParameterPage.vue") },
      { path: "changes", component: () => import("./change/ChangePage.vue") },
      { path: "audit", component: () => import("./audit/AuditPage.vue") },
    ],
  },
];
