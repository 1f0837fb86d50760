// A terminal for the command line in tests: keeps what is printed, and a server that answers as told.
import { createServer, type IncomingMessage } from 'node:http';
import { runCommandLine } from '../../src/cli/program.ts';
import { openClock } from '../../src/clock.ts';

export interface Ran {
  readonly code: 0 | 1 | 2;
  readonly printed: string;
  readonly noted: string;
}

/** Runs one command line as a person would. */
export async function run(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ran> {
  const printed: string[] = [];
  const noted: string[] = [];
  const code = await runCommandLine(args, {
    environment,
    clock: openClock(1),
    signal: new AbortController().signal,
    output: {
      line: (text) => printed.push(text),
      note: (text) => noted.push(text),
      redraw: (text) => noted.push(text),
      isTerminal: false,
    },
  });
  return { code, printed: printed.join('\n'), noted: noted.join('\n') };
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeServer {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** Answers each request with what `answer` says: a status and a value that is sent as JSON. */
export async function openFakeServer(
  answer: (asked: Asked) => readonly [status: number, body: unknown],
): Promise<FakeServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    asked.push(one);
    const [status, body] = answer(one);
    response.statusCode = status;
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
