// A field of a step or a fact of a matter as people read it: codes by their names, ids of organs by theirs.
import { dayText, timeText } from "@/shared/days";
import { nameOf, t } from "@/shared/language";
import { groupedNumber } from "../work/number";
import { categoryText, colleagueText, organText, placePath } from "../codes";

const sections: Record<string, string> = {
  channel: "channel",
  kind: "kind",
  ground: "ground",
  state: "state",
};
const organs = [
  "organ_id",
  "targets",
  "co_organs",
  "target",
  "organ",
  "organs",
  "competent_organ",
  "final_organ",
  "decider",
  "receiver",
  "review_organ",
  "to",
];
const matters = ["item_no", "matter_no", "joined_to", "succeeds", "earlier_matter", "split_from"];

function one(name: string, value: unknown): string {
  if (typeof value === "boolean") return t(value ? "desk.yes" : "desk.no");
  if (typeof value === "number" && name !== "cadre_level") return String(value);
  if (typeof value === "object" && value !== null) return entryText(value as Record<string, unknown>);
  const text = String(value);
  const entry = entryOf(text);
  if (entry) return entryText(entry);
  if (sections[name]) return nameOf(sections[name], text);
  if (name === "category" || name === "categories" || name === "category_hint") return categoryText(text);
  if (matters.includes(name) && /^\d{27}$/.test(text)) return groupedNumber(text);
  if (name === "cadre_level") return nameOf("desk.setup.level", text);
  if (name === "colleague") return colleagueText(text);
  if (name === "region_code") return placePath(text);
  if (organs.includes(name) && /^\d{5,}$/.test(text)) return organText(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return timeText(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayText(text, false);
  if (name === "outcome" || name === "value") return nameOf(name === "value" ? "rating" : name, text);
  return nameOf(`desk.action.value.${name}`, text);
}

/** answers[0] is the first of the answers. */
export function fieldName(name: string): string {
  const [, list, at] = /^(\w+)\[(\d+)\]$/.exec(name) ?? [];
  return list
    ? t("desk.course.entry", { field: nameOf("field", list), n: Number(at) + 1 })
    : nameOf("field", name);
}
// Rows of a list stand in the vault one by one, as JSON.
function entryOf(text: string): Record<string, unknown> | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function entryText(entry: Record<string, unknown>): string {
  return Object.entries(entry)
    .map(([name, value]) => `${nameOf("field", name)} ${fieldText(name, value)}`)
    .join(t("desk.comma"));
}

export function fieldText(name: string, value: unknown): string {
  return Array.isArray(value)
    ? value.map((each) => one(name, each)).join(t("desk.comma"))
    : one(name, value);
}
