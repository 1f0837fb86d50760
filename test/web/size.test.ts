// How much a browser loads before the first page is there, measured at the files that the build made.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const built = fileURLToPath(new URL('../../web/dist/', import.meta.url));
const kilobyte = 1000;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const readManifest = (): Record<string, Chunk> =>
  JSON.parse(readFileSync(`${built}.vite/manifest.json`, 'utf8'));

/** The chunk with everything that is loaded before it runs. */
function closure(manifest: Record<string, Chunk>, names: readonly string[]): Set<string> {
  const files = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const other of chunk.imports ?? []) visit(other);
  };
  for (const name of names) visit(name);
  return files;
}

const packedBytes = (file: string): number =>
  statSync(existsSync(`${built}${file}.gz`) ? `${built}${file}.gz` : `${built}${file}`).size;

test('the first page is under 500 kB packed, the list of campaigns included', () => {
  expect(existsSync(built), 'build the console first: npm run build').toBe(true);
  const manifest = readManifest();
  const entry = Object.keys(manifest).filter((name) => manifest[name]?.isEntry === true);
  const files = closure(manifest, [...entry, 'src/pages/campaigns/CampaignsPage.tsx']);
  const bytes = [...files].reduce((sum, file) => sum + packedBytes(file), 0);
  expect(files.size).toBeGreaterThan(4);
  expect(bytes / kilobyte).toBeLessThan(500);
});

test('charts are loaded when the first one is shown', () => {
  const manifest = readManifest();
  const chart = manifest['src/charts/DrawnTimeChart.tsx']?.file ?? '';
  expect(chart).not.toBe('');
  const pages = Object.keys(manifest).filter((name) => name !== 'src/charts/DrawnTimeChart.tsx');
  for (const name of pages) expect(closure(manifest, [name]), name).not.toContain(chart);
});
