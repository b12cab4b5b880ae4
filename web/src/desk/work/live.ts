// What the server tells of the organ's work while the desk is open: which matter has which version now,
// or nothing but that something changed.
import { onBeforeUnmount, onMounted } from "vue";

export type Change = { matter_no?: string; version?: number };

const longestWait = 60_000;

/** While the component is mounted, `told` gets each change; a broken line is taken up again. */
export function useLive(told: (change: Change) => void) {
  let line: EventSource | null = null;
  let again = 0;
  let wait = 2_000;

  function open() {
    line = new EventSource("/api/v1/events");
    line.addEventListener("open", () => (wait = 2_000));
    line.addEventListener("work", (event) => told(JSON.parse((event as MessageEvent<string>).data)));
    line.addEventListener("error", () => {
      // The browser tries again by itself unless the server refused.
      if (line?.readyState !== EventSource.CLOSED) return;
      again = window.setTimeout(open, wait);
      wait = Math.min(wait * 2, longestWait);
    });
  }
  onMounted(open);
  onBeforeUnmount(() => {
    window.clearTimeout(again);
    line?.close();
  });
}

/** Calls `deed` once, `ms` after the last of many calls. */
export function settled(deed: () => void, ms: number): () => void {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(deed, ms);
  };
}
