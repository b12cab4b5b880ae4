// What was typed and not yet sent: in memory and in this tab's session storage, so that it outlives a
// closed form, a reload and a session that ended. Signing out throws it away.
import { watch } from "vue";
import { newKey } from "@/api/client";
import { session } from "../session";

const prefix = "xf-draft:";
const memory = new Map<string, string>();

function stored<T>(deed: (storage: Storage) => T): T | undefined {
  try {
    return deed(sessionStorage);
  } catch {
    return undefined; // no storage on this device, or full: memory has to do
  }
}

// Another person at the same tab must not meet it.
function place(name: string): string {
  return `${prefix}${session.value?.user_id ?? ""}:${name}`;
}

export function keepDraft(name: string, draft: unknown) {
  const text = JSON.stringify(draft);
  memory.set(place(name), text);
  stored((storage) => storage.setItem(place(name), text));
}

export function readDraft<T>(name: string): T | null {
  const text = memory.get(place(name)) ?? stored((storage) => storage.getItem(place(name)));
  if (!text) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

export function dropDraft(name: string) {
  memory.delete(place(name));
  stored((storage) => storage.removeItem(place(name)));
}

watch(session, (now, before) => {
  if (now || !before) return;
  memory.clear();
  stored((storage) =>
    Object.keys(storage)
      .filter((key) => key.startsWith(prefix))
      .forEach((key) => storage.removeItem(key)),
  );
});

export type SendKey = { key: string; body: string };

/** The same body tried again carries the same key; a changed body is another deed. */
export function keyFor(last: SendKey, body: unknown): SendKey {
  const text = JSON.stringify(body);
  return text === last.body ? last : { key: newKey(), body: text };
}

/** What this device remembers for the next time, never anything of a person. */
export function remembered<T>(name: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(`xf-desk:${name}`) ?? "") as T;
  } catch {
    return otherwise;
  }
}
export function remember(name: string, value: unknown) {
  try {
    localStorage.setItem(`xf-desk:${name}`, JSON.stringify(value));
  } catch {
    // Nothing is lost but a convenience.
  }
}
