// What a clock on the wall in China shows, whatever the device thinks: "2026-03-01T14:05".
const hours = 8 * 3_600_000;

export function localOf(instant: string): string {
  return new Date(Date.parse(instant) + hours).toISOString().slice(0, 16);
}
export function instantOf(local: string): string {
  return new Date(Date.parse(`${local}:00Z`) - hours).toISOString();
}
