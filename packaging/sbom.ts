/** `npm run sbom`: a CycloneDX bill of materials of all that the lock installs, for every platform. */
import { billOfTheLock } from './bill-of-materials.ts';

process.stdout.write(`${JSON.stringify(billOfTheLock(), null, 2)}\n`);
