// The petition that is looked at: read, read again when the tab comes back, and what is done to it.
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from "vue";
import { api, ask, newKey, Refused, type Schemas } from "@/api/client";
import { language, t } from "@/shared/language";
import type { Pair } from "./pair";

export type Petition = Schemas["Petition"];
export type LawClock = Petition["clocks"][number];

/** What a request of the petitioner carries: whose, and the code that proves it. */
export function addressed(pair: Pair) {
  return { params: { path: { item_no: pair.itemNo } }, headers: { "X-Query-Code": pair.code } };
}

export function usePetition() {
  const pair = shallowRef<Pair | null>(null);
  const petition = shallowRef<Petition | null>(null);
  const problem = ref("");
  const busy = ref(false);

  async function open(wanted: Pair): Promise<boolean> {
    busy.value = true;
    problem.value = "";
    try {
      petition.value = await ask(api.GET("/api/v1/petitions/{item_no}", addressed(wanted)));
      pair.value = wanted;
    } catch (refused) {
      problem.value = (refused as Refused).message;
    }
    busy.value = false;
    return !problem.value;
  }
  function close() {
    pair.value = petition.value = null;
    problem.value = "";
  }

  // What others did shows when the person comes back; names come in the language that is chosen.
  const again = () => {
    if (pair.value && !busy.value && !document.hidden) void open(pair.value);
  };
  onMounted(() => document.addEventListener("visibilitychange", again));
  onBeforeUnmount(() => document.removeEventListener("visibilitychange", again));
  watch(language, again);

  return { pair, petition, problem, busy, open, close };
}

type Sent = (idempotency: string, version: number) => Promise<Petition>;

/**
 * Sends one act and takes over the petition as it is after it. A failed one tried again carries the same
 * key, so that it happens once; where somebody else was faster the petition is read anew and the person
 * asked to look and send again, with what was typed still there.
 */
export function useAct(
  now: () => Petition,
  pair: () => Pair,
  done: (after: Petition, said: string) => void,
) {
  const busy = ref(false);
  const refused = shallowRef<Refused | null>(null);
  let idempotency = newKey();

  async function act(send: Sent, said: string) {
    if (busy.value) return;
    busy.value = true;
    refused.value = null;
    try {
      const after = await send(idempotency, now().version);
      idempotency = newKey();
      done(after, said);
    } catch (error) {
      refused.value = error as Refused;
      if (refused.value.code !== "offline" && refused.value.status < 500) idempotency = newKey();
      if (refused.value.code === "stale_version") await readAnew();
    }
    busy.value = false;
  }
  async function readAnew() {
    try {
      const after = await ask(api.GET("/api/v1/petitions/{item_no}", addressed(pair())));
      refused.value = new Refused("stale_version", t("portal.progress.stale"), 409);
      done(after, "");
    } catch {
      // the first refusal stays on screen
    }
  }
  return { busy, refused, act };
}
