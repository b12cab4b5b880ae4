// "This is not my device": nothing is kept on it while the switch is on. The switch itself holds for
// the tab, so that a reload does not begin to keep things again.
import { ref } from "vue";

const key = "xf_not_mine";
export const notMyDevice = ref(false);

export function readDevice() {
  try {
    notMyDevice.value = sessionStorage.getItem(key) === "1";
  } catch {
    notMyDevice.value = false;
  }
}

export function setNotMyDevice(on: boolean) {
  notMyDevice.value = on;
  try {
    if (on) {
      localStorage.removeItem("xf_draft");
      sessionStorage.clear();
      sessionStorage.setItem(key, "1");
    } else {
      sessionStorage.removeItem(key);
    }
  } catch {
    // no storage, nothing kept
  }
}
