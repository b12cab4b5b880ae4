// What is typed into a form, whether it differs from what was there, and what the server found wrong.
import { computed, reactive, watch } from "vue";
import { useDeed } from "../../deed";

export function useEntry<T extends object>(start: T) {
  const entry = reactive(start) as T;
  const before = JSON.stringify(entry);
  const changed = computed(() => JSON.stringify(entry) !== before);
  const { busy, problem, run } = useDeed();
  // A refusal is about what was sent; what is typed since may be right.
  watch(entry, () => (problem.value = null));

  function wrong(field: string): string {
    return problem.value?.field === field ? problem.value.message : "";
  }
  return { entry, changed, busy, problem, run, wrong };
}
