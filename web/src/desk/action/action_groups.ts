// What of the many steps stands as a button and what in the menu: the law gives the order, and what may
// always be done (report, recusal, correction) never stands before what the state is waiting for.
import type { Action, Matter } from "./step_form";

export const groupNames = [
  "handling",
  "transfer",
  "joining",
  "route",
  "review",
  "supervision",
  "protection",
] as const;
export type GroupName = (typeof groupNames)[number];

const GROUPS: Record<GroupName, string[]> = {
  handling: [
    "non_acceptance",
    "filing_only",
    "direct_reply",
    "simple_procedure",
    "ordinary_procedure",
    "hearing",
    "mediation",
    "settlement",
    "settlement_broken",
    "extension",
    "suggestion_extension",
    "announcement",
    "filing_opinion",
    "proposal_to_leaders",
    "result_returned",
  ],
  transfer: ["forwarding", "objection", "recall", "competence_referral", "closed_acceptance"],
  joining: [
    "joining",
    "joining_refused_above",
    "joining_concluded",
    "unjoining",
    "linking",
    "splitting",
    "marking_accusation",
  ],
  route: [
    "statutory_route",
    "way_changed",
    "route_not_open",
    "outside_follow_up",
    "sent_back",
    "hand_over_to_political_legal",
    "guidance_to_political_legal",
  ],
  review: [
    "review_request",
    "late_review_request",
    "re_review_request",
    "late_re_review_request",
    "review_refusal",
    "re_review_refusal",
    "re_review_hearing",
    "conclusion_confirmed",
    "rehandling",
    "reopening",
  ],
  supervision: [
    "urgent_report",
    "urgent_report_sent",
    "supervision",
    "supervision_answer",
    "trigger_dismissed",
  ],
  protection: [
    "recusal_request",
    "recusal_decision",
    "naming_accused",
    "withdrawal",
    "termination",
    "supplement",
    "correction",
    "query_code_reissued",
    "archiving",
  ],
};
const groupOf = new Map(groupNames.flatMap((name) => GROUPS[name].map((deed) => [deed, name] as const)));

// Open only while something waits for it: then it stands among the buttons, after the state's own steps.
const WAITED_FOR = ["urgent_report_sent", "supervision_answer", "trigger_dismissed"];
// What comes forward where a state has no step, or only one, of its own.
const FORWARD: GroupName[] = ["handling", "transfer", "review", "route"];
const MOST = 3;

export const keyOf = (action: Action) => `${action.subject}:${action.step}`;

/** The buttons of one part: its state's own steps in the law's order, then what is waited for. */
function mainOf(own: Action[], triggered: boolean): Action[] {
  const allowed = own.filter((action) => action.allowed);
  const main = allowed.filter((action) => !groupOf.has(action.deed)).slice(0, MOST);
  for (const name of FORWARD) {
    if (main.length > 1) break;
    const next = allowed.filter((action) => groupOf.get(action.deed) === name);
    main.push(...next.slice(0, MOST - main.length));
  }
  const waits = (action: Action) =>
    WAITED_FOR.includes(action.deed) || (triggered && action.deed === "supervision");
  return [...main, ...allowed.filter(waits)];
}

export type PartActions = { part: Matter["subjects"][number]; main: Action[] };
export type MenuGroup = { name: GroupName; allowed: Action[]; blocked: Action[] };

/** Buttons by part, and the menu with all the rest of the file. */
export function arrange(matter: Matter): { parts: PartActions[]; menu: MenuGroup[] } {
  const parts = matter.subjects
    .map((part) => {
      const own = matter.actions.filter((action) => action.subject === part.no);
      const triggered = (matter.triggers ?? []).some((one) => one.open && one.subject === part.no);
      return { part, main: mainOf(own, triggered) };
    })
    .filter((one) => one.main.length);
  const shown = new Set(parts.flatMap((one) => one.main.map(keyOf)));
  // What nothing waits for is no step that somebody could miss.
  const idle = (action: Action) => !action.allowed && WAITED_FOR.includes(action.deed);
  const rest = matter.actions.filter((action) => !shown.has(keyOf(action)) && !idle(action));
  const menu = groupNames
    .map((name) => {
      const own = rest.filter((action) => (groupOf.get(action.deed) ?? "handling") === name);
      return {
        name,
        allowed: own.filter((action) => action.allowed),
        blocked: own.filter((action) => !action.allowed),
      };
    })
    .filter((group) => group.allowed.length || group.blocked.length);
  return { parts, menu };
}
