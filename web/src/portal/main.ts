import { chooseLanguage, keptLanguage } from "@/shared/language";
import "@/shared/tokens.css";
import "./portal.css";
import { makePortal } from "./app";
import { applyTextSize } from "./text_size";
import { keepTyped } from "./typed_early";

const { app, router } = makePortal(true);
applyTextSize();
router.isReady().then(() => {
  void keepTyped(() => app.mount("#app"));
  // The HTML is Chinese: another language takes over once it stands, so that both agree at mount.
  if (keptLanguage() !== "zh-CN") void chooseLanguage(keptLanguage());
});
