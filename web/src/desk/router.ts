// The desk's pages, by what stands after #.
import { createRouter, createWebHashHistory } from "vue-router";
import SignIn from "./pages/SignIn.vue";

export const router = createRouter({
  history: createWebHashHistory("/desk/"),
  routes: [{ path: "/", component: SignIn }],
});
