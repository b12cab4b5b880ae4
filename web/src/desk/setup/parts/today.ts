// The server's day in China: what is in force is asked of it, not of the device.
import { api, ask } from "@/api/client";

export async function readToday(): Promise<string> {
  return (await ask(api.GET("/api/v1/about"))).today;
}
