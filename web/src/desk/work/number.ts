// A matter's number of 27 digits: region 6, office 4, channel 2, day 8, serial 6, check digit 1.
const parts = [6, 4, 2, 8, 6, 1];

/** 419000-0001-03-20261122-000008-7 */
export function groupedNumber(no: string): string {
  let at = 0;
  return parts.map((length) => no.slice(at, (at += length))).join("-");
}

/** What clerks of one office tell matters apart by: 20261122-0008 */
export function shortNumber(no: string): string {
  return `${no.slice(12, 20)}-${no.slice(20, 26).replace(/^0{1,2}/, "")}`;
}
