// What is entered of a letter, a visit, a call, and how it becomes a registration of the API.
import type { Schemas } from "@/api/client";
import { t } from "@/shared/language";
import { remember, remembered, type SendKey } from "../action/draft";
import { instantOf, localOf } from "../action/moment";
import {
  characters,
  rootOf,
  sentValue,
  type FieldRule,
  type KeptFile,
  type Person,
  type Wrong,
} from "../action/step_form";

export type Channel = Schemas["Channel"];
export type Entry = {
  channel: Channel;
  day: string;
  time: string;
  /** The moment stands as it was typed; otherwise the letter came in just now. */
  dated: boolean;
  region_code: string;
  petitioners: Person[];
  anonymous: boolean;
  identity_unclear: boolean;
  confidential: boolean;
  electronic_service: boolean;
  person_count: number | null;
  title: string;
  text: string;
  claims: string[];
  files: KeptFile[];
  note: string;
};
export type Draft = { entry: Entry; sending: SendKey; token: string };

export const USUAL: Channel[] = [
  "LETTER",
  "VISIT",
  "PHONE",
  "HOTLINE_12345",
  "EMAIL",
  "FAX",
  "LEADER_MAILBOX",
];
export const OTHERS: Channel[] = [
  "LETTER_GREEN",
  "VISIT_JOINT",
  "VISIT_LEADER",
  "FIELD_VISIT",
  "VIDEO",
  "ONLINE",
  "WECHAT",
  "APP",
  "WEIBO",
  "AGENCY",
  "SUGGESTION",
  "SUPERIOR",
  "LEADER_NOTE",
  "CIRCULATED",
];
export const DRAFT = "registration";
export const LIMITS = { title: 200, text: 20000, note: 2000, person_count: 9999 };

export const nowLocal = () => localOf(new Date().toISOString());

type Last = { channel: Channel; day: string; entered: string; region_code: string };

/** An empty form: channel and place of the last one; its day too while that was entered today. */
export function nextEntry(): Entry {
  const now = nowLocal();
  const today = now.slice(0, 10);
  const last = remembered<Partial<Last>>("registration", {});
  const dated = last.entered === today && !!last.day && last.day !== today;
  return {
    channel: last.channel ?? "LETTER",
    day: dated ? (last.day as string) : today,
    time: now.slice(11),
    dated,
    region_code: last.region_code ?? "",
    petitioners: [{}],
    anonymous: false,
    identity_unclear: false,
    confidential: false,
    electronic_service: false,
    person_count: null,
    title: "",
    text: "",
    claims: [""],
    files: [],
    note: "",
  };
}

export function rememberEntry({ channel, day, region_code }: Entry) {
  remember("registration", { channel, day, entered: nowLocal().slice(0, 10), region_code });
}

const listRule = (type: "persons" | "claims" | "files") => ({ type }) as FieldRule;

export function bodyOf(entry: Entry, token: string) {
  const people = sentValue(listRule("persons"), entry.petitioners) as Person[] | undefined;
  return {
    channel: entry.channel,
    title: entry.title.trim(),
    text: entry.text.trim() || null,
    claims: (sentValue(listRule("claims"), entry.claims) as string[] | undefined) ?? [],
    petitioners: people ?? null,
    anonymous: entry.anonymous,
    identity_unclear: entry.identity_unclear,
    confidential: entry.confidential,
    electronic_service: entry.electronic_service,
    person_count: entry.person_count,
    region_code: entry.region_code,
    note: entry.note.trim() || null,
    received_at: entry.dated ? instantOf(`${entry.day}T${entry.time}`) : null,
    token: entry.files.length ? token : null,
  };
}

/** What can be seen without asking the server, in the order of the page. */
export function wrongsOf(entry: Entry): Wrong[] {
  const found: Wrong[] = [];
  const add = (field: string, key: string, facts = {}) =>
    found.push({ field, message: t(`desk.register.wrong.${key}`, facts) });
  if (!entry.day || !entry.time) add("received_at", "received");
  else if (entry.dated && `${entry.day}T${entry.time}` > nowLocal()) add("received_at", "future");
  if (!entry.region_code) add("region_code", "region");
  if (!entry.anonymous && !entry.petitioners[0]?.name?.trim()) add("petitioners[0].name", "name");
  const count = characters(entry.title.trim());
  if (count < 2) add("title", "title");
  if (characters(entry.text) > LIMITS.text) add("text", "long", { max: LIMITS.text });
  if (!entry.text.trim() && !entry.files.length) add("text", "text");
  if (!entry.claims.some((line) => line.trim())) add("claims[0]", "claims");
  const most = LIMITS.person_count;
  if (entry.person_count !== null && (entry.person_count < 1 || entry.person_count > most))
    add("person_count", "count", { max: most });
  return found;
}

// Fields of the API by the entries that make them, where the names differ.
const MADE_OF: Record<string, (keyof Entry)[]> = {
  received_at: ["day", "time", "dated"],
  attachments: ["files"],
  text: ["text", "files"],
  petitioners: ["petitioners", "anonymous"],
};

/** Whether what a refusal is about was changed since. */
export function changed(field: string, before: Entry, now: Entry): boolean {
  const root = rootOf(field);
  const parts = MADE_OF[root] ?? [root as keyof Entry];
  return parts.some((part) => JSON.stringify(before[part]) !== JSON.stringify(now[part]));
}
