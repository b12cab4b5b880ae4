// Light or dark: as the device has it until somebody chooses, then kept on the device.
import { readonly, ref } from "vue";

const key = "xf_desk_dark";
const isDark = ref(false);
export const dark = readonly(isDark);

export function applyTheme(wanted?: boolean) {
  let kept: string | null = null;
  try {
    if (wanted !== undefined) localStorage.setItem(key, wanted ? "yes" : "no");
    kept = localStorage.getItem(key);
  } catch {
    // no storage on this device: holds for this visit
  }
  const device = window.matchMedia("(prefers-color-scheme: dark)").matches;
  isDark.value = wanted ?? (kept === null ? device : kept === "yes");
  document.documentElement.classList.toggle("dark", isDark.value);
}
