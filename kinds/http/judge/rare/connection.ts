import { quote } from '#core/text/safe-text.ts';
import { daysLeft } from '#core/verdict/certificate.ts';
import type { Certificate } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { MoreExpect } from '../../check.ts';
import { type Facts, locationOf } from '../../observation.ts';
import type { Page } from '../page.ts';

/** Expectations about the way there: where redirects lead, the certificate, the version of HTTP. */

const URL_BYTES = 200;

/** Why the redirect is another than expected; empty when it is not. */
export function redirectReason(page: Page, { redirect }: MoreExpect): Reason[] {
  if (redirect === undefined) return [];
  const reached = whereItLeads(page, factsOf(page));
  if (reached !== null && reached === URL.parse(redirect)?.href) return [];
  const real = reached === null ? 'does not redirect' : `redirects to ${quote(reached, URL_BYTES)}`;
  return [{ code: 'redirect', message: `${real}, wanted ${quote(redirect, URL_BYTES)}` }];
}

/** Where an unfollowed redirect points to, else where followed ones ended; null when there was none. */
function whereItLeads({ response }: Page, { url, redirects }: Facts): string | null {
  const location = locationOf(response.rawHeaders);
  if (response.status >= 300 && response.status <= 399 && location !== null) {
    return URL.parse(location, url)?.href ?? location;
  }
  return redirects === 0 ? null : url;
}

/** Why the HTTP version is another than expected; empty when it is not. */
export function versionReason(page: Page, { httpVersion: wanted }: MoreExpect): Reason[] {
  if (wanted === undefined) return [];
  const { httpVersion } = factsOf(page);
  if (httpVersion.replace(/\.0$/, '') === wanted) return [];
  return [{ code: 'protocol', message: `HTTP version ${quote(httpVersion)}, wanted ${quote(wanted)}` }];
}

/** `date`: the moment that days are counted from. */
export function certificateReasons(page: Page, { certificate: wanted }: MoreExpect, date: Date): Reason[] {
  if (wanted === undefined) return [];
  const { certificate, url } = factsOf(page);
  if (certificate === null) {
    return [{ code: 'certificate', message: `no certificate from ${quote(url, URL_BYTES)}, wanted https` }];
  }
  const { days, issuer } = wanted;
  const reasons: Reason[] = [];
  const left = daysLeft(certificate, date);
  // Not `left < days`, which an end that cannot be read would pass.
  if (days !== undefined && !(left >= days)) {
    reasons.push({
      code: 'certificate',
      message: `${whose(certificate)} ${endText(left, certificate.validTo)}, wanted ${days} or more`,
    });
  }
  if (issuer !== undefined && !certificate.issuer.includes(issuer)) {
    const message = `certificate issuer ${quote(certificate.issuer)}, wanted ${quote(issuer)}`;
    reasons.push({ code: 'certificate', message });
  }
  return reasons;
}

function whose({ authority }: Certificate): string {
  return authority === undefined ? 'certificate' : `certificate of its authority ${quote(authority)}`;
}

function endText(left: number, validTo: string): string {
  const day = validTo.slice(0, 10);
  if (left < 0) return `ended ${day}`;
  return `ends in ${left} ${left === 1 ? 'day' : 'days'} (${day})`;
}

function factsOf({ response }: Page): Facts {
  if (response.facts === undefined) throw new TypeError('the way there was not observed, though the check expects it');
  return response.facts;
}
