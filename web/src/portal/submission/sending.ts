// Sends the draft as a petition. A repeated sending carries the same token, so that it is the same
// petition and gets the first receipt.
import { api, ask, Refused, type Schemas } from "@/api/client";
import { t } from "@/shared/language";
import { draft } from "./draft";
import { dropToken, isTokenOver, sendWaiting, submissionToken, unsent } from "./uploads";

export interface Sent {
  receipt: Schemas["Receipt"];
  again: boolean; // it had arrived with an earlier sending
}

function trimmed(text: string): string | null {
  return text.trim() || null;
}

function petition() {
  const { name, phone, id_number, address, email } = draft.person;
  const person = {
    name: trimmed(name),
    phone: trimmed(phone),
    id_number: trimmed(id_number),
    address: trimmed(address),
    email: trimmed(email),
  };
  return {
    title: draft.title.trim(),
    text: trimmed(draft.text),
    claims: draft.claims.map((claim) => claim.trim()).filter(Boolean),
    region_code: draft.place?.code ?? "",
    anonymous: draft.anonymous,
    confidential: draft.confidential,
    electronic_service: draft.electronic_service && !draft.anonymous,
    petitioners: draft.anonymous ? null : [person],
  };
}

async function sendOnce(): Promise<Sent> {
  const token = await submissionToken();
  await sendWaiting();
  if (unsent.value.length)
    throw new Refused("files_unsent", t("portal.file.files.unsent"), 0, "attachments");
  // A file that found its token over has made a new one.
  const body = { ...petition(), token: draft.token || token };
  const sent = api.POST("/api/v1/petitions", { body });
  const receipt = await ask(sent);
  return { receipt, again: (await sent).response.status === 200 };
}

/** Throws Refused; what was written stays as it is. */
export async function sendDraft(): Promise<Sent> {
  try {
    return await sendOnce();
  } catch (error) {
    if (!isTokenOver(error)) throw error;
    dropToken();
    return await sendOnce();
  }
}
