// What a row says, on screen and in an exported file alike.
import { dayOf } from "@/shared/days";
import { nameOf, t } from "@/shared/language";
import { placeName } from "../codes";
import type { Column } from "./columns";
import { groupedNumber, shortNumber } from "./number";
import type { Work } from "./rows";

export function titleOf(row: Work): string {
  return row.title || t("desk.list.untitled");
}

export function columnText(row: Work, column: Column): string {
  const { matter } = row;
  switch (column) {
    case "number":
      return shortNumber(matter.matter_no);
    case "channel":
      return nameOf("channel", matter.channel);
    case "place":
      return placeName(matter.region_code);
    case "received":
      return t("desk.list.received_on", { day: dayOf(matter.received_at) });
    case "kind":
      return matter.kind ? nameOf("kind", matter.kind) : "";
    case "state":
      return nameOf("state", matter.state);
    case "holder":
      return row.holder;
  }
}

/** The lamp's word, as Lamp.vue says it. */
export function lampText(row: Work): string {
  const n = row.days_left;
  if (!row.lamp) return "";
  if (row.lamp === "paused" || n === undefined || n === null) return t(`lamp.${row.lamp}`);
  if (n < 0) return t("lamp.overdue_by", { n: -n });
  return n === 0 ? t("lamp.today") : t("lamp.days_left", { n });
}

const exported = [
  "number",
  "title",
  "state",
  "kind",
  "channel",
  "place",
  "holder",
  "received",
  "due",
  "lamp",
];

export function exportHead(): string[] {
  return exported.map((name) => t(`desk.column.${name}`));
}

export function exportLine(row: Work): string[] {
  const { matter } = row;
  return [
    groupedNumber(matter.matter_no),
    row.title,
    columnText(row, "state"),
    columnText(row, "kind"),
    columnText(row, "channel"),
    columnText(row, "place"),
    row.holder,
    dayOf(matter.received_at),
    row.due_on ?? "",
    lampText(row),
  ];
}
