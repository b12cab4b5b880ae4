// What is being written. Kept on the device at each change, unless the device is not the petitioner's.
import { reactive, shallowRef, watch } from "vue";
import type { Place } from "../components/places";
import { notMyDevice, readDevice } from "../device";

export interface KeptFile {
  name: string;
  size: number;
  attachment_id: string;
}

const storageKey = "xf_draft"; // quick_exit.ts and device.ts remove it
const version = 1;

function emptyDraft() {
  return {
    title: "",
    text: "",
    on_paper: false,
    claims: [""],
    place: null as Place | null,
    anonymous: false,
    confidential: false,
    electronic_service: false,
    person: { name: "", phone: "", id_number: "", address: "", email: "" },
    token: "",
    files: [] as KeptFile[],
  };
}
export type Draft = ReturnType<typeof emptyDraft>;

export const draft: Draft = reactive(emptyDraft());
/** A draft found on the device, until the petitioner says what to do with it. */
export const found = shallowRef<{ saved_at: string; draft: Draft } | null>(null);
/** Whether what is written stands on the device too. */
export const kept = shallowRef(false);

function isEmpty(one: Draft): boolean {
  const { token: _token, ...written } = one;
  const { token: _none, ...nothing } = emptyDraft();
  return JSON.stringify(written) === JSON.stringify(nothing);
}

function remove() {
  kept.value = false;
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // no storage, nothing kept
  }
}

function keep() {
  if (found.value) return;
  if (notMyDevice.value || isEmpty(draft)) return remove();
  try {
    const now = new Date().toISOString();
    localStorage.setItem(storageKey, JSON.stringify({ version, saved_at: now, draft }));
    kept.value = true;
  } catch {
    kept.value = false; // full or forbidden: the page says that nothing is kept
  }
}

function look() {
  if (!isEmpty(draft)) return; // written in this tab a moment ago
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    if (stored?.version !== version) return;
    const whole = { ...emptyDraft(), ...stored.draft };
    if (!isEmpty(whole)) found.value = { saved_at: stored.saved_at, draft: whole };
  } catch {
    remove(); // unreadable: nothing that could be shown
  }
}

/** Goes on with the draft that was found. */
export function takeFound() {
  if (found.value) Object.assign(draft, found.value.draft);
  found.value = null;
  kept.value = true;
}

/** Nothing is written any more, here or on the device. */
export function clearDraft() {
  found.value = null;
  Object.assign(draft, emptyDraft());
  remove();
}

/** To be called by the page once it stands in the browser: looks for a draft, then keeps each change. */
export function keepDraft() {
  readDevice();
  look();
  if (!isEmpty(draft)) keep(); // written before this page stood: typed_early.ts
  watch(draft, keep, { deep: true });
  watch(notMyDevice, keep);
}
