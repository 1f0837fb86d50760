#!/usr/bin/env node
// `npx campana`: plain JavaScript that any Node understands. The sources need Node 24.9 or newer; an
// older one hands over to the Node that the project brings as a package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const script = join(root, 'src', 'cli', 'main.ts');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 24 || (major === 24 && minor >= 9)) {
  await import(script);
} else {
  const own = join(root, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(own)) {
    process.stderr.write(
      `Campana needs Node 24.9 or newer; this is ${process.versions.node}. Run npm ci in ${root}.\n`,
    );
    process.exit(1);
  }
  const result = spawnSync(own, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(result.status ?? 1);
}
