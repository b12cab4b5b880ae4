// What is said of days in the calendar.
import { dayText } from "@/shared/days";
import { t } from "@/shared/language";
import { lengthOf, type Occasion } from "./year";

/** "1月1日至3日放假，共3天", "1月4日 周日 上班" */
export function occasionText(occasion: Occasion): string {
  const from = dayText(occasion.from);
  const n = lengthOf(occasion);
  if (occasion.kind === "workday")
    return n > 1
      ? t("desk.setup.calendar.worked_range", { from, to: dayText(occasion.to), n })
      : t("desk.setup.calendar.worked", { on: from });
  return n > 1
    ? t("desk.setup.calendar.off_range", { from, to: dayText(occasion.to), n })
    : t("desk.setup.calendar.off_one", { on: from });
}
