#!/usr/bin/env -S node --max-semi-space-size=8
// A quarter of the room for new objects that Node takes by default: 4,000 checks in 230 MB instead of 300, at no cost in time.
import { asProcess } from './process.ts';
import { main } from './program.ts';

await asProcess((io) => main(process.argv.slice(2), io));
