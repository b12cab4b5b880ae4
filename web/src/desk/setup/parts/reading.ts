// What a page reads from the server: the answer, or why there is none; the last question wins.
import { ref, shallowRef, watch, type WatchSource } from "vue";
import { Refused } from "@/api/client";
import { language } from "@/shared/language";

/** Reads at once, and again when the language or one of `sources` changes. */
export function useReading<T>(read: () => Promise<T>, ...sources: WatchSource[]) {
  const data = shallowRef<T | null>(null);
  const problem = shallowRef<Refused | null>(null);
  const loading = ref(true);
  let latest = 0;

  async function again() {
    const mine = ++latest;
    loading.value = true;
    problem.value = null;
    try {
      const answer = await read();
      if (mine === latest) data.value = answer;
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (mine === latest) problem.value = refused;
    } finally {
      if (mine === latest) loading.value = false;
    }
  }
  watch([language, ...sources], again, { immediate: true });
  return { data, problem, loading, again };
}
