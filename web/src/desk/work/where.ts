// Which list and which matter the address names, and the addresses of others. A file keeps in its address
// the list that it was opened from: #/matter/<no>?list=to_screen&due=overdue, or ?q=words.
import { computed } from "vue";
import { useRoute, type RouteLocationRaw } from "vue-router";

/** Nothing more, what is overdue, what is due within five days. */
export type Due = "" | "overdue" | "soon";

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function toList(list: string, due: Due = ""): RouteLocationRaw {
  return { name: "work", params: { list }, query: due ? { due } : {} };
}

export function useWhere() {
  const route = useRoute();
  const no = computed(() => (route.name === "matter" ? word(route.params.no) : ""));
  const words = computed(() => word(route.query.q));
  const list = computed(() => word(route.name === "work" ? route.params.list : route.query.list));
  const due = computed<Due>(() =>
    route.query.due === "overdue" || route.query.due === "soon" ? route.query.due : "",
  );
  const query = computed(() => ({
    ...(words.value ? { q: words.value } : {}),
    ...(list.value ? { list: list.value } : {}),
    ...(due.value ? { due: due.value } : {}),
  }));
  const toMatter = (matter_no: string): RouteLocationRaw => ({
    name: "matter",
    params: { no: matter_no },
    query: query.value,
  });
  const back = computed<RouteLocationRaw>(() =>
    words.value ? { name: "search", query: { q: words.value } } : toList(list.value, due.value),
  );
  return { no, words, list, due, toMatter, back };
}
