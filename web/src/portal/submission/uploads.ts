// The files of a petition that is not filed yet: one after the other, under the submission token. What
// was uploaded under a token is filed with it; to take a file away, or when a token has run out, the
// others go up again under a new one.
import { computed, reactive, watch } from "vue";
import { api, ask, Refused, upload } from "@/api/client";
import { t } from "@/shared/language";
import { draft } from "./draft";

export interface Upload {
  key: number;
  name: string;
  size: number;
  state: "waiting" | "sending" | "done" | "failed" | "missing"; // missing: to be chosen again
  part: number;
  problem: string;
  attachment_id: string;
  file?: File;
}

export const most = 20;
export const largest = 50 * 1024 * 1024;
export const endings =
  ".jpg,.jpeg,.png,.gif,.webp,.heic,.pdf,.docx,.xlsx,.ofd,.txt,.mp3,.m4a,.wav,.mp4,.mov".split(",");

export const files: Upload[] = reactive([]);
export const unsent = computed(() => files.filter((file) => file.state !== "done"));

let lastKey = 0;
let round = 0; // a new token begins a new one; answers of an earlier one are not listened to
let running: Promise<void> | null = null;

export function isTokenOver(error: unknown): boolean {
  return (
    error instanceof Refused && ["token_expired", "token_invalid", "token_missing"].includes(error.code)
  );
}

export async function submissionToken(): Promise<string> {
  if (!draft.token) draft.token = (await ask(api.POST("/api/v1/submissions"))).token;
  return draft.token;
}

/** The next request makes a new token; files that are still at hand will go up again under it. */
export function dropToken() {
  round += 1;
  draft.token = "";
  for (const file of files) {
    if (file.state === "failed") continue;
    file.state = file.file ? "waiting" : "missing";
    file.attachment_id = "";
    file.problem = file.file ? "" : t("portal.file.files.choose_again");
  }
}

async function send(file: Upload) {
  const mine = round;
  Object.assign(file, { state: "sending", part: 0, problem: "" });
  try {
    const headers = { "X-Submission-Token": await submissionToken() };
    const stored = await upload("/api/v1/submissions/attachments", file.file!, headers, (part) => {
      if (mine === round) file.part = part;
    });
    if (mine !== round) return;
    Object.assign(file, { state: "done", part: 1, attachment_id: stored.attachment_id });
  } catch (error) {
    if (mine !== round) return;
    file.state = "failed";
    file.problem = error instanceof Error ? error.message : t("screen.server_trouble");
    if (isTokenOver(error)) throw error;
  }
}

async function sendAll() {
  let renewed = false;
  for (;;) {
    const next = files.find((file) => file.state === "waiting");
    if (!next) return;
    try {
      await send(next);
    } catch {
      if (renewed) return;
      renewed = true;
      next.state = "waiting";
      dropToken();
    }
  }
}

/** Uploads what waits; ends when nothing waits any more. */
export function sendWaiting(): Promise<void> {
  running ??= sendAll().finally(() => (running = null));
  return running;
}

function refusedBefore(file: File): string {
  if (file.size === 0) return t("portal.file.files.empty");
  if (file.size > largest) return t("portal.file.files.too_large");
  const known = endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  return known ? "" : t("portal.file.files.wrong_type");
}

export function addFiles(chosen: Iterable<File>) {
  for (const file of chosen) {
    const again = files.findIndex((one) => one.state === "missing" && one.name === file.name);
    if (again >= 0) files.splice(again, 1);
    const problem = files.length >= most ? t("portal.file.files.too_many") : refusedBefore(file);
    files.push({
      key: (lastKey += 1),
      name: file.name,
      size: file.size,
      state: problem ? "failed" : "waiting",
      part: 0,
      problem,
      attachment_id: "",
      file: problem ? undefined : file,
    });
  }
  void sendWaiting();
}

export function retryFile(file: Upload) {
  file.state = "waiting";
  void sendWaiting();
}

export function removeFile(file: Upload) {
  const reachedServer = file.state === "done" || file.state === "sending";
  files.splice(files.indexOf(file), 1);
  if (reachedServer) dropToken();
  void sendWaiting();
}

/** Files of a draft that was found on the device: uploaded before, their bytes no longer at hand. */
export function takeKeptFiles() {
  files.splice(0);
  for (const { name, size, attachment_id } of draft.files)
    files.push({ key: (lastKey += 1), name, size, attachment_id, state: "done", part: 1, problem: "" });
}

export function clearFiles() {
  round += 1;
  files.splice(0);
}

/** Names of uploaded files stand in the draft. To be called with keepDraft. */
export function keepFileNames() {
  watch(
    files,
    () => {
      draft.files = files
        .filter((file) => file.state === "done" || file.state === "missing")
        .map(({ name, size, attachment_id }) => ({ name, size, attachment_id }));
    },
    { deep: true },
  );
}
