import type { Schemas } from "@/api/client";

type Clock = Schemas["AnyClock"];

export function isRunning(clock: Clock): boolean {
  return clock.state === "running" || clock.state === "suspended";
}

/** Since when it stands still; empty while it runs. */
export function pausedSince(clock: Clock): string {
  if (clock.state !== "suspended") return "";
  const since = [...clock.derivation].reverse().find((line) => line.why === "suspended_since")?.on;
  return clock.suspended_on ?? since ?? "";
}

/** Those that run by their day, then what is over, the latest first. */
export function inOrder(clocks: Clock[]): Clock[] {
  const by = (a: Clock, b: Clock) => a.due_legal_on.localeCompare(b.due_legal_on);
  const over = clocks.filter((clock) => !isRunning(clock));
  return [...clocks.filter(isRunning).sort(by), ...over.sort((a, b) => by(b, a))];
}

/** What an organ has to do first; else what the petitioner may still do. */
export function nextClock(clocks: Clock[]): Clock | undefined {
  const running = inOrder(clocks).filter(isRunning);
  return running.find((clock) => clock.nature === "duty") ?? running[0];
}
