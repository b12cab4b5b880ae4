// The basis of a row of law/ ("REG2022 Art. 22 ¶1; length ours") as people read it: the instrument's
// name from [instrument], the article as each language cites it.
import { has, language, t } from "./language";

const digits = "零一二三四五六七八九";

/** 203 -> 二百零三; articles are below 1000 */
export function chineseNumber(n: number): string {
  const hundreds = Math.floor(n / 100),
    tens = Math.floor((n % 100) / 10),
    ones = n % 10;
  let text = hundreds ? `${digits[hundreds]}百` : "";
  if (hundreds && !tens && ones) text += "零";
  if (tens) text += `${tens === 1 && !hundreds ? "" : digits[tens]}十`;
  return text + (ones || n === 0 ? digits[ones] : "");
}

function span(first: string | undefined, last: string | undefined, unit: string): string {
  if (!first) return "";
  const one = (n: string) => `第${chineseNumber(Number(n))}${unit}`;
  return last ? `${one(first)}至${one(last)}` : one(first);
}

// "22 ¶1(3)", "36 ¶¶1-2", "31(6)", "21-23"
function chinesePlace(place: string): string {
  const found = /^(\d+)(?:-(\d+))?(?:\s*¶+(\d+)(?:-(\d+))?)?(?:\((\d+)\))?$/.exec(place.trim());
  if (!found) return place;
  const [, article, lastArticle, paragraph, lastParagraph, item] = found;
  const bracketed = item ? `第（${chineseNumber(Number(item))}）项` : "";
  return span(article, lastArticle, "条") + span(paragraph, lastParagraph, "款") + bracketed;
}

function remark(words: string): string {
  const key = `instrument.remark.${words.trim().replace(/ /g, "_")}`;
  return has(key) ? t(key) : "";
}

function citation(piece: string): string {
  const found = /^(.+?)(?:\s+Arts?\.?\s+([\d¶()\s,-]*[\d)]))?(?:[:\s]+([a-z][a-z ]*))?$/.exec(piece);
  const key = `instrument.${(found?.[1] ?? "").replace(/ /g, "_")}`;
  if (!found || !has(key)) return remark(piece);
  const [, , places, words] = found;
  const after = words ? remark(words) : "";
  if (!places) return t(key) + after;
  if (language.value !== "zh-CN")
    return `${t(key)}, Art${/[,-]/.test(places) ? "s" : ""}. ${places}${after}`;
  return t(key) + places.split(",").map(chinesePlace).join("、") + after;
}

/** "REG2022 Art. 22 ¶1" -> 《信访工作条例》第二十二条第一款 */
export function basisText(basis: string): string {
  const pieces = basis.split(";").map((piece) => citation(piece.trim()));
  return pieces.filter(Boolean).join(language.value === "zh-CN" ? "；" : "; ") || basis;
}
