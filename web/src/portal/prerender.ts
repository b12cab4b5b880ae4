// Every page of the portal as HTML, written at build time: its text is there before any script.
import { renderToString } from "vue/server-renderer";
import { t } from "@/shared/language";
import { makePortal } from "./app";
import { routes } from "./routes";

export interface Page {
  path: string;
  html: string;
  title: string;
  description: string;
  indexed: boolean;
  /** The sources that it was made of: their styles and scripts are named in the page's head. */
  modules: string[];
}

export async function pages(): Promise<Page[]> {
  const rendered: Page[] = [];
  for (const route of routes) {
    if (route.path.includes(":")) continue;
    const { app, router } = makePortal(false);
    await router.push(route.path);
    await router.isReady();
    const context: { modules?: Set<string> } = {};
    rendered.push({
      path: route.path,
      html: await renderToString(app, context),
      title: `${t(String(route.meta?.title))} - ${t("product.name")}`,
      description: t(String(route.meta?.description)),
      indexed: route.meta?.index !== false,
      modules: [...(context.modules ?? [])],
    });
  }
  return rendered;
}
