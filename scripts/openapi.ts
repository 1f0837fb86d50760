// Writes docs/openapi.json and docs/CONTRACT.md from the schemas of the contract, and docs/openapi-v1.json from
// the routes of /api/v1. Tests compare them with what this would write, so run it after each change of a schema:
// `npm run openapi`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { routes } from '../src/api/index.ts';
import { openapiDocument as ownDocument } from '../src/api/openapi.ts';
import { openapiDocument } from '../src/contract/openapi.ts';
import { conformanceTable } from './conformanceTable.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));

writeFileSync(fileOf('openapi.json'), `${JSON.stringify(openapiDocument(), null, 2)}\n`);
writeFileSync(fileOf('openapi-v1.json'), `${JSON.stringify(ownDocument(routes), null, 2)}\n`);
writeFileSync(fileOf('CONTRACT.md'), conformanceTable());
