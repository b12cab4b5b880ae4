// Keys of the desk: single letters, silent while somebody types or a dialog is open.
import { onBeforeUnmount, onMounted } from "vue";

// Fields that letters go into, and choices that letters look for an entry in.
const typed =
  "textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button])";

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typed) !== null;
}

function isCovered(): boolean {
  return (
    document.querySelector("dialog[open], [role=dialog][aria-modal=true]:not([style*='none'])") !== null
  );
}

/** While the component is mounted, each key of the record does its deed. */
export function useKeys(keys: Record<string, () => void>) {
  function press(event: KeyboardEvent) {
    const deed = keys[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || isTyping(event.target) || isCovered()) return;
    event.preventDefault();
    deed();
  }
  onMounted(() => document.addEventListener("keydown", press));
  onBeforeUnmount(() => document.removeEventListener("keydown", press));
}
