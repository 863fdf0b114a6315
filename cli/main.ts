#!/usr/bin/env node
import { asProcess } from './process.ts';
import { main } from './program.ts';

await asProcess((io) => main(process.argv.slice(2), io));
