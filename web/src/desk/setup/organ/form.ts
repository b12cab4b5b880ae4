// What is typed of an organ, and what of it is sent: texts stay texts, an empty one clears the field.
import type { Schemas } from "@/api/client";
import type { Organ } from "../directories";

export interface OrganEntry {
  code: string;
  name: string;
  short_name: string;
  type: Schemas["OrganType"];
  level: number;
  region_code: string;
  superior_id: string | null;
  line_superior_id: string | null;
  review_organ_id: string | null;
  document_prefix: string;
  letter_head: string;
  address: string;
  phone: string;
  postal_code: string;
  categories: string[];
  valid_from_on: string;
}

export function entryOf(organ: Organ | null, today: string): OrganEntry {
  return {
    code: organ?.code ?? "",
    name: organ?.name ?? "",
    short_name: organ?.short_name ?? "",
    type: organ?.type ?? "DEPARTMENT",
    level: organ?.level ?? 4,
    region_code: organ?.region_code ?? "",
    superior_id: organ?.superior_id ?? null,
    line_superior_id: organ?.line_superior_id ?? null,
    review_organ_id: organ?.review_organ_id ?? null,
    document_prefix: organ?.document_prefix ?? "",
    letter_head: organ?.letter_head ?? "",
    address: organ?.address ?? "",
    phone: organ?.phone ?? "",
    postal_code: organ?.postal_code ?? "",
    categories: [...(organ?.categories ?? [])],
    valid_from_on: organ?.valid_from_on ?? today,
  };
}

/** Its short name is its name when none was typed. */
export function sentOf(entry: OrganEntry) {
  const { short_name, ...rest } = entry;
  return { ...rest, short_name: short_name.trim() || entry.name };
}

export const organTypes: Schemas["OrganType"][] = [
  "PARTY_COMMITTEE",
  "GOVERNMENT",
  "PETITION_OFFICE",
  "JOINT_MEETING_OFFICE",
  "DEPARTMENT",
  "VERTICAL_DEPARTMENT",
  "PEOPLES_CONGRESS",
  "CPPCC",
  "COURT",
  "PROCURATORATE",
  "PUBLIC_SECURITY",
  "JUSTICE",
  "POLITICAL_LEGAL_COMMITTEE",
  "DISCIPLINE_ORGAN",
  "ORGANISATION_DEPARTMENT",
  "MASS_ORGANISATION",
  "SOE",
  "PUBLIC_INSTITUTION",
  "TOWNSHIP",
  "VILLAGE",
];
export const levels = [1, 2, 3, 4, 5, 6];
