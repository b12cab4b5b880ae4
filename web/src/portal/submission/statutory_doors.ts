// Words in a story that speak of another road the law has, with a time limit of its own. They only make
// the page name that road; nothing is decided by them. The sentences: portal.file.door.
const words: Record<string, readonly string[]> = {
  danger: [
    "正在打人",
    "正在殴打",
    "家暴",
    "威胁要杀",
    "有生命危险",
    "domestic violence",
    "threatens to kill",
  ],
  court: [
    ["判决", "裁定", "法院", "起诉", "打官司", "上诉", "再审", "抗诉", "强制执行"],
    ["court", "judgment", "lawsuit", "verdict", "appeal"],
  ].flat(),
  labour: [
    ["拖欠工资", "欠薪", "工资", "加班费", "劳动合同", "辞退", "解雇", "劳动仲裁", "经济补偿", "双倍工资"],
    ["wages", "unpaid salary", "overtime", "labour contract", "dismissed from work"],
  ].flat(),
  reconsideration: [
    [
      "行政复议",
      "复议",
      "行政处罚",
      "处罚决定",
      "罚款",
      "罚单",
      "吊销",
      "查封",
      "扣押",
      "不予许可",
      "责令停产",
    ],
    ["征收决定", "限期拆除", "reconsideration", "administrative penalty", "fined", "licence was revoked"],
  ].flat(),
  discipline: [
    ["受贿", "贪污", "行贿", "索贿", "以权谋私", "收红包", "挪用公款"],
    ["bribe", "embezzle", "corrupt official"],
  ].flat(),
};

export function doorsFor(story: string): string[] {
  const told = story.toLowerCase();
  return Object.keys(words).filter((door) => words[door].some((word) => told.includes(word)));
}
