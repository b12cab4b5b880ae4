// Values of parameters as they are read: with their unit.
import type { Schemas } from "@/api/client";
import { dayText } from "@/shared/days";
import { t } from "@/shared/language";

export type ParameterRow = Schemas["ParameterRow"];

export function valueText(row: ParameterRow, value: string | number): string {
  if (row.unit === "date") return dayText(String(value), false);
  if (row.unit === "switch") return t(value === "on" ? "desk.setup.yes" : "desk.setup.no");
  return t(`desk.setup.unit.${row.unit}`, { n: value });
}
