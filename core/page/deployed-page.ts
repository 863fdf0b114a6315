import { roleOf } from '../alarm/settings.ts';
import type { DeployedPage, DeploySettings } from '../check/deploy-settings.ts';
import { parseDuration } from '../text/duration.ts';

/** The status page of a stack with every default filled: `everyMs` milliseconds; what it is called is null where CloudFront says. */
export type PageOfStack = {
  readonly everyMs: number;
  readonly name: Required<Record<'domain' | 'certificate', string>> | null;
};

const DEFAULT_EVERY = '5m' satisfies DeployedPage['every'];

/**
 * The status page that a stack has; null where the list asks for none, and in every Region but home, whose runs it shows.
 * `region` is the stack's own, null where only a deployment knows it.
 */
export function pageOfStack(deploy: DeploySettings, region: string | null): PageOfStack | null {
  const { page = false } = deploy;
  if (page === false || roleOf(deploy, region).role === 'other') return null;
  const { domain, certificate, every = DEFAULT_EVERY } = page === true ? {} : page;
  const everyMs = parseDuration(every);
  if (everyMs === null) throw new RangeError(`a page cannot be made anew every ${every}`);
  const name = domain === undefined || certificate === undefined ? null : { domain, certificate };
  return { everyMs, name };
}
