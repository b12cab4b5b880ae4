// 大字版: kept on the device between visits.
import { ref } from "vue";

const key = "xf_text_size";
export const large = ref(false);

export function applyTextSize(wanted?: boolean) {
  try {
    if (wanted !== undefined) localStorage.setItem(key, wanted ? "large" : "normal");
    large.value = wanted ?? localStorage.getItem(key) === "large";
  } catch {
    large.value = wanted ?? false; // no storage on this device: holds for this visit
  }
  document.documentElement.classList.toggle("large", large.value);
}
