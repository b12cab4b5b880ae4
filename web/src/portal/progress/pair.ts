// Number and query code, as people type, paste or photograph them; and the pairs that a person asked
// this device to remember.
import { ref } from "vue";
import { notMyDevice } from "../device";

export interface Pair {
  itemNo: string;
  code: string;
}
export interface Remembered extends Pair {
  title: string;
}

const codeLength = 10;

/** Full-width digits and letters as plain ones, without blanks and hyphens of any kind. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/[\s\p{Pd}_]/gu, "");
}

export function cleanNumber(text: string): string {
  return plain(text).replace(/\D/g, "");
}

/** Letters that the code does not use are read as the digits they look like. */
export function cleanCode(text: string): string {
  const code = plain(text).toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  return code.length === codeLength ? `${code.slice(0, 5)}-${code.slice(5)}` : code;
}

/** 4190 0000 0108 …: read aloud and compared in fours. */
export function grouped(itemNo: string): string {
  return itemNo.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** Both at once, from the link of the receipt or a text that has them one after the other. */
export function findPair(text: string): Pair | null {
  const found = /(?<!\d)((?:\d[ -]?){26}\d)\D.*?([0-9A-Za-z]{5}[ -]?[0-9A-Za-z]{5})(?![0-9A-Za-z])/s.exec(
    text.normalize("NFKC"),
  );
  return found && { itemNo: cleanNumber(found[1]), code: cleanCode(found[2]) };
}

const key = "xf_petitions";
export const remembered = ref<Remembered[]>([]);

export function readRemembered() {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    remembered.value = Array.isArray(kept) ? kept.filter((one) => one?.itemNo && one?.code) : [];
  } catch {
    remembered.value = [];
  }
}

function keep(list: Remembered[]) {
  remembered.value = list;
  try {
    if (list.length) localStorage.setItem(key, JSON.stringify(list));
    else localStorage.removeItem(key);
  } catch {
    // no storage on this device: nothing is remembered
  }
}

export function remember(pair: Pair, title: string) {
  if (notMyDevice.value) return;
  keep([{ ...pair, title }, ...remembered.value.filter((one) => one.itemNo !== pair.itemNo)].slice(0, 20));
}

export function forget(itemNo: string) {
  keep(remembered.value.filter((one) => one.itemNo !== itemNo));
}
