// The desk's pages, by what stands after #. Worklists, search and the file are one page (Workplace.vue):
// three panes beside each other, or one at a time on a narrow screen.
import { createRouter, createWebHashHistory, type RouteRecordRaw } from "vue-router";
import { routes as setup } from "./setup/routes";
import { isStaff, mayRegister, signedIn } from "./session";

const Workplace = () => import("./work/Workplace.vue");

const routes: RouteRecordRaw[] = [
  { path: "/sign-in", name: "sign-in", component: () => import("./account/SignIn.vue") },
  {
    path: "/",
    component: () => import("./frame/Frame.vue"),
    children: [
      { path: "work/:list?", name: "work", component: Workplace },
      { path: "search", name: "search", component: Workplace },
      { path: "matter/:no", name: "matter", component: Workplace },
      { path: "account", name: "account", component: () => import("./account/Account.vue") },
      { path: "register", name: "register", component: () => import("./registration/Registration.vue") },
      ...setup,
      { path: ":rest(.*)*", name: "nowhere", component: () => import("./frame/Nowhere.vue") },
    ],
  },
];

export const router = createRouter({ history: createWebHashHistory("/desk/"), routes });

const ofStaff = new Set(["work", "search", "matter"]);

router.beforeEach((to) => {
  if (to.name === "sign-in") return true;
  if (!signedIn.value) {
    return { name: "sign-in", query: to.fullPath === "/" ? {} : { to: to.fullPath } };
  }
  if (to.path === "/") return isStaff.value ? "/work" : "/setup";
  if (ofStaff.has(String(to.name)) && !isStaff.value) return "/setup";
  if (to.name === "register" && !mayRegister.value) return "/work";
  return true;
});
