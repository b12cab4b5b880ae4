// Which pages the set-up has, who reads each, and whose changes stand in the history.
import type { Schemas } from "@/api/client";
import { holds, type Role } from "../session";

export type ChangeOf = Schemas["ChangeOf"];

interface SetupPage {
  name: string;
  readers: Role[]; // empty: everybody signed in
}

export const setupPages: SetupPage[] = [
  { name: "organs", readers: [] },
  { name: "staff", readers: ["SEC_ADMIN"] },
  { name: "calendar", readers: [] },
  { name: "parameters", readers: ["SYS_ADMIN", "SEC_ADMIN"] },
  { name: "changes", readers: ["SYS_ADMIN", "SEC_ADMIN", "AUDITOR"] },
  { name: "audit", readers: ["AUDITOR"] },
];

// Where each administrator's work begins.
const firstPages: [Role, string][] = [
  ["SYS_ADMIN", "calendar"],
  ["AUDITOR", "changes"],
];

export function mayRead(page: SetupPage): boolean {
  return page.readers.length === 0 || holds(...page.readers);
}

export function firstPage(): string {
  return firstPages.find(([role]) => holds(role))?.[1] ?? "organs";
}

const keepers: Record<ChangeOf, Role> = {
  organ: "SEC_ADMIN",
  user: "SEC_ADMIN",
  parameter: "SYS_ADMIN",
  calendar: "SYS_ADMIN",
};

/** The kinds of changes that the signed-in person may look at. */
export function readableChanges(): ChangeOf[] {
  return (Object.keys(keepers) as ChangeOf[]).filter((of) => holds("AUDITOR", keepers[of]));
}
