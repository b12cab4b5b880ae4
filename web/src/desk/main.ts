import { createApp } from "vue";
import "element-plus/dist/index.css";
import "element-plus/theme-chalk/dark/css-vars.css";
import "@/shared/tokens.css";
import "./desk.css";
import chinese from "sentences:desk/zh-CN";
import { chooseLanguage, keptLanguage, setSentences } from "@/shared/language";
import Desk from "./Desk.vue";
import { router } from "./router";

setSentences(chinese, () => import("sentences:desk/en"));
void chooseLanguage(keptLanguage()).then(() => createApp(Desk).use(router).mount("#app"));
