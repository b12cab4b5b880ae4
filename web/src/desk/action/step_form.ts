// The form of one action of the rulebook: what its fields hold, what is missing, what is sent.
import type { Schemas } from "@/api/client";
import { nameOf, has, t } from "@/shared/language";
import type { Ground } from "./directory";

export type Matter = Schemas["Matter"];
export type Action = Schemas["Action"];
export type FieldRule = Schemas["FieldRule"];
export type Person = Record<string, string>;
export type KeptFile = { id: string; name: string; size: number };
export type Accused = {
  name?: string;
  unit?: string;
  post?: string;
  organ_id?: string;
  outside?: boolean;
  is_unit?: boolean;
  leads?: boolean;
  cadre_level?: number;
};
export type ClaimAnswer = { claim: number; outcome: string; opinion: string; reasons: string };
export type Values = Record<string, unknown>;

/** What is wrong and where: "reason", "answers[0].opinion", "petitioners[1].phone". */
export type Wrong = { field: string; message: string };

/** What every editor of a field is given. */
export type FieldProps = {
  id: string;
  rule: FieldRule;
  action: Action;
  matter: Matter;
  values: Values;
  wrong: Wrong | null;
  describedby?: string;
};

const LONG_TEXT = 300;
export const DEFAULT_TEXT = 500; // characters where the row names no limit, as the server has it
// Days that cannot lie ahead, and those that must.
const WHAT_HAPPENED = [
  "served_on",
  "announced_on",
  "final_on",
  "signed_on",
  "performed_on",
  "posted_on",
  "received_on",
  "decided_on",
  "hearing_ended_on",
];
const WHAT_COMES = ["report_by", "redo_by", "answer_by", "hearing_on", "route_due"];

export const rootOf = (field: string) => field.split(/[.[]/)[0];
export const mostCharacters = (rule: FieldRule) => rule.max || DEFAULT_TEXT;
export const isLong = (rule: FieldRule) => rule.type === "text" && mostCharacters(rule) >= LONG_TEXT;
export const characters = (text: string) => [...text].length;
export const liesBehind = (rule: FieldRule) => WHAT_HAPPENED.includes(rule.name);
export const liesAhead = (rule: FieldRule) => WHAT_COMES.includes(rule.name);

/** The field's own name in this deed where it has one. */
export function labelOf(action: Action, rule: FieldRule): string {
  const own = `${action.deed}_${rule.name}`;
  return has(`desk.action.label.${own}`) ? t(`desk.action.label.${own}`) : nameOf("field", rule.name);
}
export function hintOf(action: Action, rule: FieldRule): string {
  const own = `${action.deed}_${rule.name}`;
  if (has(`desk.action.hint.${own}`)) return t(`desk.action.hint.${own}`);
  return has(`desk.action.hint.${rule.name}`) ? t(`desk.action.hint.${rule.name}`) : "";
}
export function valueName(field: string, code: string): string {
  if (field === "kind" || field === "channel") return nameOf(field, code);
  return nameOf(`desk.action.value.${field}`, code);
}

const GONE_BACK = ["RETURNED", "RECALLED"];

/** The claims of a part, all where it names none. */
function claimsOfPart(matter: Matter, subject: number) {
  const own = matter.subjects.find((part) => part.no === subject)?.claims ?? [];
  return matter.claims.filter((claim) => claim.way !== "split" && (!own.length || own.includes(claim.no)));
}

/** The claims that an action is about: those of its part, but not those that another organ was given
 *  already; who only helps (co) was given none. */
export function claimsOf(matter: Matter, subject: number) {
  const below = matter.subjects.filter(
    (part) => part.parent === subject && part.mode !== "co" && !GONE_BACK.includes(part.state),
  );
  const placed = below.flatMap((part) => part.claims);
  return claimsOfPart(matter, subject).filter((claim) => !placed.includes(claim.no));
}

function emptyValue(rule: FieldRule, action: Action, matter: Matter): unknown {
  if (rule.type === "boolean") return false;
  if (rule.type === "integer") return null;
  if (rule.type === "code" && rule.required && rule.values.length === 1 && !rule.values[0].startsWith("@"))
    return rule.values[0];
  if (rule.type === "claim_answers") {
    const claims = claimsOf(matter, action.subject).map((one) => one.no);
    // What was taken over may have no claim of its own: then the whole is the claim.
    return (claims.length ? claims : [1]).map((claim) => ({
      claim,
      outcome: "",
      opinion: "",
      reasons: "",
    }));
  }
  if (rule.type === "persons") return [{}];
  if (rule.type === "claims") return [""];
  // All go together unless somebody unticks one; what is split off is named one by one.
  if (rule.type === "claim_numbers" && action.deed !== "splitting")
    return claimsOf(matter, action.subject).map((one) => one.no);
  return ["organs", "claim_numbers", "files", "accused"].includes(rule.type) ? [] : "";
}

/** What a form begins with: what the matter already knows, and who is at the desk. */
export function startValues(action: Action, matter: Matter, known: Values): Values {
  const facts = matter.facts as Record<string, unknown>;
  return Object.fromEntries(
    action.fields.map((rule) => [
      rule.name,
      known[rule.name] ??
        (action.deed === "screening" && rule.type === "code" ? facts[rule.name] : undefined) ??
        emptyValue(rule, action, matter),
    ]),
  );
}

// Fields that make sense only with what another one of the form says.
const WITH_VALUE: Record<string, [field: string, values: string[]]> = {
  announced_on: ["method", ["PUBLIC"]],
  mail_no: ["method", ["MAIL"]],
  witnesses: ["method", ["LEFT"]],
  redo_by: ["result", ["revoked", "handling_revoked"]],
  accused: ["kind", ["2"]],
  contains_accusation: ["kind", ["1", "3"]],
  simple: ["kind", ["1", "3"]],
};
const NEEDED_THEN = ["announced_on", "redo_by", "accused"];
const OF_EARLIER = ["earlier_matter", "final_organ", "final_on", "final_document", "final_number"];

/** The fields that the form shows and sends, as required as they are with what was entered so far. */
export function shownFields(
  action: Action,
  matter: Matter,
  values: Values,
  ground: Ground | undefined,
): FieldRule[] {
  const names = action.fields.map((rule) => rule.name);
  const shown = (rule: FieldRule) => {
    // Asked only where something was split off: elsewhere it would put an accusation into people's heads.
    if (rule.name === "no_accusation") return matter.split === true;
    const [other, fitting] = WITH_VALUE[rule.name] ?? ["", []];
    if (names.includes(other)) return fitting.includes(String(values[other]));
    if (names.includes("earlier_matter") && OF_EARLIER.includes(rule.name)) return !!ground?.earlier;
    if (rule.type === "claim_numbers")
      return action.deed === "splitting" || claimsOfPart(matter, action.subject).length > 1;
    return true;
  };
  const needed = (rule: FieldRule) =>
    rule.required ||
    (NEEDED_THEN.includes(rule.name) && names.includes(WITH_VALUE[rule.name][0])) ||
    rule.type === "claim_numbers" ||
    (rule.name === "earlier_matter" && !sentText(values.final_organ));
  return action.fields.filter(shown).map((rule) => ({ ...rule, required: needed(rule) }));
}
const sentText = (value: unknown) => (typeof value === "string" ? value.trim() : "");

function filledAccused(row: Accused): Accused {
  const trimmed = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trim() : value,
  ]);
  return Object.fromEntries(trimmed.filter(([, value]) => value));
}

