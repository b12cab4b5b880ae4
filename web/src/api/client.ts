// The one way to the server: typed by the contract, refusals as Refused with the server's sentence.
import createClient from "openapi-fetch";
import type { components, paths } from "contract";
import { language, t } from "@/shared/language";

export type Schemas = components["schemas"];

/** A refusal, or a request that never got an answer (code "offline"); `message` says what to do. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
    readonly field = "",
    readonly basis = "",
  ) {
    super(message);
  }
}

let csrf = "";
let whenSignedOut: () => void = () => {};

export function setCsrf(token: string) {
  csrf = token;
}
/** Called when the server no longer knows the session; what was typed must be kept by the page. */
export function onSignedOut(then: () => void) {
  whenSignedOut = then;
}

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", language.value);
    if (csrf && request.method !== "GET") request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

export function refusalOf(error: unknown, response: Response): Refused {
  const problem = (typeof error === "object" && error !== null ? error : {}) as Partial<Schemas["Problem"]>;
  const refused = new Refused(
    problem.code ?? `status_${response.status}`,
    problem.detail ?? t("screen.server_trouble"),
    response.status,
    problem.field,
    problem.basis,
  );
  if (refused.code === "sign_in_needed") whenSignedOut();
  return refused;
}

/** The answer's body, or throws Refused. */
export async function ask<T>(sent: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await sent;
  } catch {
    throw new Refused("offline", t("screen.offline"));
  }
  if (!answer.response.ok) throw refusalOf(answer.error, answer.response);
  return answer.data as T;
}

/** Uploads one file as the body, telling how far it is (0..1). */
export function upload(
  url: string,
  file: File,
  headers: Record<string, string>,
  onProgress: (part: number) => void,
): Promise<{ attachment_id: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${url}?name=${encodeURIComponent(file.name)}`);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Accept-Language", language.value);
    if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Refused("offline", t("screen.offline")));
    request.onload = () => {
      if (request.status < 300) return resolve(request.response);
      const problem = request.response ?? {};
      reject(
        new Refused(
          problem.code ?? `status_${request.status}`,
          problem.detail ?? t("screen.server_trouble"),
          request.status,
          problem.field,
        ),
      );
    };
    request.send(file);
  });
}

/** A key for Idempotency-Key: the same deed tried again must carry the same key. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) =>
    b.toString(16).padStart(2, "0"),
  ).join("");
}
