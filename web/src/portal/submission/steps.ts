// The filing, one thing at a time: which steps there are, what is wrong in one, where a refused field is.
import { t } from "@/shared/language";
import { draft } from "./draft";
import { files } from "./uploads";

export const steps = ["story", "claims", "files", "place", "person", "check"] as const;
export type Step = (typeof steps)[number];
/** What is wrong, by the contract's name of the field. */
export type Problems = Record<string, string>;

const shortestTitle = 2;

function inStory(): Problems {
  const wrong: Problems = {};
  if (draft.title.trim().length < shortestTitle) wrong.title = t("portal.file.story.title_missing");
  if (!draft.on_paper && !draft.text.trim()) wrong.text = t("portal.file.story.text_missing");
  return wrong;
}

function inClaims(): Problems {
  return draft.claims.some((claim) => claim.trim()) ? {} : { "claims[0]": t("portal.file.claims.missing") };
}

function inFiles(): Problems {
  const letterMissing = draft.on_paper && !draft.text.trim() && !files.length;
  return letterMissing ? { attachments: t("portal.file.files.letter_missing") } : {};
}

function inPlace(): Problems {
  if (!draft.place) return { region_code: t("portal.place.missing") };
  if (!draft.place.narrow) return { region_code: t("portal.place.too_wide") };
  return draft.place.served === false ? { region_code: t("portal.place.no_office") } : {};
}

function inPerson(): Problems {
  if (draft.anonymous || draft.person.name.trim()) return {};
  return { "petitioners[0].name": t("portal.file.person.name_missing") };
}

const checks: Record<Step, () => Problems> = {
  story: inStory,
  claims: inClaims,
  files: inFiles,
  place: inPlace,
  person: inPerson,
  check: () => ({}),
};

export function problemsIn(step: Step): Problems {
  return checks[step]();
}

/** The first step that still lacks something; the last one when none does. */
export function firstOpenStep(): Step {
  return steps.find((step) => Object.keys(problemsIn(step)).length > 0) ?? "check";
}

/** Where a field of the contract is asked for; undefined when the petitioner cannot mend it. */
export function stepOf(field: string): Step | undefined {
  if (field === "title" || field === "text") return "story";
  if (field.startsWith("claims")) return "claims";
  if (field === "attachments") return "files";
  if (field === "region_code" || field === "office_region") return "place";
  if (field.startsWith("petitioners") || field === "anonymous") return "person";
  return undefined;
}
