// A line of the history in words: what it was about, and each field as it was and as it is.
import type { Schemas } from "@/api/client";
import { dayText } from "@/shared/days";
import { has, nameOf, t } from "@/shared/language";
import { occasionText } from "../calendar/words";
import { occasionsOf, type CalendarDay } from "../calendar/year";
import { categoryName, levelName, organName, placeName } from "../directories";

export type Change = Schemas["Change"];

export interface FieldChange {
  field: string;
  was: string;
  is: string;
}

type Say = (value: never) => string;

function listed(values: string[]): string {
  return values.join(t("desk.setup.list_comma"));
}
function dayOrNothing(value: string | null): string {
  return value ? dayText(value) : "";
}
function days(value: CalendarDay[]): string {
  return occasionsOf(value)
    .map((occasion) => `${occasion.name} ${occasionText(occasion)}`)
    .join("\n");
}
// Of a list only what is not on the other side too.
function withoutCommon(value: unknown, other: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(other)) return value;
  const there = new Set(other.map((one) => JSON.stringify(one)));
  return value.filter((one) => !there.has(JSON.stringify(one)));
}

const sayings: Record<string, Say> = {
  organ_id: organName,
  superior_id: organName,
  line_superior_id: organName,
  review_organ_id: organName,
  region_code: placeName,
  type: (value: string) => nameOf("desk.setup.organ_type", value),
  level: levelName,
  categories: (value: string[]) => listed(value.map(categoryName)),
  roles: (value: string[]) => listed(value.map((role) => nameOf("role", role))),
  valid_from_on: dayOrNothing,
  valid_to_on: dayOrNothing,
  days,
};

function valueText(field: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  const say = sayings[field];
  if (say) return say(value as never);
  if (typeof value === "boolean") return t(value ? "desk.setup.yes" : "desk.setup.no");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function fieldName(field: string, of = ""): string {
  if (has(`desk.setup.field.${of}_${field}`)) return nameOf("desk.setup.field", `${of}_${field}`);
  return has(`desk.setup.field.${field}`) ? nameOf("desk.setup.field", field) : nameOf("field", field);
}

/** Fields that say nothing on either side are left out. */
export function fieldChanges(change: Change): FieldChange[] {
  const before = (change.before ?? {}) as Record<string, unknown>;
  const after = (change.after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => field !== `${change.of}_id`)
    .map((field) => ({
      field: fieldName(field, change.of),
      was: valueText(field, withoutCommon(before[field], after[field])),
      is: valueText(field, withoutCommon(after[field], before[field])),
    }))
    .filter(({ was, is }) => was !== is);
}

export function parameterName(key: string): string {
  return nameOf("parameter", key);
}

/** What was changed, by its name; `people` knows the names of persons where the reader may see them. */
export function subjectText(change: Change, people: Map<string, string>): string {
  if (change.of === "organ") return organName(change.id);
  if (change.of === "user")
    return people.get(change.id) ?? t("desk.setup.change.person", { id: change.id });
  if (change.of === "calendar") return t("desk.setup.calendar.year", { year: change.id });
  const [ruleSet, key] = change.id.split("/");
  return t("desk.setup.change.parameter", {
    name: parameterName(key ?? change.id),
    rule_set: nameOf("desk.setup.rule_set", ruleSet ?? ""),
  });
}