function withoutEmpty(person: Person): Person {
  const filled = Object.entries(person).map(([name, value]) => [name, value.trim()]);
  return Object.fromEntries(filled.filter(([, value]) => value));
}

/** A value as the server takes it; undefined where nothing was entered. */
export function sentValue(rule: FieldRule, value: unknown): unknown {
  switch (rule.type) {
    case "boolean":
      return value === true;
    case "integer":
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    case "files":
      return filled((value as KeptFile[]).map((file) => file.id));
    case "claims":
      return filled((value as string[]).map((line) => line.trim()).filter(Boolean));
    case "persons":
      return filled((value as Person[]).map(withoutEmpty).filter((one) => Object.keys(one).length));
    case "accused":
      return filled((value as Accused[]).map(filledAccused).filter((one) => Object.keys(one).length));
    case "organs":
    case "claim_numbers":
    case "claim_answers":
      return filled(value as unknown[]);
    default:
      return typeof value === "string" && value.trim() ? value.trim() : undefined;
  }
}
const filled = <T>(list: T[]) => (list.length ? list : undefined);

export function sentFields(rules: FieldRule[], values: Values): Values {
  const all = rules.map((rule) => [rule.name, sentValue(rule, values[rule.name])]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

const PICKED = ["code", "ground", "organ", "organs", "date", "instant", "claim_numbers", "user"];

function missing(rule: FieldRule, name: string): string {
  return t(PICKED.includes(rule.type) ? "desk.action.wrong.choose" : "desk.action.wrong.missing", {
    field: name,
  });
}

function wrongAnswer(answers: ClaimAnswer[]): Wrong | null {
  for (const [at, answer] of answers.entries()) {
    for (const part of ["outcome", "opinion", "reasons"] as const) {
      if (answer[part].trim()) continue;
      const key = part === "outcome" ? "choose" : "missing";
      const field = nameOf("field", part);
      return { field: `answers[${at}].${part}`, message: t(`desk.action.wrong.${key}`, { field }) };
    }
  }
  return null;
}

function wrongText(rule: FieldRule, text: string, name: string): string {
  const count = characters(text);
  if (count < rule.min) return t("desk.action.wrong.short", { field: name, min: rule.min, n: count });
  const most = mostCharacters(rule);
  return count > most ? t("desk.action.wrong.long", { field: name, max: most, n: count }) : "";
}

function wrongOne(rule: FieldRule, value: unknown, name: string, today: string): string {
  if (value === undefined) return rule.required ? missing(rule, name) : "";
  // What must be said and is a yes or no is a confirmation: only a yes says it.
  if (value === false && rule.required) return t("desk.action.wrong.confirm", { field: name });
  if (rule.type === "text") return wrongText(rule, value as string, name);
  if (rule.type === "date" && liesBehind(rule) && (value as string) > today)
    return t("desk.action.wrong.future", { field: name });
  if (rule.type === "date" && liesAhead(rule) && (value as string) <= today)
    return t("desk.action.wrong.past", { field: name });
  if (rule.type === "integer") {
    const low = (value as number) < rule.min;
    const high = rule.max > 0 && (value as number) > rule.max;
    if (low || high) return t("desk.action.wrong.range", { field: name, min: rule.min, max: rule.max });
  }
  return "";
}

/** What can be seen without asking the server, in the order of the fields. */
export function wrongsOf(action: Action, rules: FieldRule[], values: Values, today: string): Wrong[] {
  const found: Wrong[] = [];
  for (const rule of rules) {
    const value = sentValue(rule, values[rule.name]);
    const message = wrongOne(rule, value, labelOf(action, rule), today);
    const wrong = message ? { field: rule.name, message } : null;
    const nested = rule.type === "claim_answers" && value ? wrongAnswer(value as ClaimAnswer[]) : null;
    if (wrong ?? nested) found.push((wrong ?? nested) as Wrong);
  }
  return found;
}
