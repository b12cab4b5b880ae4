// A field of a step or a fact of a matter as people read it: codes by their names, ids of organs by theirs.
import { dayText, timeText } from "@/shared/days";
import { nameOf, t } from "@/shared/language";
import { groupedNumber } from "../work/number";
import { categoryText, organText, placePath } from "../codes";

const sections: Record<string, string> = {
  channel: "channel",
  kind: "kind",
  ground: "ground",
  state: "state",
};
const organs = ["organ_id", "targets", "target", "organ", "organs", "competent_organ", "final_organ", "to"];

function one(name: string, value: unknown): string {
  if (typeof value === "boolean") return t(value ? "desk.yes" : "desk.no");
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null) return entryText(value as Record<string, unknown>);
  const text = String(value);
  if (sections[name]) return nameOf(sections[name], text);
  if (name === "category" || name === "categories" || name === "category_hint") return categoryText(text);
  if (name === "item_no" || name === "matter_no") return groupedNumber(text);
  if (name === "region_code") return placePath(text);
  if (organs.includes(name) && /^\d{5,}$/.test(text)) return organText(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return timeText(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayText(text, false);
  if (name === "outcome" || name === "value") return nameOf(name === "value" ? "rating" : name, text);
  return nameOf(`desk.action.value.${name}`, text);
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
