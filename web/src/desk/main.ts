import { createApp } from "vue";
import "element-plus/dist/index.css";
import "element-plus/theme-chalk/dark/css-vars.css";
import "@/shared/tokens.css";
import "./desk.css";
import "./print.css";
import chinese from "sentences:desk/zh-CN";
import { loadAbout } from "@/shared/about";
import { chooseLanguage, keptLanguage, setSentences } from "@/shared/language";
import Desk from "./Desk.vue";
import { router } from "./router";
import { loadSession } from "./session";
import { applyTheme } from "./theme";

setSentences(chinese, () => import("sentences:desk/en"));
applyTheme();
// Without an answer the sign-in page comes up, and says what is wrong when it is used.
const known = Promise.allSettled([chooseLanguage(keptLanguage()), loadAbout(), loadSession()]);
void known.then(() => createApp(Desk).use(router).mount("#app"));
