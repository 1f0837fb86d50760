// One process has a data directory, however its predecessor ended, and the directory keeps its secrets.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDataDirectory } from '../src/dataDirectory.ts';

const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'campana-data-')), 'data');

test('the second process on one directory is refused, and comes in when the first has left', async () => {
  const path = fresh();
  const first = await openDataDirectory(path);
  await expect(openDataDirectory(path)).rejects.toThrow(/Another Campana process uses the data directory/);
  await first.release();
  const second = await openDataDirectory(path);
  expect(second.nodeId).toBe(first.nodeId);
  expect(second.masterKey.equals(first.masterKey)).toBe(true);
  await second.release();
});

test('of ten that come at once one gets in', async () => {
  const path = fresh();
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => openDataDirectory(path)));
  const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(opened).toHaveLength(1);
  await Promise.all(opened.map((one) => one.release()));
});

test('a killed process leaves nothing in the way', async () => {
  const path = fresh();
  const source = `
    import { openDataDirectory } from ${JSON.stringify(new URL('../src/dataDirectory.ts', import.meta.url).href)};
    await openDataDirectory(${JSON.stringify(path)});
    process.stdout.write('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(openDataDirectory(path)).rejects.toThrow(/Another Campana process/);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await openDataDirectory(path)).release();
});

test('a path too long for a socket works as well', async () => {
  const path = join(fresh(), 'a'.repeat(60), 'b'.repeat(60));
  const first = await openDataDirectory(path);
  await expect(openDataDirectory(path)).rejects.toThrow(/Another Campana process/);
  await first.release();
});

test('a directory is the same under whatever name it is reached', async () => {
  const path = join(fresh(), 'a'.repeat(60), 'b'.repeat(60));
  const first = await openDataDirectory(path);
  const link = join(mkdtempSync(join(tmpdir(), 'campana-link-')), 'data');
  symlinkSync(path, link);
  await expect(openDataDirectory(link)).rejects.toThrow(/Another Campana process/);
  await first.release();
});

test('the master key is readable by its owner only, and a damaged one is refused', async () => {
  const path = fresh();
  const opened = await openDataDirectory(path);
  expect(statSync(join(path, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(opened.masterKey).toHaveLength(32);
  await opened.release();
  writeFileSync(join(path, 'secret.key'), 'short');
  await expect(openDataDirectory(path)).rejects.toThrow(/secret\.key is damaged/);
});
