// Names of codes that a directory holds and not the sentences: categories, places, organs. A name
// comes a moment after its code, in the language of the moment.
import { reactive, watch } from "vue";
import { language } from "@/shared/language";
import { categories, colleagues, organs, placeOf } from "./action/directory";

const names = reactive(new Map<string, string>());
const asked = new Set<string>();
let coming: Promise<unknown> = Promise.resolve();

watch(language, () => {
  names.clear();
  asked.clear();
});

function name(key: string, code: string, read: () => Promise<string | undefined>): string {
  if (code && !asked.has(key)) {
    asked.add(key);
    const soon = read().then(
      (found) => found && names.set(key, found),
      () => asked.delete(key),
    );
    coming = Promise.all([coming, soon]);
  }
  return names.get(key) ?? code;
}

/** 040200 -> 劳动和社会保障 / 劳动报酬; the code until its name is known. */
export function categoryText(code: string): string {
  return name(`category:${code}`, code, async () => {
    const all = await categories();
    const of = (wanted: string) => all.find((category) => category.code === wanted)?.name;
    const path = [of(`${code.slice(0, 2)}0000`), of(code)].filter(Boolean);
    return [...new Set(path)].join(" / ");
  });
}

/** With the names of the divisions above it. */
export function placePath(code: string): string {
  return name(`path:${code}`, code, async () => (await placeOf(code)).path);
}

export function placeName(code: string): string {
  return name(`place:${code}`, code, async () => (await placeOf(code)).name);
}

/** The name of a person of the own organ. */
export function colleagueText(id: string): string {
  return name(`user:${id}`, id, async () => (await colleagues()).find((one) => one.user_id === id)?.name);
}

/** Once every name asked for so far is known, or could not be read. */
export async function namesKnown() {
  await coming;
}

/** The short name of an organ; its id until that is known. */
export function organText(id: string): string {
  return name(`organ:${id}`, id, async () => {
    const found = (await organs()).find((organ) => organ.organ_id === id);
    return found && (found.short_name || found.name);
  });
}
