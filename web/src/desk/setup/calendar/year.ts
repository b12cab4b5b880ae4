// A year of the work calendar: its months as weeks, and its named days as occasions.
import type { Schemas } from "@/api/client";
import { daysBetween } from "@/shared/days";

export type CalendarDay = Schemas["CalendarYear"]["days"][number];
export type DayKind = Schemas["DayKind"];

/** Days one after the other of one kind and name; `to` empty in a form: one day. */
export interface Occasion {
  kind: DayKind;
  from: string;
  to: string;
  name: string;
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
export function dayAfter(day: string, n = 1): string {
  return iso(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000);
}
/** 0 Monday to 6 Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The month's weeks from Monday to Sunday; "" where a day belongs to another month. */
export function weeksOf(year: number, month: number): string[][] {
  const first = iso(Date.UTC(year, month, 1));
  const days: string[] = Array.from({ length: weekdayOf(first) }, () => "");
  for (let day = first; Number(day.slice(5, 7)) === month + 1; day = dayAfter(day)) days.push(day);
  while (days.length % 7) days.push("");
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

export function occasionsOf(days: { on: string; kind: DayKind; name: string }[]): Occasion[] {
  const list: Occasion[] = [];
  for (const day of [...days].sort((a, b) => a.on.localeCompare(b.on))) {
    const last = list[list.length - 1];
    if (last && last.kind === day.kind && last.name === day.name && dayAfter(last.to) === day.on)
      last.to = day.on;
    else list.push({ kind: day.kind, name: day.name, from: day.on, to: day.on });
  }
  return list;
}

export function lengthOf(occasion: Occasion): number {
  return occasion.from ? daysBetween(occasion.from, occasion.to || occasion.from) + 1 : 0;
}

/** Every day of the occasions, each with the place of its occasion in the list. */
export function daysOf(occasions: Occasion[]): (Omit<CalendarDay, "own"> & { at: number })[] {
  return occasions.flatMap(({ kind, from, to, name }, at) => {
    const length = Math.min(lengthOf({ kind, from, to, name }), 100);
    return Array.from({ length: Math.max(length, 0) }, (_, n) => ({
      on: dayAfter(from, n),
      kind,
      name: name.trim(),
      at,
    }));
  });
}

export type Slip = "" | "missing" | "order" | "long" | "weekday";

/** What is surely wrong with a line of the form, or looks so ("weekday": worked as it is anyway). */
export function slipOf(occasion: Occasion): Slip {
  const { kind, from, to, name } = occasion;
  if (!from || !name.trim()) return "missing";
  if (to && to < from) return "order";
  if (lengthOf(occasion) > 31) return "long";
  return kind === "workday" && !to && weekdayOf(from) < 5 ? "weekday" : "";
}
