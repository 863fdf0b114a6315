/** The pages' one stylesheet: light and dark, from 320 pixels on, on paper too. */
export const STYLESHEET = `:root {
  color-scheme: light dark;
  --ground: #f6f8fa; --card: #fff; --ink: #1f2328; --soft: #59636e; --line: #d8dee4; --link: #0757b0;
  --ok: #1a7f37; --slow: #8a5d00; --ng: #c11f2a; --maintenance: #0757b0; --fault: #7a3fd1; --unknown: #59636e;
  --bar-ok: #4aa667; --bar-part: #d49b12; --bar-bad: #c11f2a; --band: #a9c8ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --card: #151b23; --ink: #e6edf3; --soft: #9ba4ae; --line: #303841; --link: #79b8ff;
    --ok: #4ac26b; --slow: #e0b040; --ng: #ff8078; --maintenance: #79b8ff; --fault: #c9a5ff; --unknown: #9ba4ae;
    --bar-ok: #2f8a4b; --bar-part: #d49b12; --bar-bad: #f0524b; --band: #274a73;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 64rem; padding: 0 1rem 2rem; background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
footer a, .named a, .plans a, .back { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
h1, h2, h3, h4, p, ul, ol { margin: 0; }
ul, ol { padding: 0; list-style: none; }
h2 { font-size: 1rem; margin: 1.75rem 0 0.5rem; }
h3 { font-size: 0.9375rem; }
[hidden] { display: none !important; }
.sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; z-index: 1; padding: 0.5rem 1rem; background: var(--card); }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; padding: 1.25rem 0 1rem; }
.site { margin: 0; font-size: 1.125rem; font-weight: 650; color: var(--ink); }
.top p, footer, .when, .quiet, .named, .none, .hint { color: var(--soft); }

[data-state] { --shape: none; --round: 0; --fill: var(--state); --edge: 0; }
[data-state=ok] { --state: var(--ok); --round: 50%; }
[data-state=slow] { --state: var(--slow); --shape: polygon(50% 0, 100% 100%, 0 100%); }
[data-state=ng] { --state: var(--ng); --shape: polygon(20% 0, 50% 30%, 80% 0, 100% 20%, 70% 50%, 100% 80%, 80% 100%, 50% 70%, 20% 100%, 0 80%, 30% 50%, 0 20%); }
[data-state=maintenance] { --state: var(--maintenance); --shape: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
[data-state=fault] { --state: var(--fault); --round: 1px; }
[data-state=unknown], [data-state=over] { --state: var(--unknown); --fill: none; --edge: 2px; --round: 50%; }
.mark {
  display: inline-block; flex: none; width: 0.75em; height: 0.75em; background: var(--fill); clip-path: var(--shape);
  border: var(--edge) solid var(--state); border-radius: var(--round); forced-color-adjust: none;
}

.overall { display: flex; gap: 0.875rem; align-items: center; padding: 1rem 1.125rem; background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--state); border-radius: 8px; }
.overall .mark { font-size: 1.75rem; }
.overall h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
.overall p { color: var(--soft); }
.overall .doubt { color: var(--ink); }

.box, .incident, .notes article, .plans ul, .group, .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.box { margin-top: 0.75rem; padding: 0.75rem 1.125rem; border-left: 5px solid var(--slow); }
.box h2 { margin: 0 0 0.25rem; }
.box li + li, .plans li + li { margin-top: 0.25rem; }
code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.incident, .notes article { padding: 0.75rem 1.125rem; margin-bottom: 0.5rem; }
.open .incident { border-left: 5px solid var(--state); }
.incident .mark { margin-right: 0.5em; }
.past .days { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.day { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0 1rem; padding: 0.625rem 1.125rem; }
.day + .day { border-top: 1px solid var(--line); }
.day > h3 { color: var(--soft); font-weight: 500; grid-row: span 20; }
.day .incident { padding: 0; margin: 0; border: 0; background: none; grid-column: 2; }
.day .incident + .incident { margin-top: 0.5rem; }
.incident > h3, .incident > h4, .incident > .when { display: inline; margin-right: 0.75rem; }
.incident h4 { font-weight: 600; }
.incident h4 { font-size: 0.9375rem; }
details { margin-top: 0.25rem; }
summary { cursor: pointer; color: var(--link); width: max-content; }
.steps { margin: 0.375rem 0 0.25rem 0.25rem; padding-left: 1rem; border-left: 2px solid var(--line); }
.steps li { margin: 0.125rem 0; }
.plans ul { padding: 0.625rem 1.125rem; }
.notes article p + p { margin-top: 0.375rem; }

.filter { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin-bottom: 0.75rem; color: var(--soft); }
input, select, button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: 0.25rem 0.5rem; }
input { width: 14rem; max-width: 100%; }
button { cursor: pointer; padding: 0.375rem 0.875rem; font-weight: 600; }

.group { margin-bottom: 0.75rem; }
.head { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; padding: 0.625rem 1.125rem; border-bottom: 1px solid var(--line); }
.summary { color: var(--state); font-size: 0.875rem; }
.row {
  display: grid; grid-template-columns: 0.75rem minmax(0, 1fr) auto minmax(9rem, 22.5rem) 4.25rem 4rem;
  gap: 0 0.75rem; align-items: center; padding: 0.4375rem 1.125rem; position: relative;
}
.row + .row { border-top: 1px solid var(--line); }
.row .who a { color: var(--ink); font-weight: 550; }
.row .why { font-size: 0.8125rem; line-height: 1.35; color: var(--soft); }
.row .mark { font-size: 0.875rem; }
.word { font-size: 0.8125rem; font-weight: 550; color: var(--state); }
.up, .ms { text-align: right; white-space: nowrap; }
.ms { color: var(--soft); }
.bars { display: block; width: 100%; height: 1.375rem; border-bottom: 1px solid var(--line); forced-color-adjust: none; }
.bars path { fill: none; stroke-dasharray: 0.72 0.28; }
.bars .ok { stroke: var(--bar-ok); stroke-width: 6; }
.bars .part { stroke: var(--bar-part); stroke-width: 8; }
.bars .bad { stroke: var(--bar-bad); stroke-width: 10; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
.lost #said { position: fixed; left: 1rem; bottom: 1rem; width: auto; height: auto; margin: 0; padding: 0.5rem 1rem; clip-path: none; white-space: normal; background: var(--ink); color: var(--card); border-radius: 6px; }

.facts { display: grid; grid-template-columns: fit-content(10rem) minmax(0, 1fr) fit-content(10rem) minmax(0, 1fr); gap: 0.25rem 1.25rem; padding: 0.75rem 1.125rem; margin: 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.card { padding: 0.75rem 1.125rem; }
.card .bars { height: 2.25rem; }
.ends { display: flex; justify-content: space-between; color: var(--soft); font-size: 0.8125rem; margin-top: 0.25rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { text-align: left; padding: 0.25rem 1rem 0.25rem 0; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); font-size: 0.8125rem; white-space: nowrap; }
td.n, th.n { text-align: right; white-space: nowrap; }
table time { white-space: nowrap; }
td:last-child { min-width: 9rem; }
td.n:last-child { min-width: 0; }
pre { margin: 0; padding: 0.75rem 1.125rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow-wrap: normal; }
.overall h1 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
.overall h1 .word { font-size: 1rem; margin-left: 0.5rem; }
.overall .reason { color: var(--ink); }
.back { margin-bottom: 0.5rem; }
.run { margin-top: 0.75rem; }
#facts { margin-top: 0.75rem; padding: 0; }
.said { white-space: nowrap; color: var(--state); }
.card h3 { margin: 1rem 0 0.5rem; }
.plot { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 0.625rem; font-size: 0.75rem; color: var(--soft); }
.axis { display: flex; flex-direction: column; justify-content: space-between; text-align: right; margin: -0.6em 0; }
.times { grid-column: 2; display: flex; justify-content: space-between; }
.chart { display: block; width: 100%; height: 8rem; overflow: visible; }
.chart .grid { stroke: var(--line); stroke-width: 1; fill: none; }
.chart .band { fill: var(--band); }
.chart .middle { fill: none; stroke: var(--link); stroke-width: 1.75; stroke-linejoin: round; }
.middle-key { fill: var(--link); }
.dns { fill: #8d6cd1; } .connect { fill: #d18a2c; } .tls { fill: #2a9d8f; } .firstByte { fill: #4d86d1; } .download { fill: #98a2ad; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: 0.8125rem; color: var(--soft); }
.legend .band { fill: var(--band); }
.legend svg { width: 0.75em; height: 0.75em; margin-right: 0.375em; }
.badges { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.badges a, .badges img { max-width: 100%; }

@media (max-width: 46rem) {
  body { padding: 0 0.75rem 2rem; }
  .row { grid-template-columns: 0.75rem minmax(0, 1fr) 3.75rem 4rem; gap: 0.25rem 0.5rem; padding: 0.5rem 0.75rem; }
  .row .mark { grid-area: 1 / 1; }
  .row .who { display: contents; }
  .row .who a { grid-area: 1 / 2; }
  .row .word { grid-area: 1 / 3 / 2 / 5; text-align: right; }
  .row .why { grid-area: 2 / 2 / 3 / 5; }
  .row .bars { grid-area: 3 / 1 / 4 / 3; height: 1.125rem; }
  .row .up { grid-area: 3 / 3; }
  .row .ms { grid-area: 3 / 4; }
  .extra { display: none; }
  .head, .overall, .box, .incident, .notes article, .plans ul, .day, .card, .facts, pre { padding-left: 0.75rem; padding-right: 0.75rem; }
  .day { grid-template-columns: minmax(0, 1fr); }
  .day .incident { grid-column: 1; }
  .day > h3 { grid-row: auto; }
  .facts { grid-template-columns: fit-content(9rem) minmax(0, 1fr); }
}
@media (prefers-reduced-motion: no-preference) {
  .mark, .overall { transition: background-color 0.3s, border-color 0.3s; }
}
@media print {
  :root { --ground: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; }
  body { max-width: none; font-size: 10pt; }
  .filter, .skip, footer p:last-child, .run { display: none; }
  .row, .incident { break-inside: avoid; }
  .bars, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
