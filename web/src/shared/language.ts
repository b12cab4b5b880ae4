// The sentences of i18n/ on screen. Chinese comes with the page; English is loaded when asked for, and
// switching needs no reload. The choice is kept in the cookie xf_lang, which the server reads too, so
// that refusals and names it gives are in the same language.
import { shallowRef, ref, readonly } from "vue";

export type Language = "zh-CN" | "en";
export type Sentences = Record<string, string>;
type Loader = () => Promise<{ default: Sentences }>;

const current = ref<Language>("zh-CN");
const table = shallowRef<Sentences>({});
const loaders = new Map<Language, Loader>();

export const language = readonly(current);

/** Called once by each front end, before it mounts. */
export function setSentences(chinese: Sentences, english: Loader) {
  table.value = chinese;
  loaders.set("zh-CN", () => Promise.resolve({ default: chinese }));
  loaders.set("en", english);
}

export function keptLanguage(): Language {
  return /(?:^|;\s*)xf_lang=en(?:;|$)/.test(document.cookie) ? "en" : "zh-CN";
}

export async function chooseLanguage(wanted: Language) {
  const loader = loaders.get(wanted);
  if (!loader) return;
  const loaded = (await loader()).default;
  document.cookie = `xf_lang=${wanted}; Path=/; Max-Age=31536000; SameSite=Lax`;
  document.documentElement.lang = wanted;
  table.value = loaded;
  current.value = wanted;
}

/** The sentence with its facts, {n} in "还剩{n}天". An unknown key shows itself. */
export function t(key: string, facts: Record<string, string | number> = {}): string {
  const sentence = table.value[key];
  if (sentence === undefined) return key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** The name of a code that law/ or the contract may add to later: the code itself when it has none. */
export function nameOf(section: string, code: string): string {
  return table.value[`${section}.${code}`] ?? code;
}

export function has(key: string): boolean {
  return key in table.value;
}
