// The list shown as a file for a spreadsheet: UTF-8 with its mark, nothing in it taken for a formula.
// A text that begins like one gets an apostrophe before it.
const formula = /^[\s\u200b\ufeff"']*[=+\-@|%＝＋－＠]|^[\t\r\n]/;
const figure = /^\s*(0\d+|\d{12,}|\d+(\.\d+)?e\d+)\s*$/i;

export function csvCell(text: string): string {
  const harmless = formula.test(text) || figure.test(text) ? `'${text}` : text;
  return `"${harmless.replace(/"/g, '""')}"`;
}

export function csvText(lines: string[][]): string {
  return "\ufeff" + lines.map((cells) => cells.map(csvCell).join(",") + "\r\n").join("");
}

export function saveText(name: string, text: string, type: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
