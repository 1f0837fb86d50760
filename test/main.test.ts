// The doors open in order and close in reverse, and a start that fails leaves nothing open.
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Config, readConfig } from '../src/config.ts';
import { openLog, start } from '../src/main.ts';
import { withDatabase } from './database.ts';

const { url } = await withDatabase();

function configOf(listen: string): Config {
  const reading = readConfig(
    {
      CAMPANA_DATABASE_URL: url,
      CAMPANA_DATA_DIR: join(mkdtempSync(join(tmpdir(), 'campana-main-')), 'data'),
      CAMPANA_LISTEN: listen,
      CAMPANA_LOG_LEVEL: 'silent',
    },
    [],
  );
  if (!reading.ok) throw new Error(reading.faults.join(' '));
  return reading.config;
}

test('a taken port is told by name, and nothing stays open: the next start on the same directory works', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const config = configOf(`127.0.0.1:${port}`);
  await expect(start(config)).rejects.toThrow(
    new RegExp(`CAMPANA_LISTEN: 127\\.0\\.0\\.1:${port} cannot be opened`),
  );
  await new Promise((resolve) => taken.close(resolve));

  const server = await start(config);
  expect(server.url).toBe(`http://127.0.0.1:${port}`);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  await expect(start(config)).rejects.toThrow(/Another Campana process uses the data directory/);
  await Promise.all([server.stop(), server.stop()]);
  await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
});

test('the log masks numbers, also in the row that PostgreSQL repeats, and holds no secret', () => {
  const lines: string[] = [];
  const log = openLog({ logLevel: 'debug' }, { write: (line) => void lines.push(line) });
  const err = Object.assign(new Error('a statement broke'), {
    detail: 'Failing row contains (1, 13800001234).',
    where: 'COPY import_rows, line 1: "1\t13800001234"',
  });
  log.error({ err, called: '13800001234', request: { authorization: 'auth-v2/AK/secret' } }, 'failed');
  expect(lines.join('')).not.toMatch(/1380000|auth-v2/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ called: '…34', err: { message: 'a statement broke' } });
});
