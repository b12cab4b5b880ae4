// The receipt just given: in memory, and for a reload in the tab unless the device is somebody else's.
import { shallowRef } from "vue";
import { notMyDevice } from "../device";
import type { Sent } from "./sending";

const key = "xf_receipt";
export const given = shallowRef<Sent | null>(null);

export function keepReceipt(sent: Sent) {
  given.value = sent;
  if (notMyDevice.value) return;
  try {
    sessionStorage.setItem(key, JSON.stringify(sent));
  } catch {
    // no storage: it stands in memory
  }
}

export function readReceipt() {
  if (given.value) return;
  try {
    given.value = JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    given.value = null;
  }
}
