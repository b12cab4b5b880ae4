// Letters and files of a petition: fetched with the query code, then opened or saved from memory.
import { ref } from "vue";
import { api, ask, Refused } from "@/api/client";
import { t } from "@/shared/language";
import { addressed } from "./petition";
import type { Pair } from "./pair";

export interface Paper {
  key: string;
  title: string;
  fileName: string;
  /** A browser shows it; what petitioners sent is only saved. */
  shown: boolean;
  fetch: () => Promise<Blob>;
}

export function letterPaper(pair: Pair, letter: { no: number; title: string; number: string }): Paper {
  const { params, headers } = addressed(pair);
  const path = { ...params.path, document_no: String(letter.no) };
  return {
    key: `letter-${letter.no}`,
    title: letter.number ? `${letter.title} ${letter.number}` : letter.title,
    fileName: `${letter.title}${letter.number}.pdf`,
    shown: true,
    fetch: async () =>
      (await ask(
        api.GET("/api/v1/petitions/{item_no}/letters/{document_no}", {
          params: { path },
          headers,
          parseAs: "blob",
        }),
      )) as Blob,
  };
}

export function filePaper(pair: Pair, file: { attachment_id: string; name: string }): Paper {
  const { params, headers } = addressed(pair);
  const path = { ...params.path, attachment_id: file.attachment_id };
  return {
    key: `file-${file.attachment_id}`,
    title: file.name,
    fileName: file.name,
    shown: false,
    fetch: async () =>
      (await ask(
        api.GET("/api/v1/petitions/{item_no}/attachments/{attachment_id}", {
          params: { path },
          headers,
          parseAs: "blob",
        }),
      )) as Blob,
  };
}

function saveAs(url: string, name: string) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

export function usePaper() {
  const busy = ref(false);
  const problem = ref("");

  async function take(paper: Paper, open: boolean) {
    if (busy.value) return;
    busy.value = true;
    problem.value = "";
    // Opened before the answer is there: later the browser would take it for an unasked window.
    const page = open ? window.open("", "_blank") : null;
    if (page) page.document.title = t("screen.loading");
    try {
      const url = URL.createObjectURL(await paper.fetch());
      if (page) page.location.replace(url);
      else saveAs(url, paper.fileName);
      window.addEventListener("pagehide", () => URL.revokeObjectURL(url), { once: true });
    } catch (refused) {
      page?.close();
      problem.value = refused instanceof Refused ? refused.message : t("screen.server_trouble");
    }
    busy.value = false;
  }
  return { busy, problem, take };
}
