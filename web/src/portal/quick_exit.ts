// For somebody who must not be seen here: the draft is taken off the device and the page replaced, so
// that the back button does not return to it.
export function leaveQuickly() {
  try {
    sessionStorage.clear();
    localStorage.removeItem("xf_draft");
  } catch {
    // no storage, nothing kept
  }
  document.documentElement.hidden = true;
  window.location.replace("about:blank");
}
