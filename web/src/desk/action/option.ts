/** A line of a picker's list. */
export type Option = {
  value: string;
  name: string; // what stands in the field once it is chosen
  label?: string; // how the line reads, where that is shorter
  note?: string; // why it stands where it stands
  group?: string;
  faint?: boolean; // may be chosen, is not advised
  inner?: boolean; // stands below the line above it
};
