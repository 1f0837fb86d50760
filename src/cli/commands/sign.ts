// `campana sign METHOD PATH [BODY]`: a ready curl command with a valid signature, to try the contract by
// hand, or to compare with your own signer.
import type { Command } from 'commander';
import { type SharedOptions, type Surroundings, shared } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { jsonRequest, signedHeaders } from '../signing.ts';
import { findTarget } from '../target.ts';

export function addSignCommand(program: Command, surroundings: Surroundings): void {
  shared(program.command('sign'))
    .description('print a curl command with a signature that is good for one request, for 15 minutes')
    .argument('<method>', 'GET, POST, PUT, PATCH or DELETE')
    .argument('<path>', 'for example /rest/isales/v1/openapi/campaigns/1/46')
    .argument('[body]', 'JSON text')
    .action((method: string, path: string, body: string | undefined, options: SharedOptions) => {
      if (!/^(?:GET|POST|PUT|PATCH|DELETE)$/i.test(method))
        throw new WrongUse(
          `method: expected GET, POST, PUT, PATCH or DELETE, received ${JSON.stringify(method)}.`,
        );
      // A path that begins with // would name another host.
      if (!/^\/(?![/\\])/.test(path))
        throw new WrongUse(`path: expected a text that begins with one /, received ${JSON.stringify(path)}.`);
      const { url, key } = findTarget(options, surroundings.environment);
      const request = jsonRequest(method, new URL(path, url), body ?? '');
      const headers = signedHeaders(request, key, surroundings.clock.now());
      if (options.json) {
        surroundings.output.line(
          JSON.stringify(
            { method: request.method, url: request.url.href, headers, body: body ?? null },
            null,
            2,
          ),
        );
        return;
      }
      // curl writes host and content-length itself, with the same values.
      const { host: _host, 'content-length': _length, ...written } = headers;
      surroundings.output.line(
        [
          `curl --request ${request.method}`,
          ...Object.entries(written).map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
          ...(body === undefined || body === '' ? [] : [`--data-binary ${quote(body)}`]),
          quote(request.url.href),
        ].join(' \\\n  '),
      );
    });
}

/** One word of a POSIX shell, whatever is in it. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
