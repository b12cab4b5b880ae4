declare module "sentences:*" {
  const sentences: Record<string, string>;
  export default sentences;
}
