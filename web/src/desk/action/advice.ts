// Which organs a matter may go to, in which order and why. It only advises: the rulebook decides.
import { t } from "@/shared/language";
import type { Category, Organ } from "./directory";

export type Advice = { organ: Organ; fits: boolean; why: string };
type Reach = "beside" | "below" | "own_system";

// How far the deeds of law/ reach; a deed that is not here is not sorted by reach.
const REACH: Record<string, Reach[]> = {
  transfer: ["beside"],
  transfer_down: ["below"],
  passing_on: ["beside", "below"],
  assignment: ["beside", "below"],
  forwarding: ["own_system"],
  forwarding_filed: ["own_system"],
};
// Deeds that lead to organs of a kind, whatever they are competent for.
const KINDS: Record<string, string[]> = {
  hand_over_to_discipline: ["DISCIPLINE_ORGAN"],
  hand_over_to_personnel: ["ORGANISATION_DEPARTMENT", "PARTY_COMMITTEE"],
  hand_over_to_political_legal: [
    "COURT",
    "PROCURATORATE",
    "PUBLIC_SECURITY",
    "JUSTICE",
    "POLITICAL_LEGAL_COMMITTEE",
  ],
};
const REVIEWS = ["review_request", "late_review_request", "re_review_request", "late_re_review_request"];
const DECIDES_NOTHING = ["VILLAGE", "JOINT_MEETING_OFFICE"];

function isAbove(
  organs: Organ[],
  above: Organ,
  organ: Organ,
  ways: ("superior_id" | "line_superior_id")[],
): boolean {
  const seen = new Set<string>();
  let level = [organ];
  while (level.length) {
    const next = level.flatMap((one) => ways.map((way) => one[way]).filter((id) => id !== null));
    if (next.includes(above.organ_id)) return true;
    level = organs.filter((one) => next.includes(one.organ_id) && !seen.has(one.organ_id));
    level.forEach((one) => seen.add(one.organ_id));
  }
  return false;
}

function reaches(organs: Organ[], holder: Organ, organ: Organ): Reach[] {
  const found: Reach[] = [];
  if (organ.level === holder.level && organ.region_code === holder.region_code) found.push("beside");
  if (isAbove(organs, holder, organ, ["superior_id", "line_superior_id"])) found.push("below");
  const child = organ.superior_id === holder.organ_id && holder.type !== "PETITION_OFFICE";
  if (child || isAbove(organs, holder, organ, ["line_superior_id"])) found.push("own_system");
  return found;
}

function competence(organ: Organ, category: string): string {
  return (
    organ.categories.find((own) => {
      const length = own.endsWith("0000") ? 2 : 4;
      return category.slice(0, length) === own.slice(0, length);
    }) ?? ""
  );
}

function judge(organs: Organ[], holder: Organ, deed: string, category: string, names: Map<string, string>) {
  return (organ: Organ): Advice & { rank: number } => {
    const no = (why: string) => ({ organ, fits: false, why: t(`desk.pick.organ.${why}`), rank: 9 });
    const reach = reaches(organs, holder, organ);
    const below = reach.includes("below");
    if (organ.type === "DISCIPLINE_ORGAN") return no("by_liaison");
    if (DECIDES_NOTHING.includes(organ.type)) return no("decides_nothing");
    if (organ.type === "PETITION_OFFICE" && !below) return no("decides_nothing");
    const wanted = REACH[deed];
    if (wanted && !wanted.some((one) => reach.includes(one))) return no(`not_${wanted[0]}`);
    const power = competence(organ, category);
    if (power && category) {
      const why = t("desk.pick.organ.competent", { category: names.get(power) ?? power });
      return { organ, fits: true, why, rank: power.endsWith("0000") ? 1 : 0 };
    }
    if (organ.type === "PETITION_OFFICE")
      return { organ, fits: true, why: t("desk.pick.organ.office"), rank: 2 };
    if (organ.categories.length && category) return no("not_competent");
    return { organ, fits: true, why: t("desk.pick.organ.any_category"), rank: 3 };
  };
}

// Who reviews: the organ above the one whose opinion is challenged. Who decides on competence: an organ
// above the holder, or the joint meeting.
function chosenByPlace(organs: Organ[], holder: Organ, deed: string): ((organ: Organ) => string) | null {
  if (REVIEWS.includes(deed)) {
    const above = [holder.review_organ_id, holder.line_superior_id, holder.superior_id];
    return (organ) =>
      above.includes(organ.organ_id) && organ.type !== "PETITION_OFFICE" ? "reviews" : "not_reviewing";
  }
  if (deed === "competence_referral") {
    return (organ) => {
      const meets = organ.type === "JOINT_MEETING_OFFICE" && organ.level <= holder.level;
      const above = isAbove(organs, organ, holder, ["superior_id", "line_superior_id"]);
      return meets || (above && organ.type !== "PETITION_OFFICE") ? "decides" : "not_deciding";
    };
  }
  const kinds = KINDS[deed];
  return kinds ? (organ) => (kinds.includes(organ.type) ? "of_kind" : "other_kind") : null;
}
const UNFIT = ["not_reviewing", "not_deciding", "other_kind"];

/** All organs but the holder: those that fit first, the most competent first, each with the reason. */
export function advise(
  organs: Organ[],
  holderId: string,
  deed: string,
  category: string,
  categories: Category[],
): Advice[] {
  const holder = organs.find((organ) => organ.organ_id === holderId);
  const others = organs.filter((organ) => organ.organ_id !== holderId);
  if (!holder) return others.map((organ) => ({ organ, fits: true, why: "" }));
  const byPlace = chosenByPlace(organs, holder, deed);
  if (byPlace) {
    return others
      .map((organ) => ({ organ, why: byPlace(organ) }))
      .map(({ organ, why }) => ({ organ, fits: !UNFIT.includes(why), why: t(`desk.pick.organ.${why}`) }))
      .sort((a, b) => Number(b.fits) - Number(a.fits) || a.organ.level - b.organ.level);
  }
  const names = new Map(categories.map((one) => [one.code, one.name]));
  return others.map(judge(organs, holder, deed, category, names)).sort((a, b) => a.rank - b.rank);
}
