// What a step will do, as far as the law's table and the form tell: said before, and looked up after.
import { nameOf, t } from "@/shared/language";
import { dayText } from "@/shared/days";
import type { Law, LawStep, Organ } from "./directory";
import { claimsOf, type Action, type Matter, type Values } from "./step_form";

function receiver(to: string, targets: string[]): string {
  return to === "target" && targets.length ? targets.join(t("desk.action.and")) : t(`desk.action.to.${to}`);
}

function letterLines(row: LawStep, law: Law, values: Values, targets: string[]): string[] {
  const ground = law.grounds.find((one) => one.ground === values.ground);
  return (row.letters ?? []).map((letter) => {
    const title =
      letter.title ||
      (ground ? t(`desk.action.letter.${ground.document}`) : t("desk.action.letter.ground"));
    if (letter.to === "file") return t("desk.action.will.file", { letter: title });
    return t("desk.action.will.letter", { letter: title, to: receiver(letter.to, targets) });
  });
}

// Clocks of a row that start only under a condition which the form or the part tells.
function starts(clock: string, values: Values, simple: boolean): boolean {
  if (["C10", "C11", "C12"].includes(clock)) return simple;
  if (clock === "CA1") return ((values.co_organs as string[] | undefined) ?? []).length > 0;
  return true;
}

/** Sentences of what the step does: new state, receivers, letters, clocks. */
export function willDo(
  action: Action,
  matter: Matter,
  values: Values,
  law: Law,
  organs: Organ[],
): string[] {
  const row = law.steps.find((one) => one.step === action.step);
  if (!row) return [];
  const targets = ((values.targets as string[] | undefined) ?? []).map(
    (id) => organs.find((organ) => organ.organ_id === id)?.name ?? id,
  );
  const running = new Set(
    matter.clocks
      .filter((clock) => clock.subject === action.subject && ["running", "suspended"].includes(clock.state))
      .map((clock) => clock.clock),
  );
  const names = (clocks: string[]) =>
    [...new Set(clocks)].map((one) => nameOf("clock", one)).join(t("desk.action.and"));
  const part = matter.subjects.find((one) => one.no === action.subject);
  const simple = part?.simple === true || values.simple === true;
  const begins = (row.starts ?? []).filter((clock) => starts(clock, values, simple));
  // A part moves on, and its clocks end, only when every claim of it is placed.
  const all = claimsOf(matter, action.subject).length;
  const chosen = (values.claims as number[] | undefined)?.length ?? all;
  const rest = row.deed !== "splitting" && chosen > 0 ? all - chosen : 0;
  const ends = (rest ? [] : (row.stops ?? [])).filter((clock) => running.has(clock));
  return [
    ...(rest ? [t("desk.action.will.stays", { n: rest })] : []),
    ...(row.to && !rest ? [t("desk.action.will.state", { state: nameOf("state", row.to) })] : []),
    ...letterLines(row, law, values, targets),
    ...(ends.length ? [t("desk.action.will.stop", { clocks: names(ends) })] : []),
    ...(begins.length ? [t("desk.action.will.start", { clocks: names(begins) })] : []),
  ];
}

export type Happened = {
  name: string;
  state: string;
  letters: { no: number; title: string }[];
  clocks: string[];
};

/** What the step left behind, by comparing the matter before and after it. */
export function happened(name: string, before: Matter, after: Matter): Happened {
  const had = new Set(before.documents.map((one) => one.no));
  const key = (clock: Matter["clocks"][number]) => `${clock.clock}:${clock.subject}:${clock.started_on}`;
  const ran = new Set(before.clocks.map(key));
  return {
    name,
    state: nameOf("state", after.state),
    letters: after.documents.filter((one) => !had.has(one.no)).map(({ no, title }) => ({ no, title })),
    clocks: after.clocks
      .filter((clock) => clock.state === "running" && !ran.has(key(clock)))
      .map((clock) => t("desk.action.until", { clock: clock.name, day: dayText(clock.due_legal_on) })),
  };
}
