/** A line of a picker's list. */
export type Option = {
  value: string;
  name: string; // what stands in the field once it is chosen
  note?: string; // why it stands where it stands
  group?: string;
  faint?: boolean; // may be chosen, is not advised
  inner?: boolean; // stands below the line above it
};
