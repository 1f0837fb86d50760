// Builds the console after `npm ci` (script `prepare`). Without the development dependencies it builds
// nothing: then the server runs without its pages and says so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!existsSync(`${root}node_modules/vite`)) {
  process.stdout.write('The console is not built: vite is a development dependency and is not here.\n');
} else {
  const built = spawnSync('npx', ['--no-install', 'vite', 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = built.status ?? 1;
}
