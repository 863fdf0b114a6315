import { CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY } from '#core/page/assets/assets.ts';

/**
 * What every answer says to browsers: nothing from elsewhere, nothing inside a frame, no script but the one file, no guess at
 * types, and no word to other sites of where somebody came from.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS_POLICY,
  // With no-referrer browsers would not say either where a form of ours comes from.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};
