const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** As Slack wants text that is to be read and no more: nothing in it can mention a channel or make a link. */
export function slackText(text: string): string {
  return text.replaceAll(/[&<>]/g, (found) => ENTITIES[found] ?? found);
}
