// What is said of days in the calendar.
import { language, t } from "@/shared/language";
import { lengthOf, type Occasion } from "./year";

// The year stands above wherever a day is named here.
function dayOfYear(day: string): string {
  const options = { timeZone: "UTC", month: "long", day: "numeric", weekday: "short" } as const;
  return new Intl.DateTimeFormat(language.value, options).format(new Date(day));
}

/** "1月1日周四至1月3日周六放假，共3天", "1月4日周日上班" */
export function occasionText(occasion: Occasion): string {
  const on = dayOfYear(occasion.from);
  const n = lengthOf(occasion);
  const facts = { on, from: on, to: dayOfYear(occasion.to || occasion.from), n };
  if (occasion.kind === "workday")
    return n > 1 ? t("desk.setup.calendar.worked_range", facts) : t("desk.setup.calendar.worked", facts);
  return n > 1 ? t("desk.setup.calendar.off_range", facts) : t("desk.setup.calendar.off_one", facts);
}
