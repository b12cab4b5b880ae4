// For somebody who must not be seen here: the draft and the petitions that it remembers are taken off the
// device and the page replaced, so that the back button does not return to it.
export function leaveQuickly() {
  try {
    sessionStorage.clear();
    for (const kept of ["xf_draft", "xf_petitions"]) localStorage.removeItem(kept);
  } catch {
    // no storage, nothing kept
  }
  document.documentElement.hidden = true;
  window.location.replace("about:blank");
}
