// Days and times as people read them, always in China Standard Time whatever the device thinks.
import { language } from "./language";

const zone = "Asia/Shanghai";

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language.value, { timeZone: zone, ...options });
}

/** "2026-03-01" -> 2026年3月1日 星期日 */
export function dayText(iso: string, weekday = true): string {
  const noon = new Date(`${iso}T12:00:00+08:00`);
  if (Number.isNaN(noon.getTime())) return iso;
  return format({
    year: "numeric",
    month: "long",
    day: "numeric",
    ...(weekday ? { weekday: "short" } : {}),
  }).format(noon);
}

/** An instant of the API -> 2026年3月1日 14:05 */
export function timeText(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return format({
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** 03-01 14:05, for narrow columns */
export function shortTime(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return format({
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** The day in China of an instant, ISO. */
export function dayOf(instant: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(instant));
}

/** Calendar days from one ISO day to another; below 0 when `to` is before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
