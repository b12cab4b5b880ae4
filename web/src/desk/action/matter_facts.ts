// What may be said of another matter beside its number: never its title, which may name a person.
import { dayOf } from "@/shared/days";
import { nameOf, t } from "@/shared/language";
import { placeName } from "../codes";
import type { FoundMatter } from "./directory";

export function matterFacts({ matter, holder }: FoundMatter): string {
  return [
    nameOf("state", matter.state),
    matter.kind && nameOf("kind", matter.kind),
    placeName(matter.region_code),
    t("desk.list.received_on", { day: dayOf(matter.received_at) }),
    holder,
  ]
    .filter(Boolean)
    .join(" · ");
}
