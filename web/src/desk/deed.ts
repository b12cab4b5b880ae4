// One deed at a time: busy while it runs, its refusal kept to be shown. A second call meanwhile does nothing.
import { ref, shallowRef } from "vue";
import { Refused } from "@/api/client";

export function useDeed() {
  const busy = ref(false);
  const problem = shallowRef<Refused | null>(null);

  /** The deed's answer, or undefined when it was refused (`problem`) or one is under way. */
  async function run<T>(deed: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    problem.value = null;
    try {
      return await deed();
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      problem.value = refused;
      return undefined;
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, run };
}
