declare module "sentences:*" {
  const sentences: Record<string, string>;
  export default sentences;
}
declare module "law:terms" {
  const terms: Record<string, { days: number; basis: string }>;
  export default terms;
}
