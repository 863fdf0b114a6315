import * as z from 'zod';
import { once } from '#core/once.ts';
import { text } from '#core/settings/setting.ts';
import { arn } from './subscriptions.ts';

/** What the stack and its resources are called, what their roles may be at most, and who else hears of incidents. */

/**
 * Words that names of alarms begin with: of a list called check, an alarm could be called as one of the list without a
 * name is, `Rollcall-check-…`.
 */
const OF_ALARMS = [
  'alerts|any|certificate|check|checker|checks|critical|dead|functions|group|home|info|monitor|ng|offline|page|pages',
  'quorum|region|run|runs|schedules|severity|silence|status|undelivered|warning|workflow',
].join('|');

const EVENTS = 'write true for the default bus, or the ARN of an event bus';

export const namingShape = once(() => ({
  name: text(
    new RegExp(`^(?!(?:${OF_ALARMS})$)[A-Za-z][A-Za-z0-9]{0,23}$`),
    'write up to 24 letters and digits, no word that names of alarms begin with',
  ).describe('A stack of its own for this list: Rollcall-NAME, with metrics in the namespace Rollcall/NAME.'),
  namePrefix: text(
    /^[A-Za-z][A-Za-z0-9-]{0,18}-$/,
    'write up to 20 letters, digits and hyphens, the last a hyphen, such as acme-',
  ).describe('Stands in front of the name of the stack, and so of all that is named after it.'),
  permissionsBoundary: text(
    /^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/,
    'write the ARN of a managed policy',
  ).describe('A managed policy that bounds every role.'),
  events: z
    .union([z.boolean(), text(arn('events', 'event-bus/[\\w./-]{1,256}'), EVENTS)], { error: EVENTS })
    .describe('Sends what opens and what is over to EventBridge as Rollcall Incident: true, or the ARN of a bus.'),
}));
