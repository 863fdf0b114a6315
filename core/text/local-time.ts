/**
 * An instant as the clocks of a zone show it, `2026-11-23 10:05:00 Europe/Paris`; without a zone as it is. What is no
 * instant stays as it is too.
 */
export function localTime(instant: string, timezone: string | null): string {
  const time = Date.parse(instant);
  if (timezone === null || Number.isNaN(time)) return instant;
  // Swedes write dates as ISO does.
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  return `${clock.format(time)} ${timezone}`;
}
