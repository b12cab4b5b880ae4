import type { Schemas } from "@/api/client";
import { t } from "@/shared/language";

type Holder = Schemas["ResponsibilityHolder"];

/** Who it was, in words: an organ by its name. */
export function holderName(holder: Holder): string {
  return holder.turn === "organ" ? holder.organ : t(`desk.time.turn.${holder.turn}`);
}

/** 3天4小时5分: to the minute, so that the rows add up to the last one as shown. */
export function lengthText(minutes: number): string {
  return t("desk.time.days", {
    days: Math.floor(minutes / 1440),
    hours: Math.floor((minutes % 1440) / 60),
    minutes: minutes % 60,
  });
}

/** The row of the totals that a span counts in, from 1; the bar and the table name it alike. */
export function rowOf(totals: Holder[], span: Holder): number {
  return (
    1 +
    totals.findIndex(
      (total) => total.turn === span.turn && (span.turn !== "organ" || total.organ_id === span.organ_id),
    )
  );
}
