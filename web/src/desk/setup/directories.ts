// Organs, categories and places by their names, as the set-up shows them: closed organs too, and read
// anew after each change.
import { reactive, shallowRef } from "vue";
import { api, ask, type Schemas } from "@/api/client";
import { nameOf, t } from "@/shared/language";
import { categories, placeOf, type Category } from "../action/directory";

export type Organ = Schemas["Organ"];

const organTable = shallowRef<Map<string, Organ>>(new Map());
const categoryTable = shallowRef<Map<string, Category>>(new Map());
const places = reactive(new Map<string, string>());

export async function readOrgans(): Promise<Organ[]> {
  const { organs } = await ask(api.GET("/api/v1/organs"));
  organTable.value = new Map(organs.map((organ) => [organ.organ_id, organ]));
  return organs;
}
export async function readCategories(): Promise<Category[]> {
  const list = await categories();
  categoryTable.value = new Map(list.map((category) => [category.code, category]));
  return list;
}

export function organOf(id: string | null): Organ | undefined {
  return id === null ? undefined : organTable.value.get(id);
}
export function organName(id: string | null): string {
  return organOf(id)?.name ?? (id ? t("desk.setup.organ.by_id", { id }) : "");
}
export function categoryName(code: string): string {
  return categoryTable.value.get(code)?.name ?? code;
}
/** The place's name with those above it; its code until it has been looked up. */
export function placeName(code: string): string {
  if (!places.has(code)) {
    places.set(code, code);
    placeOf(code).then(
      (place) => places.set(code, place.path),
      () => places.delete(code),
    );
  }
  return places.get(code) ?? code;
}
export function levelName(level: number): string {
  return nameOf("desk.setup.level", String(level));
}
export function isClosed(organ: Organ, today: string): boolean {
  return organ.valid_to_on !== null && organ.valid_to_on < today;
}
