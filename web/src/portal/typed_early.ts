// The HTML can be written in before the script has come, long on a bad line. Vue, taking it over, does not
// look at what stands in the fields: it is told, as if it had been typed just now.
import { nextTick } from "vue";

type Entry = HTMLInputElement | HTMLTextAreaElement;
const entries = () => [...document.querySelectorAll<Entry>("#app :is(input, textarea):not([type=file])")];
const isTicked = (entry: Entry) => entry instanceof HTMLInputElement && entry.checked;

export async function keepTyped(mount: () => void) {
  const before = entries().map((entry) => ({ value: entry.value, ticked: isTicked(entry) }));
  mount();
  await nextTick();
  entries().forEach((entry, at) => {
    const typed = before[at];
    if (!typed) return;
    if (isTicked(entry) !== typed.ticked && typed.ticked) return entry.click();
    if (!typed.value || entry.type === "checkbox" || entry.type === "radio") return;
    entry.value = typed.value;
    entry.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
