// The rows of one list or search, page after page. What others change is noted and shown beside the row;
// rows never move by themselves.
import { computed, ref, shallowRef } from "vue";
import { api, ask, Refused, type Schemas } from "@/api/client";
import type { Due } from "./where";

export type Work = Schemas["Work"];
export type Source = { list: string; words: string; due: Due };

const soonLamps = ["orange", "yellow"];

// 419000-0001-03-20261122-000008-7 as people copy it is the same number.
function asked(words: string): string {
  const digits = words.replace(/[\s-]/g, "");
  return /^\d{27}$/.test(digits) ? digits : words;
}

function belongs(row: Work, due: Due): boolean {
  if (!due) return true;
  return due === "overdue" ? row.lamp === "red" : soonLamps.includes(row.lamp);
}

export function useRows() {
  const source = shallowRef<Source>({ list: "", words: "", due: "" });
  const loaded = shallowRef<Work[]>([]);
  const after = ref<string>();
  const busy = ref(false);
  const problem = shallowRef<Refused | null>(null);
  const changed = shallowRef<Map<string, number>>(new Map());
  let turn = 0;
  let underway: Promise<void> = Promise.resolve();

  const rows = computed(() => loaded.value.filter((row) => belongs(row, source.value.due)));
  // A worklist is sorted by its due days: after the first row with more time no sooner one follows.
  const complete = computed(() => {
    const last = loaded.value.at(-1);
    if (!after.value) return true;
    if (!source.value.due || !last?.due_on || last.lamp === "paused") return false;
    return source.value.due === "overdue" ? last.lamp !== "red" : last.lamp === "green";
  });

  async function page(now: number) {
    const { list, words } = source.value;
    const query = { ...(words ? { query: asked(words) } : { list }), after: after.value };
    busy.value = true;
    problem.value = null;
    try {
      const answer = await ask(api.GET("/api/v1/matters", { params: { query } }));
      if (now !== turn) return;
      loaded.value = [...loaded.value, ...answer.items];
      after.value = answer.after;
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (now === turn) problem.value = refused;
    } finally {
      if (now === turn) busy.value = false;
    }
  }

  /** The next page, if there is one; the one on its way when there is that. */
  function more(): Promise<void> {
    if (!busy.value && !complete.value) underway = page(turn);
    return underway;
  }
  /** Another list, or the same from its beginning. */
  async function show(wanted: Source) {
    turn += 1;
    source.value = wanted;
    loaded.value = [];
    after.value = undefined;
    changed.value = new Map();
    if (!wanted.list && !wanted.words) return void (busy.value = false);
    underway = page(turn);
    await underway;
  }
  /** Notes that a row is older than what the server has. */
  function note(matter_no: string, version: number) {
    const row = loaded.value.find(({ matter }) => matter.matter_no === matter_no);
    if (!row || row.matter.version >= version) return;
    changed.value = new Map(changed.value).set(matter_no, version);
  }
  return { source, rows, complete, busy, problem, changed, more, show, note };
}
