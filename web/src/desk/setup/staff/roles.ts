// Roles by where the people who hold them work. Administrators are accounts of their own.
import type { Role } from "../../session";

export const administrators: Role[] = ["SYS_ADMIN", "SEC_ADMIN", "AUDITOR"];

export const roleGroups: { name: string; roles: Role[] }[] = [
  {
    name: "office",
    roles: [
      "REGISTRAR",
      "LETTER_HANDLER",
      "RECEPTIONIST",
      "ONLINE_HANDLER",
      "INSPECTOR",
      "INSPECTION_COMMISSIONER",
      "REVIEW_OFFICER",
      "ANALYST",
      "OFFICE_HEAD",
    ],
  },
  { name: "organ", roles: ["ORGAN_RECEIVER", "CASE_OFFICER", "ORGAN_HEAD", "SIGNING_LEADER"] },
  { name: "leading", roles: ["LEADER", "JOINT_MEETING_SECRETARY", "DISCIPLINE_LIAISON"] },
  { name: "village", roles: ["VILLAGE_INFORMANT", "GRID_WORKER", "AGENT_WORKER"] },
  { name: "invited", roles: ["LAWYER", "EXPERT", "PSYCHOLOGIST", "VOLUNTEER", "DEPUTY"] },
];

export function isAdministrator(roles: Role[]): boolean {
  return roles.some((role) => administrators.includes(role));
}
