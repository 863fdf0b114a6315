/**
 * Writes again what is made from something else: the picture in README.md, checks.schema.json, the console's drawings and
 * the screens.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { checksJsonSchema } from '#checks-file/json-schema.ts';
import definition from '../statemachines/health-check.asl.json' with { type: 'json' };
import { DRAWINGS, svgOf } from './console-drawings.ts';
import { withPicture } from './readme.ts';
import { screens } from './screens.ts';

const readme = new URL('../README.md', import.meta.url);
await writeFile(readme, withPicture(await readFile(readme, 'utf8'), definition));
await writeFile(new URL('../checks.schema.json', import.meta.url), `${JSON.stringify(checksJsonSchema(), null, 2)}\n`);
for (const drawing of DRAWINGS) await writeFile(new URL(`console/${drawing.file}`, import.meta.url), svgOf(drawing));
await mkdir(new URL('screens/', import.meta.url), { recursive: true });
for (const [name, text] of await screens()) await writeFile(new URL(name, import.meta.url), text);
