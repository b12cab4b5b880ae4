// What a row shows beside its title and time; the choice is kept on the device.
import { ref, watch } from "vue";

export const columnNames = ["number", "channel", "place", "received", "kind", "state", "holder"] as const;
export type Column = (typeof columnNames)[number];

const key = "xf_desk_columns";

function kept(): Column[] {
  try {
    const words: unknown = JSON.parse(localStorage.getItem(key) ?? "");
    if (Array.isArray(words)) return columnNames.filter((name) => words.includes(name));
  } catch {
    // nothing kept, or no storage
  }
  return ["number", "channel", "place", "state", "holder"];
}

export const columns = ref<Column[]>(kept());
watch(columns, (names) => {
  try {
    localStorage.setItem(key, JSON.stringify(names));
  } catch {
    // no storage on this device: holds for this visit
  }
});
