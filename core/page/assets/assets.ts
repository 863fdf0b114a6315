import { icon } from './icon.ts';
import { SCRIPT } from './script.ts';
import { STYLESHEET } from './stylesheet.ts';

/** A file beside the pages, as a server hands it out. */
export type Asset = { readonly type: string; readonly text: string };

const SVG = 'image/svg+xml';

/** All of them, by the name that `Links.asset` is given. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map([
  ['page.css', { type: 'text/css; charset=utf-8', text: STYLESHEET }],
  ['page.js', { type: 'text/javascript; charset=utf-8', text: SCRIPT }],
  ['icon-ok.svg', { type: SVG, text: icon('ok') }],
  ['icon-slow.svg', { type: SVG, text: icon('slow') }],
  ['icon-ng.svg', { type: SVG, text: icon('ng') }],
  ['icon-unknown.svg', { type: SVG, text: icon('unknown') }],
]);

/** Nothing that a status page has a use for. */
export const PERMISSIONS_POLICY = 'camera=(), geolocation=(), microphone=()';

/** What the pages may load and do: files of their own, nothing inline, in nobody's frame. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
