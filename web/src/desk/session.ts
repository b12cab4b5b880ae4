// Who is signed in at this desk. The pages ask `holds(role)`; a deed that the server guards with a fresh
// one-time code goes through `withStepUp`. A session that ended is renewed over the page (AskAgain.vue),
// so that what was typed stays.
import { computed, shallowRef } from "vue";
import { api, ask, onSignedOut, Refused, setCsrf, type Schemas } from "@/api/client";
import { t } from "@/shared/language";

export type Session = Schemas["Session"];
export type Role = Schemas["Role"];

export const session = shallowRef<Session | null>(null);
/** What AskAgain.vue asks for just now: a one-time code, or to sign in again. */
export const asked = shallowRef<"" | "code" | "sign_in">("");

export const signedIn = computed(() => session.value !== null && session.value.next === "");

const administrators: Role[] = ["SYS_ADMIN", "SEC_ADMIN", "AUDITOR"];
// Who may take T01 of law/ at the desk.
const registrars: Role[] = [
  "REGISTRAR",
  "LETTER_HANDLER",
  "RECEPTIONIST",
  "ONLINE_HANDLER",
  "ORGAN_RECEIVER",
];

/** Whether the signed-in person has one of these roles. */
export function holds(...roles: Role[]): boolean {
  return roles.some((role) => session.value?.roles.includes(role));
}
/** Administrators read no case; everybody else is staff. */
export const isStaff = computed(() => signedIn.value && !holds(...administrators));
export const mayRegister = computed(() => isStaff.value && holds(...registrars));

function keep(now: Session): Session {
  setCsrf(now.csrf);
  session.value = now;
  return now;
}

/** The session of the cookie, if it still lives; null when nobody is signed in. */
export async function loadSession(): Promise<Session | null> {
  try {
    return keep(await ask(api.GET("/api/v1/session")));
  } catch (refused) {
    if (refused instanceof Refused && refused.code !== "sign_in_needed") throw refused;
    return (session.value = null);
  }
}

/** Shows the password. What is left to do stands in `next` of the answer. */
export async function signIn(login: string, password: string): Promise<Session> {
  return keep(await ask(api.POST("/api/v1/session", { body: { login, password } })));
}
export async function showCode(code: string): Promise<Session> {
  return keep(await ask(api.POST("/api/v1/session/second-factor", { body: { code } })));
}
/** Ends the person's other sessions; a half session goes on to its next step. */
export async function changePassword(current: string, wanted: string): Promise<Session | null> {
  await ask(api.POST("/api/v1/password", { body: { current, new: wanted } }));
  return loadSession();
}
export async function confirmEnrolment(enrolment: string, code: string): Promise<Session> {
  return keep(await ask(api.POST("/api/v1/second-factor/confirm", { body: { enrolment, code } })));
}
/** One of the demonstration's persons, second factor included; refused everywhere else. */
export async function signInAs(login: string): Promise<Session> {
  return keep(await ask(api.POST("/api/v1/demonstration/session", { body: { login } })));
}
export async function signOut(): Promise<void> {
  try {
    await ask(api.DELETE("/api/v1/session"));
  } catch (refused) {
    // A session that is over already is as good as ended; anything else the person must know.
    if (!(refused instanceof Refused) || refused.code !== "sign_in_needed") throw refused;
  }
  asked.value = "";
  session.value = null;
}

onSignedOut(() => {
  if (signedIn.value && !asked.value) asked.value = "sign_in";
});

let answered: ((given: boolean) => void) | null = null;

/** Called by AskAgain.vue when its question was answered, or closed unanswered. */
export function answer(given: boolean) {
  asked.value = "";
  answered?.(given);
  answered = null;
}
export async function stepUp(code: string): Promise<Session> {
  return keep(await ask(api.POST("/api/v1/session/step-up", { body: { code } })));
}

/**
 * Does the deed. Where the server wants a fresh one-time code first, asks for it and does the deed again.
 * Throws what the deed throws, or Refused "step_up_cancelled" when no code was given.
 */
export async function withStepUp<T>(deed: () => Promise<T>): Promise<T> {
  try {
    return await deed();
  } catch (refused) {
    if (!(refused instanceof Refused) || refused.code !== "step_up_needed") throw refused;
  }
  const given = await new Promise<boolean>((resolve) => {
    answered?.(false);
    answered = resolve;
    asked.value = "code";
  });
  if (!given) throw new Refused("step_up_cancelled", t("desk.step_up.cancelled"));
  return deed();
}
