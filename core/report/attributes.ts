import { SEVERITIES } from '../check/alert-settings.ts';
import type { Run } from '../run/run.ts';
import { outcomeOf, worstOf } from './message-document.ts';
import type { News } from './news.ts';
import type { MessageAttribute } from './notification.ts';

// Attributes count towards the 256 KiB of an SNS message, and towards the room of a notification in the state.
const LIST_CHARACTERS = 2000;

/** Stands in a list for what there was no room for. */
export const MORE_CHECKS = '…';

/**
 * What subscriptions can filter by: the worst severity, outcome, region; and the severities, tags and checks of all that is
 * told, because one message may be of several.
 */
export function attributesOf(run: Run, news: readonly News[]): Record<string, MessageAttribute> {
  const tags = news.flatMap(({ evidence }) => evidence.tags);
  return {
    severity: text(worstOf(news)),
    severities: list(SEVERITIES.filter((severity) => news.some((one) => one.severity === severity))),
    outcome: text(outcomeOf(news)),
    region: text(run.region),
    // SNS takes no empty list.
    ...(tags.length === 0 ? {} : { tags: list(tags) }),
    checks: list(news.flatMap(({ check, checks }) => checks ?? [check])),
  };
}

const text = (StringValue: string): MessageAttribute => ({ DataType: 'String', StringValue });

/** Those that fit. */
function list(values: readonly string[]): MessageAttribute {
  const kept: string[] = [];
  let used = 0;
  for (const value of new Set(values)) {
    used += JSON.stringify(value).length + 1;
    if (used > LIST_CHARACTERS) {
      kept.push(MORE_CHECKS);
      break;
    }
    kept.push(value);
  }
  return { DataType: 'String.Array', StringValue: JSON.stringify(kept) };
}
