// Which rows of a long list stand in the page: those in view and some on both sides. All have one height.
import { computed, onBeforeUnmount, ref, watch, type Ref } from "vue";

const spare = 12;

export function useWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  rows: Readonly<Ref<readonly unknown[]>>,
  rowHeight: number,
) {
  const top = ref(0);
  const height = ref(600);

  // On a narrow screen the page scrolls and not the list.
  const scrolls = () => {
    const box = scroller.value;
    return box && getComputedStyle(box).overflowY === "auto" ? box : null;
  };
  function measure() {
    const box = scroller.value;
    if (!box) return;
    const own = scrolls();
    top.value = own ? own.scrollTop : Math.max(0, -box.getBoundingClientRect().top);
    height.value = own ? own.clientHeight : window.innerHeight;
  }
  const sizes = new ResizeObserver(measure);
  watch(scroller, (box, gone) => {
    if (gone) sizes.unobserve(gone);
    if (box) sizes.observe(box);
    measure();
  });
  document.addEventListener("scroll", measure, { capture: true, passive: true });
  onBeforeUnmount(() => {
    sizes.disconnect();
    document.removeEventListener("scroll", measure, { capture: true });
  });

  const first = computed(() =>
    Math.max(0, Math.min(Math.floor(top.value / rowHeight) - spare, rows.value.length - 1)),
  );
  const last = computed(() =>
    Math.min(rows.value.length, Math.ceil((top.value + height.value) / rowHeight) + spare),
  );
  const before = computed(() => first.value * rowHeight);
  const behind = computed(() => Math.max(0, rows.value.length - last.value) * rowHeight);

  /** Scrolls as little as needed for that row to be seen whole, below the sticky head. */
  function bringIntoView(at: number) {
    const box = scroller.value;
    if (!box) return;
    const own = scrolls();
    const head = box.querySelector("thead")?.getBoundingClientRect().height ?? 0;
    const start = at * rowHeight;
    const from = top.value;
    const room = height.value - head;
    const to = start < from ? start : start + rowHeight > from + room ? start + rowHeight - room : from;
    if (to === from) return;
    if (own) own.scrollTop = to;
    else window.scrollBy(0, to - from);
    measure();
  }
  return { first, last, before, behind, bringIntoView };
}
