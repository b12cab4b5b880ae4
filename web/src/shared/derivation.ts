// Why a clock ends on its day: one sentence for each line of its derivation, from law.explain.
import type { Schemas } from "@/api/client";
import { basisText } from "./articles";
import { dayText } from "./days";
import { t } from "./language";

type Reason = Schemas["ClockReason"];
type Clock = Pick<Schemas["RunningClock"], "basis" | "nature" | "internal" | "derivation">;

const dayNames = ["on", "from", "until", "strict", "legal"] as const;

function key(reason: Reason, inHours: boolean): string {
  if (reason.why === "rest_day" && !reason.name) return "weekend";
  if (reason.why === "start" && inHours) return "start_hours";
  if (reason.why === "moved") return `moved_${reason.reason}`;
  return reason.why;
}

/** One line of a derivation; a term in hours counts from its hour on, with no day left out. */
export function reasonText(reason: Reason, inHours = false): string {
  const facts: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(reason)) facts[name] = value as string | number;
  for (const name of dayNames) if (reason[name]) facts[name] = dayText(reason[name]);
  if (reason.unit) facts.unit_name = t(`law.unit.${reason.unit}`);
  return t(`law.explain.${key(reason, inHours)}`, facts);
}

/** The whole derivation: by which article, from when, how long, which days were skipped. */
export function derivationLines(clock: Clock): string[] {
  const nature = t(`law.nature.${clock.nature}`);
  const first = t("explain.basis", { basis: basisText(clock.basis), nature });
  const internal = clock.internal ? [t("law.explain.internal")] : [];
  const moved = clock.derivation.some((reason) => reason.why === "legal");
  const inHours = clock.derivation.some((reason) => reason.unit === "hours");
  const lines = clock.derivation.map((reason) =>
    reason.why === "strict" && !moved
      ? t("explain.last", { on: dayText(reason.on ?? "") })
      : reasonText(reason, inHours),
  );
  return [first, ...internal, ...lines];
}
